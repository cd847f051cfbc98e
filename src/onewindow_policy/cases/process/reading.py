"""The steps of a case for those who read of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.process.following import due_of
from onewindow_policy.cases.process.following import steps_of
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.states import BEFORE_ACCEPTANCE
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.communities.units import get_unit
from onewindow_policy.guides.deciding import acceptance_at
from onewindow_policy.guides.deciding import decision_at
from onewindow_policy.guides.deciding import is_notice
from onewindow_policy.workdays.deadlines import DueDate
from sqlalchemy.orm import Session

DONE, NOW, AHEAD = "done", "now", "ahead"


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step of a case: `place` says whether it is `DONE`, under way or `AHEAD`.

    `unit` is the name of the unit that has it, None for the window; `due` is by when it is
    over, None where that is not known; `hangs_until` is the last day of a public notice,
    None for all else; `done_by` is a user id of staff.
    """

    name: str
    unit: str | None
    days: int
    day_type: str
    counted: bool
    place: str
    begun_at: datetime | None = None
    due: DueDate | None = None
    hangs_until: DueDate | None = None
    done_at: datetime | None = None
    done_by: str | None = None


def steps_seen(session: Session, case: Case) -> tuple[StepFacts, ...]:
    """Return the steps of a case with their places; none for what ended without a decision,
    and of one that has none."""
    steps = steps_of(session, case)
    if not steps or case.state not in (
        *OPEN_STATES,
        COMPLETED_APPROVED,
        COMPLETED_REFUSED,
    ):
        return ()
    places = _places(steps, case.state)
    return tuple(
        _facts(step, place) for step, place in zip(steps, places, strict=True) if place
    )


def pauses_left(steps: Sequence[StepFacts]) -> list[tuple[str, int, str]]:
    """Return the steps whose days do not count towards the promise and may still come
    before it is decided: their names, days and types of days. What comes after that, as
    making a card does, moves no day of the decision."""
    if not steps:
        return []
    return [
        (step.name, step.days, step.day_type)
        for step in steps[: decision_at(steps) + 1]
        if not step.counted and step.days and step.place != DONE
    ]


def _places(steps: list[CaseStep], state: str) -> list[str]:
    """Return the place of each step, "" for one that is not gone any more."""
    if state in BEFORE_ACCEPTANCE:
        now = acceptance_at(steps)
        return [
            DONE if at < now else NOW if at == now else AHEAD
            for at in range(len(steps))
        ]
    ahead = AHEAD if state in OPEN_STATES else ""
    return [DONE if each.done_at else NOW if each.begun_at else ahead for each in steps]


def _facts(step: CaseStep, place: str) -> StepFacts:
    unit = get_unit(step.unit_code) if step.unit_code else None
    due = due_of(step) if place == NOW else None
    last = None
    if due is not None and is_notice(step):
        last = DueDate(step.due_on, step.due_is_estimated)
    return StepFacts(
        name=step.name,
        unit=unit.title if unit is not None else None,
        days=step.days,
        day_type=step.day_type,
        counted=step.counted,
        place=place,
        begun_at=step.begun_at,
        due=due,
        hangs_until=last,
        done_at=step.done_at,
        done_by=step.done_by,
    )

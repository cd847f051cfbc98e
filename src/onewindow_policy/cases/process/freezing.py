"""The steps of a guide as they are when somebody applies: later changes of the guide are
for those who apply later."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.units import DIRECT
from onewindow_policy.communities.units import find_unit
from onewindow_policy.guides.deciding import decision_at
from onewindow_policy.guides.resolved import ResolvedGuide


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step of a case that is being registered; see `CaseStep`."""

    name: str
    unit_role: str
    unit_code: str | None
    days: int
    day_type: str
    counted: bool
    name_in_full: bool = False


def steps_for(
    acceptance_mode: str | None,
    guide: ResolvedGuide | None,
    community_code: str,
    deciding_unit_code: str | None,
) -> tuple[NewStep, ...]:
    """Return the steps of what is applied for by a guide in a community.

    Who decides is the unit of that step, else the one that the guide names
    (`units.units_for`). What a community decides by itself is a matter of no unit.
    """
    if guide is None or not guide.process:
        return ()
    decision = decision_at(guide.process)
    found = []
    for at, step in enumerate(guide.process):
        unit = None
        if acceptance_mode != DIRECT:
            unit = find_unit(step.unit_role, community_code)
        code = unit.code if unit is not None else None
        if at == decision:
            code = code or deciding_unit_code
        found.append(
            NewStep(
                step.name,
                step.unit_role,
                code,
                step.days,
                step.day_type,
                step.counted,
                step.name_in_full,
            )
        )
    return tuple(found)


def decided_by(steps: Sequence[NewStep]) -> str | None:
    """Return the code of the unit in whose step it is decided: that approves it, whatever
    unit the guide calls the one that decides. None where no unit does."""
    return steps[decision_at(steps)].unit_code if steps else None


def rows_of(case: Case, steps: Iterable[NewStep]) -> list[CaseStep]:
    """Return the rows of the steps of a case."""
    return [
        CaseStep(
            case_id=case.id,
            position=position,
            name=step.name,
            unit_role=step.unit_role,
            unit_code=step.unit_code,
            days=step.days,
            day_type=step.day_type,
            counted=step.counted,
            name_in_full=step.name_in_full,
            more_days=0,
            due_is_estimated=False,
        )
        for position, step in enumerate(steps)
    ]

"""A promise that has passed: whoever applied is told why, and by when instead.

The clock tells that the day has passed (`lateness`). Why, and until when, somebody enters:
giving more time moves the day itself, once and with a coordinator's leave; where that is
not possible or not asked for, the office says by which day it expects to be done. That
day moves nothing: the case stays late.
"""

from collections.abc import Mapping
from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.duties import CaseDuty
from onewindow_policy.cases.duties import EXPLAIN
from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.happened import happened_since
from onewindow_policy.cases.happened import NAMING
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import ACCEPTED
from onewindow_policy.cases.states import ANNOUNCE_DELAY
from onewindow_policy.cases.states import EXPECTED_ON
from onewindow_policy.cases.states import EXPLAIN_DELAY
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.units import unit_code_in_turn
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import turn_to
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import load_only
from sqlalchemy.orm import Session

#: Working days within which somebody says why it is late.
_DAYS = 1

_UNDECIDED = (ACCEPTED, IN_PROGRESS)

#: The day that applicants wait for: the one that was told last.
told_day = func.coalesce(Case.expected_on, Case.due_on)


def follow_delay(
    case: Case, transition: Transition, facts: Mapping, due_before: date | None
) -> None:
    """Keep by which day a case that is late is expected to be done; once its own day has
    moved, that is the one that counts."""
    if transition.name == EXPLAIN_DELAY:
        case.expected_on = date.fromisoformat(facts[EXPECTED_ON])
    elif case.due_on != due_before:
        case.expected_on = None


def ask_why(event: CaseMoved) -> None:
    """Have whoever has a case say why it is late once its applicant was told that it is;
    no longer, once a day was named or nobody waits any more."""
    case, name = event.case, event.transition.name
    duty = delay_duty_of(case) if name == ANNOUNCE_DELAY else None
    if duty is not None or name in NAMING or case.state not in _UNDECIDED:
        turn_to(write_session(), case.number, (EXPLAIN,), duty)


def delay_duty_of(case: Case) -> DutyFacts:
    """Return the duty to say why a case is late, of which its applicant was told."""
    day = case.expected_on or case.due_on
    return DutyFacts(
        EXPLAIN,
        case.number,
        community_code=case.community_code,
        unit_code=unit_code_in_turn(case),
        due_at=end_of_day(due_date(day, _DAYS, WORKING).date),
    )


class DelayDuty(CaseDuty):
    """Cases that are late, and nobody has said yet why, and until when."""

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        today = local_date(utc_now())
        query = (
            select(Case)
            .where(
                Case.number > after,
                Case.state.in_(_UNDECIDED),
                # What working days have moved beyond today, nobody can explain.
                Case.due_on < today,
                told_day < today,
                happened_since(ANNOUNCE_DELAY, NAMING),
                Case.erased_at.is_(None),
            )
            .order_by(Case.number)
            .limit(size)
            .options(
                load_only(
                    *(Case.number, Case.state, Case.community_code, Case.unit_code),
                    *(Case.deciding_unit_code, Case.due_on, Case.expected_on),
                    *(Case.step_name, Case.step_unit_code),
                ),
                lazyload(Case.data_key),
            )
            .with_for_update(of=Case)
        )
        return [delay_duty_of(case) for case in session.scalars(query)]


explaining = DelayDuty(
    EXPLAIN,
    12,
    _(
        "duty_cases_explain",
        default="Late applications whose applicants wait for a reason",
    ),
)

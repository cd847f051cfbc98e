"""What a step makes of the validity of a result: it follows each step, whichever it is."""

from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.settings import renewal_again_days
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import DECIDED_ON
from onewindow_policy.cases.states import END_VALIDITY
from onewindow_policy.cases.states import REMIND_RENEWAL
from onewindow_policy.cases.states import RESTORES
from onewindow_policy.cases.states import RUN_OUT
from onewindow_policy.cases.states import SET_VALIDITY
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import VALID_UNTIL
from onewindow_policy.records.api import months_after
from onewindow_policy.workdays.deadlines import local_date
from typing import Any

#: How far the person of a result was told that it runs out (`Case.renewal_stage`).
UNTOLD = 0
REMINDED = 1
REMINDED_AGAIN = 2
RAN_OUT = 3

#: What somebody does about the day.
OF_VALIDITY = frozenset({SET_VALIDITY, END_VALIDITY, REMIND_RENEWAL, RUN_OUT})


def follow_validity(
    case: Case, transition: Transition, facts: dict[str, Any], now: datetime
) -> None:
    """Have a case know until when its result is valid, as it was given with a step, or else
    as the guide says; `facts` gets the day that goes without saying."""
    name = transition.name
    if transition.clock == RESTORES:
        if case.state != COMPLETED_APPROVED:
            # It is approved no more; what was revoked by mistake has its day again.
            case.valid_until, case.renewal_stage = None, UNTOLD
    elif transition.target == COMPLETED_APPROVED:
        if VALID_UNTIL not in facts:
            decided_on = facts.get(DECIDED_ON)
            decided = date.fromisoformat(decided_on) if decided_on else local_date(now)
            day = validity_by_guide(case, decided)
            # What was decided long ago and is entered now may be over already.
            if day is not None and day > local_date(now):
                facts[VALID_UNTIL] = day.isoformat()
        case.renewal_stage, case.validity_ended_at = UNTOLD, None
        _keep_day(case, facts)
    elif name == SET_VALIDITY:
        case.renewal_stage, case.validity_ended_at = UNTOLD, None
        _keep_day(case, facts)
    elif name == END_VALIDITY:
        case.validity_ended_at = now
    elif name == REMIND_RENEWAL:
        case.renewal_stage = _stage_at(case, local_date(now))
    elif name == RUN_OUT:
        case.renewal_stage = RAN_OUT
    case.runs_out_on = open_end_of(case)


def validity_by_guide(case: Case, decided: date) -> date | None:
    """Return until when the result of a case is valid that is decided on a day, by the
    guide as it was when somebody applied; None where it does not run out.

    Source: Civil Code (民法典) art. 202: months end on the same day, or on the last one of
    a shorter month.
    """
    if not case.valid_months:
        return None
    # A day as such: at its midnight here it is another one elsewhere.
    return months_after(datetime.combine(decided, time()), case.valid_months).date()


def open_end_of(case: Case) -> date | None:
    """Return the day by which the result of a case is to be renewed, None where nothing
    is: it does not run out, it was renewed, revoked or ended, or the case is kept for the
    archive alone."""
    is_over = case.renewed_by is not None or case.validity_ended_at is not None
    is_away = case.erased_at is not None or case.stored_at is not None
    if is_over or is_away or case.state != COMPLETED_APPROVED:
        return None
    return case.valid_until


def is_about_validity(transition: Transition, case: Case) -> bool:
    """Return whether a step about validity is one for a case as it stands; of all others it
    is not asked here."""
    if transition.name == SET_VALIDITY:
        return case.renewed_by is None
    if transition.name == END_VALIDITY:
        return case.runs_out_on is not None
    return True


def _keep_day(case: Case, facts: dict[str, Any]) -> None:
    given = facts.get(VALID_UNTIL)
    case.valid_until = date.fromisoformat(given) if given else None


def _stage_at(case: Case, today: date) -> int:
    """Return the stage to which a reminder of today leads: who hears of it for the first
    time shortly before the end is not told twice."""
    again = renewal_again_days()
    is_last = case.renewal_stage == REMINDED
    if again and case.valid_until <= today + timedelta(days=again):
        is_last = True
    return REMINDED_AGAIN if is_last else REMINDED

"""What a step with a case takes beyond the table of transitions: what its guide allows."""

from collections.abc import Mapping
from datetime import date
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.settings import extension_days
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import DAYS
from onewindow_policy.cases.states import EXTENDS
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import UNTIL
from onewindow_policy.cases.stepexceptions import DayNotPossible
from onewindow_policy.cases.stepexceptions import DaysNotPossible
from onewindow_policy.cases.stepexceptions import ExtendedAlready
from onewindow_policy.cases.stepexceptions import MaterialNotDeferrable
from onewindow_policy.cases.stepexceptions import MaterialUnknown
from onewindow_policy.cases.stepexceptions import OwnIntake
from onewindow_policy.cases.stepexceptions import PromiseNotOver
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import WORKING


def require_fit(
    case: Case,
    transition: Transition,
    facts: Mapping,
    *,
    user_id: str | None,
    unit_decides: bool,
    today: date,
) -> None:
    """See that what is given with a transition fits the case and its guide.

    Raises `OwnIntake`, `ExtendedAlready`, `DaysNotPossible`, `MaterialNotDeferrable`,
    `MaterialUnknown`, `DayNotPossible`, `PromiseNotOver`, and `TransitionNotPossible` where
    what is promised on the spot should wait for papers, or a result was handed out before.
    """
    is_decided = transition.target in (COMPLETED_APPROVED, COMPLETED_REFUSED)
    took_in = case.taken_in_at is not None and case.first_contact == user_id
    if is_decided and unit_decides and took_in:
        raise OwnIntake
    if transition.name == "deliver" and case.delivered_at is not None:
        raise TransitionNotPossible(transition.name, case.state)
    if transition.name == "break_promise" and case.deferred_until >= today:
        raise PromiseNotOver(case.deferred_until)
    if transition.name == "ask_correction":
        _require_known(case, facts)
    if transition.clock == EXTENDS:
        _require_extension(case, facts)
    if transition.target == ACCEPTED_CONDITIONALLY:
        _require_deferrable(case, transition, facts, today)


def _require_known(case: Case, facts: Mapping) -> None:
    """See that what is said to be missing is a material of the guide."""
    guide = guide_for(case.item_code, case.community_code)
    known = {each.code for each in guide.materials} if guide is not None else set()
    if not known.issuperset(facts.get(MATERIALS, ())):
        raise MaterialUnknown


def deferrable_materials(case: Case) -> dict[str, str]:
    """Return the names of the materials that may follow later by the guide of a case, by
    code: none where it is promised on the spot, as nothing can follow within that."""
    guide = guide_for(case.item_code, case.community_code)
    if guide is None or case.is_instant:
        return {}
    return {each.code: each.name for each in guide.materials if each.deferrable}


def latest_day(case: Case, today: date) -> date | None:
    """Return the last day by which materials of a case may follow, if it is accepted today:
    that of the decision, None where none is promised.

    Source: rules of procedure of civil affairs departments on 容缺受理.
    """
    if case.promised_days is None:
        return None
    day_type = case.promised_day_type or WORKING
    return due_date(today, case.promised_days, day_type).date


def _require_extension(case: Case, facts: Mapping) -> None:
    """Source: Administrative Licensing Law (行政许可法) art. 42, once and by ten days."""
    if case.extended_days:
        raise ExtendedAlready
    most = extension_days()
    if facts[DAYS] > most:
        raise DaysNotPossible(DAYS, most)


def _require_deferrable(
    case: Case, transition: Transition, facts: Mapping, today: date
) -> None:
    if case.is_instant:
        raise TransitionNotPossible(transition.name, case.state)
    if not set(facts[MATERIALS]) <= deferrable_materials(case).keys():
        raise MaterialNotDeferrable
    latest = latest_day(case, today)
    if latest is not None and date.fromisoformat(facts[UNTIL]) > latest:
        raise DayNotPossible(UNTIL, latest)

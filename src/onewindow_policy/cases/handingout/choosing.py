"""Choosing anew by which way a result comes, as applicants do it with number and code."""

from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.facts import Given
from onewindow_policy.cases.facts import read_facts
from onewindow_policy.cases.handingout.exceptions import ResultOnItsWay
from onewindow_policy.cases.handingout.exceptions import WayNotOffered
from onewindow_policy.cases.handingout.exceptions import WayUnfit
from onewindow_policy.cases.handingout.following import chosen_destination
from onewindow_policy.cases.handingout.rules import can_choose
from onewindow_policy.cases.handingout.rules import is_on_its_way
from onewindow_policy.cases.handingout.rules import require_handing_out
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.states import APPLICANT
from onewindow_policy.cases.states import CHOOSE_WAY
from onewindow_policy.cases.states import DECIDED
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import require
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import WAY
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.tracking import tracked_case
from onewindow_policy.cases.tracking import TrackedCase
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.forms.api import result_ways
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import local_date


def ways_to_choose(case: TrackedCase) -> tuple[str, ...]:
    """Return the ways among which the applicant of a case can choose now, none where there
    is nothing to choose any more."""
    is_waiting = case.state in OPEN_STATES or case.state in DECIDED
    is_over = case.is_result_on_its_way or case.is_stored or not is_waiting
    if case.result_way is None or is_over:
        return ()
    offered = result_ways(guide_for(case.item_code, case.community_code))
    ways = tuple(dict.fromkeys((*offered, case.result_way)))
    return () if ways == (HANDED_OVER,) else ways


def choose_way(number: str, query_code: str, address: str, given: Given) -> TrackedCase:
    """Have the result of a case come by another way, or go elsewhere, for its applicant;
    return what they may know then. `given` is what they typed, by the names of facts.

    What it is already stays so, without an entry of the history: buttons are pressed
    twice. It is kept when Zope's transaction commits.

    Raises what `open_by_code` does, `ResultOnItsWay` where it was sent or handed out
    meanwhile, and `WayUnfit` for what cannot be, as where nobody knows the address.
    """
    open_by_code(number, query_code, address)
    session = write_session()
    case = find_case(session, number, to_move=True)
    if case is None:
        # It was erased since the code was compared.
        raise CodeRefused
    if is_on_its_way(case):
        raise ResultOnItsWay(tracked_case(case))
    try:
        transition, facts = _require_choice(case, given)
    except CaseError as error:
        raise WayUnfit(tracked_case(case), error) from error
    if not _is_as_before(case, facts):
        move(session, case, transition, role=APPLICANT, facts=facts)
    return tracked_case(case)


def _require_choice(case: Case, given: Given) -> tuple[Transition, dict]:
    try:
        transition = require(CHOOSE_WAY, case.state, {APPLICANT})
    except TransitionNotPossible as error:
        raise WayNotOffered from error
    if not can_choose(case):
        raise WayNotOffered
    facts = read_facts(transition, given, local_date(utc_now()))
    require_handing_out(case, transition, facts)
    return transition, facts


def _is_as_before(case: Case, facts: dict) -> bool:
    if facts[WAY] != case.result_way:
        return False
    return facts[WAY] == HANDED_OVER or (
        chosen_destination(case, facts) == case.destination
    )

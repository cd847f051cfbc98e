"""Who may take a case on, hand it over, or accept it, beyond the table of transitions."""

from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import AMONG_STAFF
from onewindow_policy.cases.states import COLLEAGUE
from onewindow_policy.cases.states import DEPARTMENT_OFFICER
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import WINDOW_STAFF
from onewindow_policy.cases.stepexceptions import ColleagueUnfit
from onewindow_policy.cases.units import unit_in_turn
from onewindow_policy.communities.scopes import people_in
from onewindow_policy.snapshots.api import once_a_request
from plone import api


def is_offered(
    transition: Transition, case: Case, hand_over: HandOver | None, user_id: str
) -> bool:
    """Return whether `user_id` may go a step about who sees to a case, as it stands.

    `hand_over` is the one that waits to be accepted. Who has a case hands it over, nobody
    else; only who was asked accepts. Rules of first contact (首问负责制): whoever was asked
    first stays responsible until another one has accepted.
    """
    if transition.name not in AMONG_STAFF:
        return True
    if transition.name == "take":
        # Or who has it can do nothing with it any more.
        return case.assignee is None or case.assignee not in _able(case)
    if transition.name == "hand_over":
        return hand_over is None and case.assignee == user_id
    if transition.name == "assign":
        return True
    return hand_over is not None and hand_over.to_user == user_id


def colleagues(case: Case, user_id: str) -> dict[str, str]:
    """Return the names of those who may see to a case as it stands, by user id: of the
    window, or of the unit whose turn it is; without `user_id`."""
    return {each: name_of(each) for each in sorted(_able(case)) if each != user_id}


def _able(case: Case) -> frozenset[str]:
    unit = unit_in_turn(case)
    if unit is not None:
        return people_in(case.community_code, unit.code, DEPARTMENT_OFFICER)
    return people_in(case.community_code, None, WINDOW_STAFF)


@once_a_request
def name_of(user_id: str) -> str:
    """Return the name of a user, the id where there is none any more or it has no name."""
    user = api.user.get(user_id)
    return (user.getProperty("fullname") if user is not None else "") or user_id


def require_colleague(case: Case, facts: dict, user_id: str) -> None:
    """See that whoever is to see to a case can. Raises `ColleagueUnfit`."""
    colleague = facts.get(COLLEAGUE)
    if colleague and (colleague == user_id or colleague not in _able(case)):
        raise ColleagueUnfit

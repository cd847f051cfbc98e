"""Who may take a case on, hand it over, or accept it, beyond the table of transitions."""

from collections.abc import Collection
from onewindow_policy.accounts.api import is_open
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.assigning.duties import unknown_returns
from onewindow_policy.cases.assigning.exceptions import ColleagueAway
from onewindow_policy.cases.assigning.exceptions import ColleagueUnfit
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import AMONG_STAFF
from onewindow_policy.cases.states import COLLEAGUE
from onewindow_policy.cases.states import DEPARTMENT_OFFICER
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import WINDOW_STAFF
from onewindow_policy.cases.units import unit_in_turn
from onewindow_policy.communities.scopes import people_in
from onewindow_policy.duties.api import absent_for
from onewindow_policy.duties.api import away_today
from sqlalchemy.orm import object_session


def acting_for(user_id: str) -> frozenset[str]:
    """Return as whom somebody may hand over and accept: themselves, and those who are away
    and for whom they stand in today."""
    return absent_for(user_id) | {user_id}


def is_offered(
    transition: Transition,
    case: Case,
    hand_over: HandOver | None,
    acting: Collection[str],
) -> bool:
    """Return whether a step about who sees to a case may be gone, as it stands, by who acts
    for themselves and some others (see `acting_for`).

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
        return hand_over is None and case.assignee in acting
    if transition.name == "assign":
        return True
    if transition.name == "note_return":
        return bool(unknown_returns(object_session(case), case, acting))
    if transition.name == "take_back_hand_over":
        return hand_over is not None and hand_over.from_user in acting
    return hand_over is not None and hand_over.to_user in acting


def colleagues(case: Case, user_id: str) -> dict[str, str]:
    """Return the names of those who may see to a case as it stands, by user id: of the
    window, or of the unit whose turn it is; without `user_id`."""
    return {each: staff_name(each) for each in sorted(_able(case)) if each != user_id}


def _able(case: Case) -> frozenset[str]:
    unit = unit_in_turn(case)
    code, role = None, WINDOW_STAFF
    if unit is not None:
        code, role = unit.code, DEPARTMENT_OFFICER
    # Roles outlast the account of who has left.
    return frozenset(filter(is_open, people_in(case.community_code, code, role)))


def require_colleague(case: Case, facts: dict, user_id: str) -> None:
    """See that whoever is to see to a case can, and is there. Raises `ColleagueUnfit` and
    `ColleagueAway`."""
    colleague = facts.get(COLLEAGUE)
    if not colleague:
        return
    if colleague == user_id or colleague not in _able(case):
        raise ColleagueUnfit
    away = away_today([colleague]).get(colleague)
    if away is not None:
        deputy = away.deputy if away.deputy in _able(case) - {user_id} else None
        raise ColleagueAway(
            staff_name(colleague), staff_name(deputy) if deputy else None
        )

"""To which windows a case may go, and with which it is now."""

from collections.abc import Mapping
from onewindow_policy.accounts.api import is_open
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.permissions import EXTEND_CASES
from onewindow_policy.cases.process.following import steps_of
from onewindow_policy.cases.process.notices import hanging_sheet
from onewindow_policy.cases.states import CHANGE_WINDOW
from onewindow_policy.cases.states import MOVED_FROM
from onewindow_policy.cases.states import MOVED_TO
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import WINDOW
from onewindow_policy.cases.states import WINDOW_STAFF
from onewindow_policy.cases.transferring.whereabouts import name_of
from onewindow_policy.cases.windows.exceptions import NoticeHangsHere
from onewindow_policy.cases.windows.exceptions import WindowUnfit
from onewindow_policy.cases.windows.exceptions import WindowUnstaffed
from onewindow_policy.cases.windows.models import WindowChange
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import people_in
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import select
from sqlalchemy.orm import object_session
from sqlalchemy.orm import Session


def windows_for(case: Case, user) -> dict[str, str]:
    """Return the names by code of the communities to whose windows `user` may give a case:
    those that they coordinate, of the district by whose guide it goes; those of its street
    first."""
    scope, street = scope_of(user, EXTEND_CASES), case.community_code[:9]
    if not scope.has_community(case.community_code):
        return {}
    found = [
        each
        for each in all_communities()
        if each.place.code[:6] == case.community_code[:6]
        and each.place.code != case.community_code
        and scope.has_community(each.place.code)
    ]
    found.sort(key=lambda each: (each.place.code[:9] != street, each.place.code))
    return {
        each.place.code: each.place.title
        if each.place.code[:9] == street
        else each.street.title + each.place.title
        for each in found
    }


def require_window(case: Case, transition: Transition, facts: Mapping, user) -> None:
    """See that a case may go to the window that was chosen.

    Raises `WindowUnfit` for one that `user` does not coordinate, or that goes by the guide
    of another district; `WindowUnstaffed` where nobody would have it; `NoticeHangsHere`
    while its sheet hangs on its community's board, which only the window there reaches.
    """
    if transition.name != CHANGE_WINDOW:
        return
    code = facts[WINDOW]
    if code not in windows_for(case, user):
        raise WindowUnfit
    if not any(map(is_open, people_in(code, None, WINDOW_STAFF))):
        raise WindowUnstaffed(name_of(code))
    steps = steps_of(object_session(case), case)
    if hanging_sheet(case, steps, local_date(utc_now())) is not None:
        raise NoticeHangsHere


def facts_of_window(case: Case, facts: Mapping) -> dict[str, str]:
    """Return what the history says besides: both windows, as they are called now."""
    return {
        MOVED_FROM: name_of(case.community_code),
        MOVED_TO: name_of(facts[WINDOW]),
    }


def window_of(session: Session, case: Case) -> str:
    """Return the code of the community with whose window the person of a case deals: the
    one that took it in, until it was given to another one."""
    if case.taken_in_at in (None, case.community_code):
        return case.community_code
    gone = select(WindowChange.id).where(
        WindowChange.case_id == case.id, WindowChange.from_code == case.taken_in_at
    )
    is_gone = session.scalar(gone.limit(1)) is not None
    return case.community_code if is_gone else case.taken_in_at

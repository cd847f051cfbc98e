"""How often a person had to come for an application (到现场次数).

A visit is what needs the person at a window: that a window takes the application in, that
papers which were missing or promised are brought there, that the result is collected. What
comes online, by post or is brought home is none, nor is what staff do among themselves.
What is done on one day is one visit.
"""

from collections.abc import Mapping
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.states import APPLICANT
from onewindow_policy.cases.states import POSTED
from onewindow_policy.cases.states import WAY
from onewindow_policy.cases.states import WINDOW_STAFF
from onewindow_policy.communities.scopes import DEPARTMENT_OFFICER
from onewindow_policy.forms.api import HANDED_OVER
from sqlalchemy import exists
from sqlalchemy import select
from sqlalchemy.orm import Session
from typing import Any

#: Where papers are brought: to a window, or to the unit whose step it is.
_AT_PLACE = frozenset({WINDOW_STAFF, DEPARTMENT_OFFICER})


def is_visit(
    session: Session, case: Case, transition: str, role: str, facts: Mapping[str, Any]
) -> bool:
    """Return whether a step that is being gone needs the person at a window.

    :param role: what somebody goes it as, see `states`
    :param facts: what is given with it, see `facts`
    """
    if transition == "deliver":
        return facts.get(WAY) == HANDED_OVER
    if role not in _AT_PLACE or POSTED in facts:
        return False
    if transition == "bring_deferred":
        # Staff note it as well once papers came online.
        return not _has_handed_in_online(session, case)
    return transition == "supplement"


def _has_handed_in_online(session: Session, case: Case) -> bool:
    handed_in = exists().where(
        CaseEvent.case_id == case.id,
        CaseEvent.transition == "hand_in",
        CaseEvent.role == APPLICANT,
    )
    return bool(session.scalar(select(handed_in)))

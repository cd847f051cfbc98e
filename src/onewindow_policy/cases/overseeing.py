"""What whoever oversees cases asks of the list of cases: what nobody has looked at in time,
where something was asked for again, and what was refused.

As in `narrowing`, each list is conditions that have nothing in common. Why something was
asked for again or refused lies sealed in the history, and is read case by case.
"""

from onewindow_policy import _
from onewindow_policy.cases.correcting.models import RepeatedCorrection
from onewindow_policy.cases.glance import Glance
from onewindow_policy.cases.glance import glances
from onewindow_policy.cases.grounds import NONE
from onewindow_policy.cases.grounds import OTHER
from onewindow_policy.cases.listing import parts_of
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.narrowing import Parts
from onewindow_policy.cases.orders import DUE_FIRST
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import SEE_CORRECTIONS
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import NOT_ACCEPTED
from onewindow_policy.cases.states import SUBMITTED
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import count_up_to_most
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import and_
from sqlalchemy import select

#: The names that the list of cases has for them in its address.
UNANSWERED = "unanswered"
ASKED_AGAIN = "asked-again"
REFUSED = "refused"
NO_GROUND = "refused-without-ground"
OTHER_GROUND = "refused-on-other-ground"

TITLES = {
    UNANSWERED: _("option_cases_unanswered", default="Not looked at in time"),
    ASKED_AGAIN: _("option_cases_asked_again", default="Asked again for the same"),
    REFUSED: _("option_cases_refused", default="Not accepted, or refused"),
    NO_GROUND: _("option_cases_no_ground", default="Refused, no legal ground named"),
    OTHER_GROUND: _(
        "option_cases_other_ground", default="Refused, on a ground not in the guide"
    ),
}

#: The kinds of grounds that lists are about.
_GROUNDS = {NO_GROUND: NONE, OTHER_GROUND: OTHER}

#: What is told beside what waits: a refusal is nothing to look at by itself.
_COUNTED = (UNANSWERED, ASKED_AGAIN)


def oversees(user) -> bool:
    """Return whether somebody looks at what was asked for again, somewhere."""
    return bool(scope_of(user, SEE_CORRECTIONS))


def overseen_parts(name: str) -> Parts:
    """Return the conditions for what the list of cases calls `name`; none for what it calls
    otherwise."""
    if name == UNANSWERED:
        # Until somebody has looked at it, its day is that of the answer (`Case.due`).
        is_late = DUE_FIRST.key < local_date(utc_now())
        return (and_(Case.closed_at.is_(None), Case.state == SUBMITTED, is_late),)
    if name == ASKED_AGAIN:
        # They are few, and looked up: nobody goes through all cases for them.
        return (Case.id.in_(select(RepeatedCorrection.case_id)),)
    if name == REFUSED:
        return tuple(Case.state == each for each in (NOT_ACCEPTED, COMPLETED_REFUSED))
    if name in _GROUNDS:
        return (Case.ground_kind == _GROUNDS[name],)
    return ()


def overseen_at_a_glance(user) -> list[Glance]:
    """Return how many cases of where `user` works nobody has looked at in time, and of how
    many something was asked for again."""
    is_kept = Case.erased_at.is_(None), Case.stored_at.is_(None)
    own = parts_of(scope_of(user, LIST_CASES))
    columns = {
        name: [
            count_up_to_most(Case, each, part, *is_kept)
            for each in own
            for part in overseen_parts(name)
        ]
        for name in _COUNTED
    }
    return glances(columns, TITLES)

"""Cases on the page where staff begin: the list of them, and one by its number."""

from onewindow_policy import _
from onewindow_policy.cases.archive.outside import count_outside
from onewindow_policy.cases.assigning.loads import coordinates
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.glance import at_a_glance
from onewindow_policy.cases.glance import is_at_work
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.overseeing import overseen_at_a_glance
from onewindow_policy.cases.overseeing import oversees
from onewindow_policy.cases.permissions import APPRAISE_DESTRUCTION
from onewindow_policy.cases.permissions import CLOSE_DAY
from onewindow_policy.cases.permissions import EXTEND_CASES
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import OPEN_STORED_CASES
from onewindow_policy.cases.permissions import SIGN_DESTRUCTION
from onewindow_policy.cases.results.waiting import units_of
from onewindow_policy.cases.units import seen_within
from onewindow_policy.cases.windows.duties import MOVED_CASES
from onewindow_policy.cases.windows.knowing import has_windows
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.interfaces import Found
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.desks.interfaces import IDeskSearch
from onewindow_policy.desks.interfaces import Waiting
from onewindow_policy.records.api import read_session
from sqlalchemy import and_
from sqlalchemy import or_
from sqlalchemy import select
from zope.interface import implementer

DESK = "@@desk"
DESTRUCTION_LISTS = "@@destruction-lists"
WORKLOADS = "@@workloads"


@implementer(IDeskEntry)
class CaseEntry:
    """The list of cases, for who sees some."""

    order = 10
    title = _("desk_cases", default="Cases of residents")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return DESK if scope_of(user, LIST_CASES) else None

    def waiting_for(self, user) -> Waiting | None:
        """See `IDeskEntry`. What waits of them are duties; what is told beside these is due
        today, or waits for others; and for who oversees them what nobody looked at."""
        seen = [
            *(at_a_glance(user) if is_at_work(user) else ()),
            *(overseen_at_a_glance(user) if oversees(user) else ()),
        ]
        parts = (
            Waiting(each.count, path=each.path, title=each.title, is_aside=True)
            for each in seen
        )
        return Waiting(0, parts=tuple(parts)) if seen else None


@implementer(IDeskEntry)
class ResultsEntry:
    """Sheets of what a unit decides, for its officers."""

    order = 11
    title = _("desk_case_results", default="Results of my office, as sheets")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return "@@case-results" if units_of(user) else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`. What waits of them are duties."""
        return


@implementer(IDeskEntry)
class CloseDayEntry:
    """Closing the day, for who works at a window or coordinates some."""

    order = 12
    title = _("desk_close_day", default="Close the day")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        has_part = scope_of(user, CLOSE_DAY) or scope_of(user, EXTEND_CASES)
        return "@@close-day" if has_part else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`. Nothing waits in it."""
        return


@implementer(IDeskEntry)
class TransfersEntry:
    """Lists of papers that come and go, for who sees cases."""

    order = 13
    title = _("desk_transfers", default="Papers handed on")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return "@@transfers" if scope_of(user, LIST_CASES) else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`. What waits of them are duties."""
        return


@implementer(IDeskEntry)
class MovedCasesEntry:
    """Cases that went from one window to another, for who sees those of one."""

    order = 14
    title = _("desk_moved_cases", default="Cases that went to another window")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return MOVED_CASES if has_windows(user) else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`. What windows are to know is a duty."""
        return


@implementer(IDeskEntry)
class WorkloadsEntry:
    """How much there is with each window and colleague, for who coordinates them."""

    order = 15
    title = _("desk_workloads", default="Workloads of windows and colleagues")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return WORKLOADS if coordinates(user) else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`. What is late of it is counted among the duties."""
        return


@implementer(IDeskEntry)
class DestructionEntry:
    """Destruction lists, for who appraises or signs them."""

    order = 72
    title = _("title_destruction_lists", default="Destruction lists")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return DESTRUCTION_LISTS if destruction_permissions(user) else None

    def waiting_for(self, user) -> Waiting | None:
        """See `IDeskEntry`: what is destroyed here and has packages outside. Nothing of it
        has a term."""
        if APPRAISE_DESTRUCTION not in destruction_permissions(user):
            return None
        return Waiting(count_outside(read_session()))


def destruction_permissions(user) -> frozenset[str]:
    """Return which permissions about destruction lists somebody has for the whole city:
    a list is about all of it."""
    permissions = APPRAISE_DESTRUCTION, SIGN_DESTRUCTION
    return frozenset(each for each in permissions if scope_of(user, each).has_city)


@implementer(IDeskSearch)
class CaseSearch:
    """A case by its number."""

    order = 10
    title = _("found_cases", default="Cases")

    def find(self, user, text: str) -> list[Found]:
        """See `IDeskSearch`."""
        scope = scope_of(user, LIST_CASES)
        stored_scope = scope_of(user, OPEN_STORED_CASES)
        try:
            number = parse_case_number(text)
        except CaseNumberMistyped:
            return []
        is_theirs = or_(
            and_(Case.stored_at.is_(None), seen_within(scope)),
            and_(Case.stored_at.is_not(None), seen_within(stored_scope)),
        )
        is_there = select(Case.item_title).where(Case.number == number, is_theirs)
        title = read_session().scalar(is_there) if scope or stored_scope else None
        if title is None:
            return []
        path = f"{DESK}/{number}"
        return [Found(title, path, case_number_text(number), is_exact=True)]

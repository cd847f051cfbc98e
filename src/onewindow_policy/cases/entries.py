"""Cases on the page where staff begin: the list of them, and one by its number."""

from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.units import seen_within
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.interfaces import Found
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.desks.interfaces import IDeskSearch
from onewindow_policy.records.api import read_session
from sqlalchemy import select
from zope.interface import implementer

DESK = "@@desk"


@implementer(IDeskEntry)
class CaseEntry:
    """The list of cases, for who sees some."""

    order = 10
    title = _("desk_cases", default="Cases of residents")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return DESK if scope_of(user, LIST_CASES) else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`. What waits of them are duties."""
        return


@implementer(IDeskSearch)
class CaseSearch:
    """A case by its number."""

    order = 10
    title = _("found_cases", default="Cases")

    def find(self, user, text: str) -> list[Found]:
        """See `IDeskSearch`."""
        scope = scope_of(user, LIST_CASES)
        try:
            number = parse_case_number(text)
        except CaseNumberMistyped:
            return []
        is_there = select(Case.item_title).where(
            Case.number == number, seen_within(scope)
        )
        title = read_session().scalar(is_there) if scope else None
        if title is None:
            return []
        path = f"{DESK}/{number}"
        return [Found(title, path, case_number_text(number), is_exact=True)]

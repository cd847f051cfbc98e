"""Requests about data on the page where staff begin: the list, and one by its number."""

from onewindow_policy import _
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.interfaces import Found
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.desks.interfaces import IDeskSearch
from onewindow_policy.rights.addresses import LIST
from onewindow_policy.rights.addresses import request_path
from onewindow_policy.rights.exceptions import RequestNumberMistyped
from onewindow_policy.rights.listing import is_for
from onewindow_policy.rights.numbers import number_text
from onewindow_policy.rights.numbers import parse_request_number
from onewindow_policy.rights.permissions import TAKE_RIGHTS
from zope.interface import implementer

TITLE = _("title_data_requests", default="Requests about personal data")


@implementer(IDeskEntry)
class RightsEntry:
    """The list of requests, for who sees some."""

    order = 22
    title = TITLE

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return LIST if scope_of(user, TAKE_RIGHTS) else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`. What waits of them are duties."""
        return


@implementer(IDeskSearch)
class RightsSearch:
    """A request by its number."""

    order = 22
    title = TITLE

    def find(self, user, text: str) -> list[Found]:
        """See `IDeskSearch`."""
        try:
            number = parse_request_number(text)
        except RequestNumberMistyped:
            return []
        if not scope_of(user, TAKE_RIGHTS) or not is_for(user, number):
            return []
        return [Found(number_text(number), request_path(number), is_exact=True)]

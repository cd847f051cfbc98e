"""Inquiries on the page where staff begin: the list of them, and one by its number."""

from onewindow_policy import _
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.interfaces import Found
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.desks.interfaces import IDeskSearch
from onewindow_policy.inquiries.exceptions import InquiryNumberMistyped
from onewindow_policy.inquiries.listing import is_for
from onewindow_policy.inquiries.numbers import number_text
from onewindow_policy.inquiries.numbers import parse_inquiry_number
from onewindow_policy.inquiries.permissions import LIST_INQUIRIES
from onewindow_policy.inquiries.permissions import RECORD_INQUIRIES
from zope.interface import implementer


@implementer(IDeskEntry)
class InquiryEntry:
    """The list of inquiries, for who sees some."""

    order = 15
    title = _("title_inquiries", default="Inquiries")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return "@@inquiries" if scope_of(user, LIST_INQUIRIES) else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`. What waits of them are duties."""
        return


@implementer(IDeskSearch)
class InquirySearch:
    """An inquiry by its number."""

    order = 15
    title = _("title_inquiries", default="Inquiries")

    def find(self, user, text: str) -> list[Found]:
        """See `IDeskSearch`."""
        try:
            number = parse_inquiry_number(text)
        except InquiryNumberMistyped:
            return []
        if not scope_of(user, RECORD_INQUIRIES) or not is_for(user, number):
            return []
        shown = number_text(number)
        return [Found(shown, f"@@inquiry?number={shown}", is_exact=True)]

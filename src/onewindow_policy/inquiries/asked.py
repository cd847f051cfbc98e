"""What forms and cases know of inquiries: see `forms.interfaces.IInquiries`."""

from onewindow_policy.forms.inquired import Inquired
from onewindow_policy.forms.interfaces import IInquiries
from onewindow_policy.inquiries.exceptions import InquiryNumberMistyped
from onewindow_policy.inquiries.models import AT_WINDOW
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.numbers import number_text
from onewindow_policy.inquiries.numbers import parse_inquiry_number
from onewindow_policy.records.api import read_session
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import select
from zope.interface import implementer

#: Says who comes, which no form asks by this name.
_COMES = "comes"


def item_asked_about(text: str) -> tuple[str, str] | None:
    """Return number and service of the inquiry that `text` is the number of, None for none
    such. Raises `DatabaseUnavailable`."""
    try:
        number = parse_inquiry_number(text)
    except InquiryNumberMistyped:
        return None
    query = select(Inquiry.number, Inquiry.item_code).where(
        Inquiry.number == number, Inquiry.item_code.is_not(None)
    )
    found = read_session().execute(query).first()
    return tuple(found) if found is not None else None


@implementer(IInquiries)
class Inquiries:
    """See `IInquiries`. The number alone tells which conditions somebody said to meet, and
    nothing of who they are: whoever has it was handed the notice, or made it up."""

    def asked(self, number: str, item_code: str) -> Inquired | None:
        """See `IInquiries`. Of an inquiry that was erased only where they live is known."""
        try:
            number = parse_inquiry_number(number)
        except InquiryNumberMistyped:
            return None
        query = select(Inquiry).where(
            Inquiry.number == number, Inquiry.item_code == item_code
        )
        inquiry = read_session().scalar(query)
        if inquiry is None:
            return None
        said = dict(inquiry.said or {})
        said.pop(_COMES, None)
        came = inquiry.channel == AT_WINDOW
        return Inquired(
            number=inquiry.number,
            lives_in=inquiry.lives_in,
            came_on=local_date(inquiry.received_at) if came else None,
            said=said,
        )

    def number_text(self, number: str) -> str:
        """See `IInquiries`."""
        return number_text(number)

    def path_of(self, number: str) -> str:
        """See `IInquiries`."""
        return f"@@inquiry?number={number_text(number)}"

"""The number of an inquiry: on the notice, and by which an application finds it."""

from datetime import datetime
from onewindow_policy.inquiries.exceptions import InquiryNumberMistyped
from onewindow_policy.typed.serials import NumberKind
from onewindow_policy.workdays.api import city_time

#: 909,000 a day, and of another length than those of cases and suggestions.
INQUIRY_NUMBER = NumberKind(groups=(6, 4, 3), mistyped=InquiryNumberMistyped)


def new_number(moment: datetime) -> str:
    """Return a number for an inquiry of `moment`, as it is stored."""
    return INQUIRY_NUMBER.draw(city_time(moment))


def parse_inquiry_number(text: str) -> str:
    """Return the number that somebody typed or pasted, as it is stored.

    Raises `InquiryNumberMistyped`.
    """
    return INQUIRY_NUMBER.parse(text)


def number_text(number: str) -> str:
    """Return a stored number as people read it: `261106-4839-207`."""
    return INQUIRY_NUMBER.text(number)

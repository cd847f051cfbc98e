"""The number of a request about data, by which its person and staff name it."""

from datetime import datetime
from onewindow_policy.rights.exceptions import RequestNumberMistyped
from onewindow_policy.typed.serials import NumberKind
from onewindow_policy.workdays.api import city_time

#: 909,000 a day; grouped otherwise than that of an inquiry, which is as long.
RIGHTS_NUMBER = NumberKind(groups=(6, 3, 4), mistyped=RequestNumberMistyped)


def new_number(moment: datetime) -> str:
    """Return a number for a request of `moment`, as it is stored."""
    return RIGHTS_NUMBER.draw(city_time(moment))


def parse_request_number(text: str) -> str:
    """Return the number that somebody typed or pasted, as it is stored.

    Raises `RequestNumberMistyped`.
    """
    return RIGHTS_NUMBER.parse(text)


def number_text(number: str) -> str:
    """Return a stored number as people read it: `261106-483-9207`."""
    return RIGHTS_NUMBER.text(number)

"""Days as people type them."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.numbers import EARLIEST_BIRTH
from onewindow_policy.typed.texts import clean_text
from onewindow_policy.workdays.api import today

import re
import unicodedata

#: 20251101, 2025-11-1, 2025.11.1, 2025/11/1, 2025年11月1日.
_DAY = re.compile(
    r"(\d{4})(?:(\d{2})(\d{2})|\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?)"
)

_NO_DAY = _(
    "error_day",
    default="Please enter year, month and day by eight digits: 20250501, for example.",
)
_NOT_THERE = _(
    "error_day_unknown",
    default="There is no such day. Please compare it with the document.",
)
_TO_COME = _(
    "error_birthday_future",
    default="This day is still to come. Please compare the day of birth.",
)
_LONG_AGO = _(
    "error_birthday_past",
    default="Nobody alive was born then. Please compare the year.",
)


def read_birthday(text: str, on: date | None = None) -> date:
    """Return the day of birth that `text` stands for; nobody is born after `on` (default:
    today). Raises `UnfitNumber`."""
    # NFKC is right for a number: whatever form a digit was typed in, it is that digit.
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", clean_text(text)))
    if found is None:
        raise UnfitNumber(_NO_DAY)
    try:
        day = date(*(int(each) for each in found.groups() if each))
    except ValueError as error:
        raise UnfitNumber(_NOT_THERE) from error
    if day > (on or today()):
        raise UnfitNumber(_TO_COME)
    if day < EARLIEST_BIRTH:
        raise UnfitNumber(_LONG_AGO)
    return day

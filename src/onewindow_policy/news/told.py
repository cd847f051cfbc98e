"""Until when a notice holds, by the days that it tells.

A notice of holidays is read in the list of news for years. On a wall it would be taken for
what holds today.
"""

from collections.abc import Iterator
from datetime import date

import re

_DAY = r"(?:([0-9]{4})年)?(?:([0-9]{1,2})月)?([0-9]{1,2})日"
_DAYS = re.compile(rf"{_DAY}(?:[^，。；、0-9]{{0,6}}?[至到—–-]{_DAY})?")

#: A month that lies longer before the news than this is one of the next year.
_MONTHS_BEFORE = 6


def last_day_told(text: str, published: date) -> date | None:
    """Return the last day that a text tells, None where it tells none.

    Days without a year are those around the day on which it was `published`.
    """
    return max(_days_told(text, published), default=None)


def _days_told(text: str, published: date) -> Iterator[date]:
    for match in _DAYS.finditer(text):
        year = month = before = None
        for given_year, given_month, day in (match.groups()[:3], match.groups()[3:]):
            if day is None or (given_month is None and month is None):
                continue
            month = int(given_month or month)
            year = int(given_year or year or _year_of(month, published))
            try:
                found = date(year, month, int(day))
            except ValueError:
                continue
            if before is not None and found < before and given_year is None:
                found = found.replace(year=year + 1)
            yield (before := found)


def _year_of(month: int, published: date) -> int:
    is_next = published.month - month > _MONTHS_BEFORE
    return published.year + 1 if is_next else published.year

"""A day of the city, and what is counted on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from onewindow_policy.workdays.api import CITY_ZONE


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and the moments at which it begins and ends."""

    date: date

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.date, time.min, CITY_ZONE).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Count:
    """A count or a sum, and of how many; never the ratio of the two.

    `division` is the code of a community, a district or a street, "" for the city as a
    whole. Unit, item and channel are "" where it is not told apart by them.
    """

    numerator: int
    denominator: int | None = None
    division: str = ""
    unit: str = ""
    item: str = ""
    channel: str = ""


def counts_of_rows(rows: Iterable) -> list[Count]:
    """Return what rows of another room count; what they have no column for is ""."""
    return [
        Count(
            row.numerator,
            row.denominator,
            row.division or "",
            getattr(row, "unit", None) or "",
            getattr(row, "item", None) or "",
            getattr(row, "channel", None) or "",
        )
        for row in rows
    ]

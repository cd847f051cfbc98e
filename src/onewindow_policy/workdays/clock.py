"""Every wall clock that people type or read is the city's, whatever the server's zone.

All of mainland China keeps one time, eight hours before UTC and without summer time. Zope's
`DateTime` does not know that its usual abbreviation, CST, means that: it takes it for US
Central. So moments become a `DateTime` here only, by way of zone objects.
"""

from DateTime import DateTime
from datetime import date
from datetime import datetime
from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Asia/Shanghai")

#: The same zone by the one name of it that Zope's `DateTime` reads, shows and stores
#: without a mistake.
ZOPE_ZONE = "GMT+8"


def city_time(moment: datetime | DateTime) -> datetime:
    """Return a moment as the city's clocks show it.

    A `datetime` without a zone is taken for what such a clock showed.
    """
    if isinstance(moment, DateTime):
        return datetime.fromtimestamp(moment.timeTime(), CITY_ZONE)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=CITY_ZONE)
    return moment.astimezone(CITY_ZONE)


def day_text(moment: datetime | DateTime) -> str:
    """Return the day of a moment in the city, in numbers (GB/T 7408): 2026-11-28."""
    return f"{city_time(moment):%Y-%m-%d}"


def time_text(moment: datetime | DateTime) -> str:
    """Return day and time of a moment in the city, in numbers: 2026-11-28 09:30."""
    return f"{city_time(moment):%Y-%m-%d %H:%M}"


def today() -> date:
    """Return the day that it is in the city."""
    return datetime.now(CITY_ZONE).date()


def wall_clock(moment: datetime | DateTime) -> datetime:
    """Return what the city's clocks show at a moment, to the second and without a zone, as
    Plone's forms have it."""
    return city_time(moment).replace(tzinfo=None, microsecond=0)


def zope_moment(moment: datetime) -> DateTime:
    """Return a moment as content stores it; without a zone it is the city's."""
    return DateTime(city_time(moment).timestamp(), ZOPE_ZONE)


def read_moment(text: str) -> datetime:
    """Return the day or moment that a text in the shape of ISO 8601 names.

    What names no zone is the city's, and a day begins at midnight. Raises ValueError.
    """
    text = text.strip()
    # Python 3.11 reads all of ISO 8601; it would take a bare year's digits for a day, too.
    if len(text) == len("2026-11-28"):
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day, tzinfo=CITY_ZONE)
    return city_time(datetime.fromisoformat(text))

"""By when something is due: working days, natural days, on the spot.

- The day on which a period begins is not counted (Civil Code, 民法典, art. 201 para. 1).
- Limits of administrative licensing are working days, without public holidays
  (Administrative Licensing Law, 行政许可法, art. 82).
- Where the last day of a period is a public holiday or a rest day, the first day after it
  is the last one (Civil Code, art. 203 para. 1). What counts is how the State Council
  moved the rest days, not the weekday.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from onewindow_policy.workdays.api import city_time
from onewindow_policy.workdays.api import CITY_ZONE
from onewindow_policy.workdays.calendar import city_calendar
from onewindow_policy.workdays.calendar import WorkingCalendar

WORKING, NATURAL, IMMEDIATE = "working", "natural", "immediate"

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day on which something is in time.

    `is_estimated` (暂估): some of the days up to it lie in a year whose holidays were not
    announced yet.
    """

    date: date
    is_estimated: bool


def local_date(moment: datetime | date) -> date:
    """Return the day that it is in the city at `moment`.

    Raises ValueError for a moment without a time zone: it could be either day.
    """
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return city_time(moment).date()


def end_of_day(day: date) -> datetime:
    """Return the moment at which a day is over in the city."""
    return start_of_day(day + _DAY)


def start_of_day(day: date) -> datetime:
    """Return the moment at which a day begins in the city."""
    return datetime(day.year, day.month, day.day, tzinfo=CITY_ZONE).astimezone(UTC)


def due_date(
    start: datetime | date,
    days: int,
    day_type: str,
    calendar: WorkingCalendar | None = None,
) -> DueDate:
    """Return by when `days` of `day_type` (`day_types`) that begin at `start` are over.

    What is due on the spot (`immediate`, or no days at all) is due on the same day, or
    where that is a rest day on the first working day after it. `calendar` is the city's
    unless another one is given. Raises ValueError for what is no period.
    """
    if days < 0:
        raise ValueError(f"A period of {days} days")
    if day_type not in (WORKING, NATURAL, IMMEDIATE):
        raise ValueError(f"Days of an unknown type: {day_type}")
    calendar = calendar or city_calendar()
    day = asked_from = local_date(start)
    if day_type == WORKING and days:
        asked_from = day + _DAY
        for _counted in range(days):
            day = working_day_from(day + _DAY, calendar)
    elif day_type == NATURAL:
        day = asked_from = day + days * _DAY
    day = working_day_from(day, calendar)
    return DueDate(day, not _all_known(asked_from, day, calendar))


def counted_days(
    start: date, end: date, day_type: str, calendar: WorkingCalendar | None = None
) -> int:
    """Return how many days of `day_type` lie after `start`, up to `end` inclusive."""
    calendar = calendar or city_calendar()
    days = range(1, (end - start).days + 1)
    if day_type == WORKING:
        return sum(calendar.is_working(start + number * _DAY) for number in days)
    return len(days)


def working_day_before(
    day: date, days: int, calendar: WorkingCalendar | None = None
) -> date:
    """Return the day from which on there are `days` working days, up to `day` inclusive."""
    calendar = calendar or city_calendar()
    while True:
        days -= calendar.is_working(day)
        if days <= 0:
            return day
        day -= _DAY


def working_day_from(day: date, calendar: WorkingCalendar | None = None) -> date:
    """Return `day`, or else the first working day after it: on which a period ends that
    ends on `day`. Source: Civil Code (民法典) art. 203 para. 1."""
    calendar = calendar or city_calendar()
    while not calendar.is_working(day):
        day += _DAY
    return day


def is_estimated(
    first: date, last: date, calendar: WorkingCalendar | None = None
) -> bool:
    """Return whether days of a period lie in a year whose holidays were not announced yet,
    so that what was reckoned with them may change (暂估)."""
    return not _all_known(first, last, calendar or city_calendar())


def _all_known(first: date, last: date, calendar: WorkingCalendar) -> bool:
    days = range((last - first).days + 1)
    return all(calendar.is_known(first + number * _DAY) for number in days)

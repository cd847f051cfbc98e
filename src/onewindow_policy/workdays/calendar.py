"""Which days people work: what is announced, what the city adds, what is only likely."""

from chinese_calendar import holidays
from chinese_calendar import workdays
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility

#: Where the registry keeps what the city enters in the control panel.
WORKING_DAYS_PREFIX = "onewindow_policy.working_days"

_WORKING_WEEKDAYS = 5

#: What the package knows. Its own function finds this out anew for every day it is asked.
_KNOWN_YEARS = range(min(holidays).year, max(holidays).year + 1)

#: The holidays that have the same dates each year (《全国年节及纪念日放假办法》, article 2,
#: as of 2025): New Year, Labour Day, National Day. The others go by the moon.
_FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Working days as far as they are known.

    `exceptions` says of single days whether people work, before anything else does;
    `announced_years` are those whose exceptions are complete there. For other years the
    package chinesecalendar knows what the State Council announced. Beyond its last year
    Monday to Friday are taken to be working days: an estimate.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    announced_years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Return whether people work on `day`, as far as one can know."""
        announced = self._announced(day)
        return _is_weekday(day) if announced is None else announced

    def is_holiday(self, day: date) -> bool:
        """Return whether `day` is off for a holiday, a weekend within one included.

        Of years that were not announced only the holidays with fixed dates are known.
        """
        if day in self.exceptions:
            return not self.exceptions[day]
        if day.year in self.announced_years:
            return False
        if day.year in _KNOWN_YEARS:
            return day in holidays
        return (day.month, day.day) in _FIXED_HOLIDAYS

    def is_known(self, day: date) -> bool:
        """Return whether it was announced if people work on `day`."""
        return self._announced(day) is not None

    def _announced(self, day: date) -> bool | None:
        if day in self.exceptions:
            return self.exceptions[day]
        if day.year in self.announced_years:
            return _is_weekday(day)
        if day.year in _KNOWN_YEARS:
            return day in workdays or (_is_weekday(day) and day not in holidays)
        return None


def _is_weekday(day: date) -> bool:
    return day.weekday() < _WORKING_WEEKDAYS


def city_calendar() -> WorkingCalendar:
    """Return the calendar with what the city entered in the control panel.

    Without a site, as in a command, it is what was announced.
    """
    registry = queryUtility(IRegistry)
    if registry is None:
        return WorkingCalendar()
    rows = registry.get(f"{WORKING_DAYS_PREFIX}.exceptions") or ()
    years = registry.get(f"{WORKING_DAYS_PREFIX}.announced_years") or ()
    return WorkingCalendar(
        exceptions={date.fromisoformat(row["day"]): row["is_working"] for row in rows},
        announced_years=frozenset(years),
    )

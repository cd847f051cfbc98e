"""When a job is due again."""

from dataclasses import dataclass
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from onewindow_policy.workdays.api import city_time
from onewindow_policy.workdays.api import CITY_ZONE


@dataclass(frozen=True, slots=True)
class Every:
    """So long after the last run."""

    interval: timedelta

    def after(self, moment: datetime) -> datetime:
        """Return when it is due after a run at `moment`."""
        return moment + self.interval


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day, at a time of the city's clocks."""

    at: time

    def after(self, moment: datetime) -> datetime:
        """Return when it is due after a run at `moment`."""
        day = city_time(moment).date()
        due = datetime.combine(day, self.at, CITY_ZONE)
        if due <= moment:
            due += timedelta(days=1)
        return due.astimezone(UTC)

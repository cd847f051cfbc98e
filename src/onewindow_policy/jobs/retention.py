"""Erasing what is over its time, a part in each transaction, so that nobody waits long."""

from collections.abc import Callable
from datetime import datetime
from datetime import time
from datetime import timedelta
from onewindow_policy.jobs.interfaces import IRetention
from onewindow_policy.jobs.lanes import LONG
from onewindow_policy.jobs.parts import until_done
from onewindow_policy.jobs.times import Daily
from onewindow_policy.jobs.times import Every
from onewindow_policy.records.api import utc_now
from zope.interface import implementer

#: For what people were told in months, and for what was to last an hour.
NIGHTLY = Daily(time(3, 30))
EACH_MINUTE = Every(timedelta(minutes=1))


@implementer(IRetention)
class Retention:
    """What most retentions have in common; see `IRetention`."""

    lane = LONG
    when: Daily | Every = NIGHTLY
    title = reported = ""

    def __call__(self, run) -> int:
        """Erase all that is over its time."""
        return erase_all(self, utc_now(), run.keep_on)

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        raise NotImplementedError


def erase_all(
    retention: IRetention,
    now: datetime,
    keep_on: Callable[[], None] = lambda: None,
) -> int:
    """Erase all that is over its time at `now`; return how much.

    `keep_on` is called between two transactions.
    """
    return until_done(lambda: retention.forget(now), keep_on)

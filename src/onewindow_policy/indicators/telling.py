"""Telling what the days were like: each day once, and nothing that nobody can know.

What is told from moments that are kept is told for missed days as well. How things stood
at the end of a day can be read right after it only; a day that was missed stays without.
"""

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.indicators.counts import Day
from onewindow_policy.indicators.interfaces import IIndicator
from onewindow_policy.indicators.models import Figure
from onewindow_policy.indicators.models import ToldDay
from onewindow_policy.jobs.api import Every
from onewindow_policy.jobs.api import LONG
from onewindow_policy.jobs.exceptions import RunEnded
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import brief_session
from onewindow_policy.records.api import insert_into
from onewindow_policy.records.api import RecordsError
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import func
from sqlalchemy import select
from zope.component import getUtilitiesFor
from zope.interface import implementer

import dataclasses
import transaction

#: What came in before midnight may be committed so long after it.
SETTLED_AFTER = timedelta(minutes=5)

#: Until then things stand as they did at midnight: nobody has begun to work.
STANDS_FOR = timedelta(hours=6)

ONE_DAY = timedelta(days=1)

#: Somebody else may hold what is written; the server retries as often.
TRIES = 4

#: Rows that are handed to the database at once.
ROWS_AT_ONCE = 1000


@implementer(IJob)
class NightlyFigures:
    """Tells yesterday, and the days before it that nobody has told.

    It looks often, and mostly finds that all is told: so a night in which the database was
    away for hours is told as soon as it is back.
    """

    title = _("job_figures", default="Count each night what the day was like")
    lane = LONG
    when = Every(timedelta(minutes=20))

    def __call__(self, run) -> int:
        """See `IJob`."""
        untold = list(untold_days(utc_now()))
        if not untold:
            return 0
        count = 0
        failures = []
        # Some of it is content, and working days are settings of the site.
        with run.open_site():
            for name, days in untold:
                try:
                    for day in days:
                        # Its later days wait for this one, so that none is passed over.
                        if not _is_told(name, day):
                            break
                        count += 1
                        run.keep_on()
                except (RecordsError, RunEnded):
                    raise
                except Exception as error:
                    # One that fails keeps no other from being told.
                    failures.append(error)
        if failures:
            raise failures[0]
        return count


def _is_told(name: str, day: date) -> bool:
    return transaction.manager.run(lambda: tell(name, day), tries=TRIES)


def untold_days(now: datetime) -> Iterator[tuple[str, list[date]]]:
    """Yield the names of indicators, each with the days that are to be told, oldest first.

    An indicator that was never told begins with yesterday.
    """
    today = local_date(now - SETTLED_AFTER)
    yesterday = today - ONE_DAY
    stands = now < Day(today).begins + STANDS_FOR
    query = select(ToldDay.indicator, func.max(ToldDay.day)).group_by(ToldDay.indicator)
    with brief_session() as session:
        last_days = dict(session.execute(query).all())
    for name, indicator in sorted(getUtilitiesFor(IIndicator)):
        last = last_days.get(name, yesterday - ONE_DAY)
        first = last + ONE_DAY
        if indicator.is_of_moment:
            first = max(first, yesterday) if stands else today
        days = [first + n * ONE_DAY for n in range((yesterday - first).days + 1)]
        if days:
            yield name, days


def tell(name: str, day: date) -> bool:
    """Tell an indicator for a day; return whether it was told, as it was not before.

    It is kept when Zope's transaction commits.
    """
    indicators = dict(getUtilitiesFor(IIndicator))
    # Read before anything is written, so that nobody waits for it.
    counts = indicators[name].tell(Day(day))
    if counts is None:
        return False
    session = write_session()
    marking = insert_into(session, ToldDay).values(
        indicator=name, day=day, told_at=utc_now()
    )
    if not session.execute(marking.on_conflict_do_nothing()).rowcount:
        return False
    rows = [
        {"indicator": name, "day": day, **dataclasses.asdict(count)} for count in counts
    ]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.execute(
            insert_into(session, Figure), rows[start : start + ROWS_AT_ONCE]
        )
    return True

"""Granted copies that nobody fetches: their persons are reminded, and then they lapse.

No file lies anywhere: a copy is made when it is handed over. What ends is that it can be
had, and that its record is kept from being erased meanwhile. Who wants it then asks again.
"""

from datetime import datetime
from datetime import time
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.cases.api import rights_copy_days
from onewindow_policy.jobs.api import Daily
from onewindow_policy.jobs.api import LONG
from onewindow_policy.jobs.api import until_done
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.rights.duties import keep_duty
from onewindow_policy.rights.models import COPY
from onewindow_policy.rights.models import GRANTED
from onewindow_policy.rights.models import LAPSED
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.noting import note_step
from onewindow_policy.rights.records import find_held
from onewindow_policy.rights.telling import REMINDER
from onewindow_policy.rights.telling import tell
from onewindow_policy.rights.telling import told_of
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import ColumnElement
from sqlalchemy import select
from zope.interface import implementer

#: How long before the last day its person is reminded of it.
REMIND_DAYS = 7

#: In one transaction, so that nobody waits long for the write lock.
BATCH = 100

_WAITS = (RightsRequest.kind == COPY, RightsRequest.state == GRANTED)


def let_fetch(request: RightsRequest, now: datetime) -> None:
    """Have a granted copy be fetched from `now` on, until the day that the city settled."""
    request.fetch_until = local_date(now) + timedelta(days=rights_copy_days())


def lapse(request: RightsRequest) -> None:
    """End a granted copy that nobody fetched in time."""
    request.state, request.done_at = LAPSED, utc_now()
    request.version += 1
    keep_duty(write_session(), request)
    note_step("lapse", request)


def give_days(size: int = BATCH) -> int:
    """Give copies their last day that were granted when there was none, counted from now;
    `size` at most. Return how many there were."""
    found = _some(size, RightsRequest.fetch_until.is_(None))
    for request in found:
        let_fetch(request, utc_now())
    return len(found)


def remind_of_copies(size: int = BATCH) -> int:
    """Remind persons of copies whose last day comes in `REMIND_DAYS` days, `size` at most;
    return how many there were. It is kept when Zope's transaction commits."""
    now = utc_now()
    today = local_date(now)
    found = _some(
        size,
        RightsRequest.reminded_at.is_(None),
        RightsRequest.fetch_until >= today,
        RightsRequest.fetch_until <= today + timedelta(days=REMIND_DAYS),
    )
    for request in found:
        request.reminded_at = now
        note_step("remind", request)
        tell(request, told_of(find_held(request.subject_number)), REMINDER)
    return len(found)


def lapse_copies(size: int = BATCH) -> int:
    """End copies whose last day is over, `size` at most; return how many there were. It is
    kept when Zope's transaction commits."""
    found = _some(size, RightsRequest.fetch_until < local_date(utc_now()))
    for request in found:
        lapse(request)
    return len(found)


def _some(size: int, *conditions: ColumnElement[bool]) -> list[RightsRequest]:
    query = (
        select(RightsRequest)
        .where(*_WAITS, *conditions)
        .order_by(RightsRequest.number)
        .limit(size)
        .with_for_update(skip_locked=True, of=RightsRequest)
    )
    return list(write_session().scalars(query))


@implementer(IJob)
class UnfetchedCopies:
    """Reminds of granted copies, and ends those that nobody fetched."""

    title = _(
        "job_unfetched_copies",
        default="Remind of copies of personal data, and end those that nobody fetched",
    )
    lane = LONG
    when = Daily(time(0, 15))

    def __call__(self, run) -> int:
        """See `IJob`."""
        with run.open_site():
            count = until_done(give_days, run.keep_on)
            count += until_done(lapse_copies, run.keep_on)
            return count + until_done(remind_of_copies, run.keep_on)

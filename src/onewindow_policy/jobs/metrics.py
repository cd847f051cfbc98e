"""How jobs are doing, for operators' monitors."""

from collections.abc import Iterator
from onewindow_policy.jobs.models import JobState
from onewindow_policy.jobs.running import jobs_by_name
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.interfaces import IMetric
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select
from zope.interface import implementer


@implementer(IMetric)
class LaneDelay:
    """For how long the job of each lane that is due first has been; 0 for none."""

    meaning = "Seconds since the most overdue job of the lane was due."

    def __call__(self, connection: Connection) -> Iterator[tuple[dict, float]]:
        """See `IMetric`."""
        now = utc_now()
        query = select(JobState.lane, func.min(JobState.due_at)).group_by(JobState.lane)
        for lane, due_at in connection.execute(query.order_by(JobState.lane)):
            yield {"lane": lane}, max((now - due_at).total_seconds(), 0)


@implementer(IMetric)
class LastSuccess:
    """When each job last went well."""

    meaning = "When the job last went well, in seconds since 1970."

    def __call__(self, connection: Connection) -> Iterator[tuple[dict, float]]:
        """See `IMetric`."""
        query = select(JobState.name, JobState.succeeded_at).where(
            JobState.name.in_(sorted(jobs_by_name())),
            JobState.succeeded_at.is_not(None),
        )
        for name, succeeded_at in connection.execute(query.order_by(JobState.name)):
            yield {"job": name}, succeeded_at.timestamp()

"""Leases: which process is at a job. Each function is a short transaction of its own.

`UPDATE … WHERE` decides, on both databases, so that one process has a job and the others
none. A lease that nobody renews runs out, and the job is due as it was.
"""

from collections.abc import Mapping
from datetime import datetime
from datetime import timedelta
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.jobs.models import JobState
from onewindow_policy.jobs.models import LONGEST_NAME
from onewindow_policy.records.api import brief_session
from onewindow_policy.records.api import insert_into
from onewindow_policy.records.api import own_transaction
from sqlalchemy import case
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy import update
from uuid import UUID
from uuid import uuid4

#: A job that fails is tried again after so long, then twice as long, up to the longest.
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)


def note_jobs(jobs: Mapping[str, IJob], now: datetime) -> None:
    """Give those of `jobs` a row that have none: each is due when its time comes."""
    with brief_session() as session:
        known = set(session.scalars(select(JobState.name)))
    rows = [
        {
            "name": name,
            "lane": job.lane,
            "due_at": job.when.after(now),
            "failures": 0,
        }
        for name, job in sorted(jobs.items())
        if name not in known
    ]
    if rows:
        with own_transaction() as session:
            new = insert_into(session, JobState)
            session.execute(new.on_conflict_do_nothing(), rows)


def due_jobs(lane: str, now: datetime) -> dict[str, datetime]:
    """Return the jobs of a lane that are due and free, with since when, the longest due
    first."""
    columns = (JobState.name, JobState.due_at)
    query = select(*columns).where(JobState.lane == lane, *_is_free(now))
    with brief_session() as session:
        rows = session.execute(query.order_by(JobState.due_at, JobState.name))
        return dict(rows.all())


def take(name: str, now: datetime, lease: timedelta) -> UUID | None:
    """Take a job that is due; return the key of its lease, None where another process was
    faster."""
    holder = uuid4()
    taking = (
        update(JobState)
        .where(JobState.name == name, *_is_free(now))
        .values(
            lease_until=now + lease, lease_holder=holder, began_at=now, ended_at=None
        )
    )
    with own_transaction() as session:
        return holder if session.execute(taking).rowcount else None


def renew(name: str, holder: UUID, now: datetime, lease: timedelta) -> bool:
    """Hold a job for longer; return whether it is still ours."""
    return _update(name, holder, lease_until=now + lease)


def give_back(name: str, holder: UUID) -> None:
    """Let others have a job that was broken off: it is due as it was."""
    _update(name, holder, lease_until=None, lease_holder=None)


def note_success(
    name: str, holder: UUID, done: int, now: datetime, next_at: datetime
) -> None:
    """Note that a run went well, and when the next one is due.

    Whoever asked for another one while it ran has that.
    """
    next_at = case(
        (JobState.due_at > JobState.began_at, JobState.due_at), else_=next_at
    )
    _update(
        name,
        holder,
        due_at=next_at,
        lease_until=None,
        lease_holder=None,
        ended_at=now,
        done=done,
        succeeded_at=now,
        failures=0,
        error=None,
    )


def note_failure(
    name: str, holder: UUID, error: str, now: datetime
) -> tuple[int, datetime]:
    """Note a failure; return which one in a row it is, and when it is tried again."""
    with brief_session() as session:
        failures = session.scalar(
            select(JobState.failures).where(JobState.name == name)
        )
    again_at = now + min(FIRST_WAIT * 2 ** min(failures, 10), LONGEST_WAIT)
    _update(
        name,
        holder,
        due_at=again_at,
        lease_until=None,
        lease_holder=None,
        ended_at=now,
        done=None,
        failures=failures + 1,
        error=error[:LONGEST_NAME],
    )
    return failures + 1, again_at


def _update(name: str, holder: UUID, **values) -> bool:
    held = update(JobState).where(
        JobState.name == name, JobState.lease_holder == holder
    )
    with own_transaction() as session:
        return session.execute(held.values(**values)).rowcount == 1


def _is_free(now: datetime):
    return (
        JobState.due_at <= now,
        or_(JobState.lease_until.is_(None), JobState.lease_until <= now),
    )

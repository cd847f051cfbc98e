"""How jobs are doing: for administrators, for the health check, and asking for a run."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from onewindow_policy.jobs.exceptions import JobUnknown
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.jobs.models import JobState
from onewindow_policy.jobs.running import jobs_by_name
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import impatient_engine
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import RecordsError
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import Row
from sqlalchemy import select
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from zope.i18nmessageid import Message

OK = "ok"
FAILED = "failed"

#: What is due for so long that nobody seems to be there to do it: no clock runs.
LATE = "late"
LATE_AFTER = timedelta(minutes=10)

#: A job that failed as often in a row will hardly mend itself.
FAILING = "failing"
FAILING_FROM = 3

_COLUMNS = select(*JobState.__table__.columns)


@dataclass(frozen=True, slots=True)
class JobFacts:
    """A job as administrators see it; `began_at` and so on are of its last run.

    `due_at` is None while no clock has noted it yet.
    """

    name: str
    title: Message
    due_at: datetime | None = None
    is_running: bool = False
    is_late: bool = True
    began_at: datetime | None = None
    ended_at: datetime | None = None
    succeeded_at: datetime | None = None
    done: int | None = None
    failures: int = 0
    error: str | None = None

    @property
    def is_failing(self) -> bool:
        """Whether it will hardly mend itself."""
        return self.failures >= FAILING_FROM


def facts_of_jobs() -> list[JobFacts]:
    """Return what there is to know of each job, by name. Raises RecordsError."""
    rows = read_session().execute(_COLUMNS).all()
    return _facts(jobs_by_name(), rows, utc_now())


def jobs_state() -> str:
    """Return `ok`, `late` or `failing`, and `failed` where the database does not say."""
    try:
        with impatient_engine().connect() as connection:
            rows = connection.execute(_COLUMNS).all()
    except (RecordsError, SQLAlchemyError):
        return FAILED
    facts = _facts(jobs_by_name(), rows, utc_now())
    if any(each.is_late for each in facts):
        return LATE
    return FAILING if any(each.is_failing for each in facts) else OK


def ask_for(name: str) -> None:
    """Have a job run as soon as a clock looks; it is kept with Zope's transaction.

    Raises JobUnknown, also where no clock has noted the job yet.
    """
    asking = update(JobState).where(JobState.name == name).values(due_at=utc_now())
    if name not in jobs_by_name() or not write_session().execute(asking).rowcount:
        raise JobUnknown
    audit("job.ask", name, "")


def _facts(
    jobs: Mapping[str, IJob], rows: Sequence[Row], now: datetime
) -> list[JobFacts]:
    by_name = {row.name: row for row in rows}
    # While somebody is at one job of a lane, the others wait for it, and for nothing else.
    busy = {row.lane for row in rows if _is_held(row, now)}
    return [
        JobFacts(
            name=name,
            title=job.title,
            due_at=row.due_at,
            is_running=_is_held(row, now),
            is_late=row.due_at < now - LATE_AFTER and row.lane not in busy,
            **{each: getattr(row, each) for each in _OF_LAST_RUN},
        )
        if (row := by_name.get(name))
        else JobFacts(name, job.title)
        for name, job in sorted(jobs.items())
    ]


_OF_LAST_RUN = ("began_at", "ended_at", "succeeded_at", "done", "failures", "error")


def _is_held(row: Row, now: datetime) -> bool:
    return row.lease_until is not None and row.lease_until > now

"""Running what is due: once, in one process, whatever becomes of it."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from onewindow_policy import logger
from onewindow_policy.commands.api import entered_site
from onewindow_policy.jobs import leases
from onewindow_policy.jobs.exceptions import RunEnded
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import RecordsError
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.api import city_time
from threading import Event
from uuid import UUID
from zope.component import getUtilitiesFor

import transaction

#: How long a process may be silent before another one takes its job over; it renews the
#: lease when a third of it is gone.
LEASE = timedelta(minutes=2)

#: A run that begins so long after it was due is told: no clock ran, or the database was
#: away.
WORTH_TELLING = timedelta(minutes=10)

DELAYED = "The job %s was due at %s, and runs only now: %s later."
FAILED = "The job %s failed, for the %d. time in a row: %s. It is tried again at %s."


def jobs_by_name() -> dict[str, IJob]:
    """Return the jobs of all rooms."""
    return dict(getUtilitiesFor(IJob))


class Worker:
    """Does what is due in lanes, one job after the other, in the thread that asks it.

    `site_id` is the site that jobs open, `now` the clock that tells what is due.
    """

    def __init__(
        self,
        site_id: str,
        *,
        now: Callable[[], datetime] = utc_now,
        lease: timedelta = LEASE,
    ):
        self.site_id = site_id
        self.now = now
        self.lease = lease
        self.stopping = Event()

    def run_due(self, lane: str) -> int:
        """Run the jobs of a lane that are due and free; return how many.

        Raises RecordsError where that cannot be asked; what a job raises is in the log.
        """
        jobs = jobs_by_name()
        leases.note_jobs(jobs, self.now())
        count = 0
        for name, due_at in leases.due_jobs(lane, self.now()).items():
            # One of a newer version that runs beside this one is left to it.
            if name not in jobs or self.stopping.is_set():
                continue
            holder = leases.take(name, self.now(), self.lease)
            if holder is not None:
                self._note_delay(name, due_at)
                self._carry_out(name, jobs[name], holder)
                count += 1
        return count

    def _note_delay(self, name: str, due_at: datetime) -> None:
        late = self.now() - due_at
        if late > WORTH_TELLING:
            logger.warning(DELAYED, name, f"{city_time(due_at):%Y-%m-%d %H:%M}", late)

    def _carry_out(self, name: str, job: IJob, holder: UUID) -> None:
        run = Run(self, name, holder)
        try:
            try:
                done = job(run)
            finally:
                transaction.abort()
        except RunEnded:
            leases.give_back(name, holder)
        except Exception as error:
            self._note_failure(name, holder, error)
        else:
            now = self.now()
            leases.note_success(name, holder, done, now, job.when.after(now))

    def _note_failure(self, name: str, holder: UUID, error: Exception) -> None:
        failures, again_at = leases.note_failure(
            name, holder, type(error).__name__, self.now()
        )
        # What the database says of itself is told in its own words, and has no values.
        is_told = isinstance(error, RecordsError)
        logger.error(
            FAILED,
            *(name, failures, error if is_told else type(error).__name__),
            f"{city_time(again_at):%H:%M:%S}",
            exc_info=None if is_told else error,
        )


class Run:
    """One run of a job, as the job sees it."""

    def __init__(self, worker: Worker, name: str, holder: UUID):
        self._worker = worker
        self._name = name
        self._holder = holder
        self._renew_at = worker.now() + worker.lease / 3

    def keep_on(self) -> None:
        """Say that the run goes on: between two transactions, never within one.

        Raises RunEnded where it must not.
        """
        worker = self._worker
        if worker.stopping.is_set():
            raise RunEnded
        now = worker.now()
        if now >= self._renew_at:
            if not leases.renew(self._name, self._holder, now, worker.lease):
                raise RunEnded
            self._renew_at = now + worker.lease / 3

    @contextmanager
    def open_site(self) -> Iterator:
        """Open the site, as the system's own user, for as long as the block lasts.

        It is at its newest state when a transaction begins.
        """
        with entered_site(self._worker.site_id) as portal:
            yield portal

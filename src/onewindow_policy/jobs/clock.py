"""The clock of a process: a thread for each lane, which looks every few seconds for what
is due.

It starts with a server, or as a command of its own; nothing else has one.
"""

from onewindow_policy import logger
from onewindow_policy.jobs.running import jobs_by_name
from onewindow_policy.jobs.running import Worker
from onewindow_policy.records.api import operating
from onewindow_policy.records.api import RecordsError
from threading import Lock
from threading import Thread
from time import monotonic

import atexit
import os
import transaction

#: How often each lane looks: one short query, without a lock.
PAUSE_SECONDS = 10

#: How long the end of a process waits for jobs to come to a place where they can stop.
FAREWELL_SECONDS = 5

#: Who does what jobs do, in the audit.
CLOCK = "clock"

AWAY = "Jobs wait, since the database cannot be asked: %s"
BACK = "The database can be asked again, after %d seconds: jobs go on."


def is_clock_wanted() -> bool:
    """Return whether the operator wants a clock in the servers: not with `CLOCK=off`."""
    return os.environ.get("CLOCK", "").strip().lower() != "off"


class Outage:
    """While lanes cannot ask the database: said once, however many they are."""

    def __init__(self):
        self._lock = Lock()
        self._lanes: set[str] = set()
        self._since = 0.0

    def begin(self, lane: str, error: RecordsError) -> None:
        """Note that a lane waits, and say it where it is the first."""
        with self._lock:
            if not self._lanes:
                self._since = monotonic()
                logger.error(AWAY, error)
            self._lanes.add(lane)

    def end(self, lane: str) -> None:
        """Note that a lane goes on, and say it where it is the last that waited."""
        with self._lock:
            if self._lanes == {lane}:
                logger.info(BACK, monotonic() - self._since)
            self._lanes.discard(lane)


class Clock:
    """The threads of one process. Each opens the site for as long as a job takes only."""

    def __init__(self, worker: Worker, pause_seconds: float = PAUSE_SECONDS):
        self._worker = worker
        self._pause_seconds = pause_seconds
        self._threads: list[Thread] = []
        self._outage = Outage()

    def start(self) -> None:
        """Begin to look, in each lane that has jobs."""
        for lane in sorted({job.lane for job in jobs_by_name().values()}):
            name = f"clock: {lane}"
            thread = Thread(target=self._work, args=(lane,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()
        atexit.register(self.stop)

    def wait(self) -> None:
        """Wait until somebody stops it."""
        self._worker.stopping.wait()

    def stop(self, timeout_seconds: float = FAREWELL_SECONDS) -> None:
        """Stop; jobs that are being done end after their transaction, and give their
        leases back."""
        self._worker.stopping.set()
        for thread in self._threads:
            thread.join(timeout_seconds)

    def _work(self, lane: str) -> None:
        with operating(CLOCK):
            while not self._worker.stopping.wait(self._pause_seconds):
                try:
                    self._worker.run_due(lane)
                    self._outage.end(lane)
                except RecordsError as error:
                    self._outage.begin(lane, error)
                except Exception:
                    logger.exception("The clock stumbled, and goes on.")
                finally:
                    transaction.abort()

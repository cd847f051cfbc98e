"""What is due is done once, in one process, whatever becomes of a run."""

from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from onewindow_policy.jobs import states
from onewindow_policy.jobs.auditaway import AuditAway
from onewindow_policy.jobs.clock import Clock
from onewindow_policy.jobs.clock import is_clock_wanted
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.jobs.leases import FIRST_WAIT
from onewindow_policy.jobs.leases import LONGEST_WAIT
from onewindow_policy.jobs.models import JobState
from onewindow_policy.jobs.running import LEASE
from onewindow_policy.jobs.running import Worker
from onewindow_policy.jobs.times import Daily
from onewindow_policy.jobs.times import Every
from onewindow_policy.records.api import audit_apart
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import write_session
from onewindow_policy.records.auditaway import FILE_NAME
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.models import Try
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.testing.records import StoppableServer
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import update
from threading import Event
from unittest import mock
from zope.component import getGlobalSiteManager
from zope.interface import implementer

import transaction
import unittest

LANE = "test"
START = datetime(2026, 11, 6, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@implementer(IJob)
class StampJob:
    """Writes a row each time that it runs, then does what the test says."""

    title = "Stamp"
    lane = LANE
    when = Every(HOUR)

    def __init__(self):
        self.runs = 0
        self.then = lambda run: None

    def __call__(self, run):
        self.runs += 1
        session = write_session()
        session.add(Try(key_hash=b"stamp", at=START))
        transaction.commit()
        self.then(run)
        return 7


class FakeTime:
    """A clock that the test moves on."""

    def __init__(self):
        self.moment = START

    def __call__(self):
        return self.moment

    def pass_(self, span):
        self.moment += span


class JobCase(unittest.TestCase):
    """Jobs of a lane of the test, under a clock of the test."""

    def setUp(self):
        self.time = FakeTime()
        self.job = self.add_job("test.stamp")
        self.worker = self.another_worker()
        self.addCleanup(transaction.abort)

    def add_job(self, name):
        job = StampJob()
        manager = getGlobalSiteManager()
        manager.registerUtility(job, IJob, name)
        self.addCleanup(manager.unregisterUtility, job, IJob, name)
        return job

    def another_worker(self):
        return Worker("onewindow", now=self.time)

    def run_due(self, worker=None):
        return (worker or self.worker).run_due(LANE)

    def state(self, name="test.stamp"):
        with get_database().reading.connect() as connection:
            query = select(JobState).where(JobState.name == name)
            return connection.execute(query).one()

    def stamps(self):
        with get_database().reading.connect() as connection:
            return connection.scalar(select(func.count()).select_from(Try))


class RunningTests:
    def test_a_job_runs_when_it_is_due_and_no_earlier(self):
        self.assertEqual(0, self.run_due())
        self.assertEqual(START + HOUR, self.state().due_at)
        self.time.pass_(HOUR)
        self.assertEqual(1, self.run_due())
        self.assertEqual(0, self.run_due())
        state = self.state()
        self.assertEqual(1, self.stamps())
        self.assertEqual(START + 2 * HOUR, state.due_at)
        self.assertEqual((7, 0, None), (state.done, state.failures, state.error))
        self.assertEqual((None, None), (state.lease_until, state.lease_holder))
        self.assertEqual(self.time.moment, state.succeeded_at)

    def due(self):
        self.run_due()
        self.time.pass_(HOUR)

    def test_while_one_process_is_at_it_another_leaves_it_alone(self):
        self.due()
        others = []
        self.job.then = lambda run: others.append(self.run_due(self.another_worker()))
        self.assertEqual(1, self.run_due())
        self.assertEqual(([0], 1), (others, self.stamps()))

    def test_a_run_that_was_killed_is_due_again_when_its_lease_is_over(self):
        class Killed(BaseException):
            pass

        def die(run):
            raise Killed

        self.due()
        self.job.then = die
        with self.assertRaises(Killed):
            self.run_due()
        self.job.then = lambda run: None
        other = self.another_worker()
        self.assertEqual(0, self.run_due(other))
        self.time.pass_(LEASE)
        self.assertEqual(1, self.run_due(other))
        self.assertEqual((2, 0), (self.job.runs, self.state().failures))

    def test_run_that_comes_late_says_by_how_much(self):
        self.run_due()
        self.time.pass_(HOUR + timedelta(minutes=10))
        with self.assertNoLogs("onewindow_policy"):
            self.assertEqual(1, self.run_due())
        self.time.pass_(3 * HOUR)
        with self.assertLogs("onewindow_policy", "WARNING") as log:
            self.assertEqual(1, self.run_due())
        (line,) = log.output
        # Due an hour after the last run, which was at 17:10 by the city's clocks.
        self.assertIn("test.stamp was due at 2026-11-06 18:10", line)
        self.assertIn("2:00:00 later", line)
        self.assertEqual(2, self.stamps())

    def test_a_long_run_keeps_its_lease_as_long_as_it_goes_on(self):
        others = []

        def go_on(run):
            for _each in range(4):
                self.time.pass_(LEASE / 2)
                run.keep_on()
                others.append(self.run_due(self.another_worker()))

        self.due()
        self.job.then = go_on
        self.run_due()
        self.assertEqual(([0] * 4, 1), (others, self.job.runs))

    def test_a_run_that_was_taken_over_ends_and_says_nothing(self):
        def stall(run):
            self.job.then = lambda run: None
            self.time.pass_(LEASE)
            self.assertEqual(1, self.run_due(self.another_worker()))
            run.keep_on()
            self.fail("It went on.")

        self.due()
        self.job.then = stall
        self.run_due()
        state = self.state()
        self.assertEqual((2, 0), (self.job.runs, state.failures))
        self.assertEqual(self.time.moment + HOUR, state.due_at)

    def test_a_process_that_stops_gives_the_lease_back(self):
        def stop(run):
            self.worker.stopping.set()
            run.keep_on()
            self.fail("It went on.")

        self.due()
        self.job.then = stop
        self.run_due()
        self.job.then = lambda run: None
        self.assertEqual(1, self.run_due(self.another_worker()))

    def test_one_job_that_fails_stops_no_other_and_the_log_says_what_to_look_at(self):
        self.add_job("test.zebra")

        def fail(run):
            write_session().add(Try(key_hash=b"lost", at=START))
            raise ZeroDivisionError("赵计华")

        self.due()
        self.job.then = fail
        with self.assertLogs("onewindow_policy", "ERROR") as log:
            self.assertEqual(2, self.run_due())
        self.assertIn("The job test.stamp failed, for the 1. time", log.output[0])
        self.assertIn("ZeroDivisionError. It is tried again at 17:00:30", log.output[0])
        self.assertNotIn("赵计华", log.records[0].getMessage())
        self.assertEqual(2, self.stamps())
        self.assertEqual(7, self.state("test.zebra").done)
        state = self.state()
        self.assertEqual(
            ("ZeroDivisionError", 1, None), (state.error, state.failures, state.done)
        )

    def test_what_fails_is_tried_again_later_and_later_until_it_goes_well(self):
        def fail(run):
            raise ZeroDivisionError

        self.due()
        self.job.then = fail
        waits = []
        with self.assertLogs("onewindow_policy", "ERROR"):
            for _each in range(9):
                self.assertEqual(1, self.run_due())
                waits.append(self.state().due_at - self.time.moment)
                self.time.pass_(waits[-1])
        self.assertEqual(
            [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT, LONGEST_WAIT],
            [*waits[:3], waits[-1]],
        )
        self.job.then = lambda run: None
        self.run_due()
        state = self.state()
        self.assertEqual((0, None), (state.failures, state.error))
        self.assertEqual(self.time.moment + HOUR, state.due_at)

    def test_what_is_asked_for_while_it_runs_runs_once_more(self):
        def ask(run):
            self.time.pass_(timedelta(seconds=1))
            with get_database().writing.begin() as connection:
                connection.execute(update(JobState).values(due_at=self.time.moment))

        self.due()
        self.job.then = ask
        self.run_due()
        self.job.then = lambda run: None
        self.assertEqual(1, self.run_due())
        self.assertEqual(0, self.run_due())

    def test_a_job_of_a_newer_version_beside_this_one_is_left_to_it(self):
        self.due()
        with get_database().writing.begin() as connection:
            connection.execute(
                update(JobState)
                .where(JobState.name == "test.stamp")
                .values(name="test.newer", lane=LANE)
            )
        self.assertEqual(0, self.run_due())
        self.assertEqual(0, self.stamps())

    def health(self):
        """Return what the health check says when this job is all there is."""
        with (
            mock.patch.object(states, "jobs_by_name", lambda: {"test.stamp": self.job}),
            mock.patch.object(states, "utc_now", self.time),
        ):
            return states.jobs_state()

    def test_health_check_knows_when_nobody_does_what_is_due(self):
        self.assertEqual(states.LATE, self.health())
        self.run_due()
        self.assertEqual(states.OK, self.health())
        self.time.pass_(HOUR + states.LATE_AFTER)
        self.assertEqual(states.OK, self.health())
        self.time.pass_(timedelta(seconds=1))
        self.assertEqual(states.LATE, self.health())
        said = []
        self.job.then = lambda run: said.append(self.health())
        self.run_due()
        self.assertEqual(([states.OK], states.OK), (said, self.health()))

    def test_health_check_knows_what_will_hardly_mend_itself(self):
        def fail(run):
            raise ZeroDivisionError

        self.due()
        self.job.then = fail
        said = []
        with self.assertLogs("onewindow_policy", "ERROR"):
            for _each in range(states.FAILING_FROM):
                self.run_due()
                said.append(self.health())
                self.time.pass_(LONGEST_WAIT)
        self.assertEqual([states.OK, states.OK, states.FAILING], said)


class TestRunningOnSQLite(RunningTests, JobCase):
    layer = SQLITE_TESTING


class TestRunningOnPostgreSQL(RunningTests, JobCase):
    layer = POSTGRESQL_TESTING


class TestAway(JobCase):
    """The clock while its database is stopped, and when it is back."""

    def test_clock_says_once_that_the_database_is_away_and_goes_on_when_it_is_back(
        self,
    ):
        with StoppableServer() as server:
            database = Database(server.settings)
            self.addCleanup(replace_database, replace_database(database))
            self.addCleanup(database.dispose)
            database.upgrade()
            self.run_due()
            self.time.pass_(HOUR)
            server.stop()
            turns, came, done = [], Event(), Event()
            run_due = self.worker.run_due

            def turn(lane):
                turns.append(lane)
                if len(turns) == 3:
                    came.set()
                run_due(lane)

            self.worker.run_due = turn
            self.job.then = lambda run: done.set()
            clock = Clock(self.worker, pause_seconds=0.01)
            with self.assertLogs("onewindow_policy", "INFO") as log:
                clock.start()
                self.assertTrue(came.wait(60))
                server.start()
                self.assertTrue(done.wait(60))
                clock.stop()
            said = [each for each in log.output if "Jobs wait" in each]
            self.assertEqual(1, len(said), log.output)
            self.assertRegex(log.output[-1], r"asked again, after \d+ seconds")
            self.assertEqual((1, 7), (self.stamps(), self.state().done))


class TestAuditAway(unittest.TestCase):
    """What was kept in a file while the database was stopped."""

    def test_what_the_audit_kept_away_is_taken_in_once_by_a_job(self):
        with StoppableServer() as server:
            database = Database(server.settings)
            self.addCleanup(replace_database, replace_database(database))
            self.addCleanup(database.dispose)
            database.upgrade()
            path = server.settings.var / FILE_NAME
            job = AuditAway()
            self.assertEqual(0, job(None))
            server.stop()
            with self.assertLogs("onewindow_policy", "WARNING"):
                audit_apart("log_in", "lihua")
                audit_apart("log_in_failed", "lihua")
            self.assertNotIn(b"lihua", path.read_bytes())
            with (
                self.assertLogs("onewindow_policy"),
                self.assertRaises(DatabaseUnavailable),
            ):
                job(None)
            server.start()
            self.assertEqual((2, 0), (job(None), job(None)))
            self.assertEqual([], list(server.settings.var.glob("audit-away*")))
            with database.reading.connect() as connection:
                actions = connection.scalars(
                    select(AuditEntry.action).where(AuditEntry.subject == "lihua")
                )
                self.assertEqual(["log_in", "log_in_failed"], sorted(actions))


class TestTimes(unittest.TestCase):
    def test_daily_jobs_go_by_the_clocks_of_the_city(self):
        daily = Daily(time(3, 30))
        for moment, due in (
            (datetime(2026, 11, 6, 18, 0), datetime(2026, 11, 6, 19, 30)),
            (datetime(2026, 11, 6, 19, 30), datetime(2026, 11, 7, 19, 30)),
            (datetime(2026, 11, 6, 20, 0), datetime(2026, 11, 7, 19, 30)),
        ):
            with self.subTest(moment):
                self.assertEqual(
                    due.replace(tzinfo=UTC), daily.after(moment.replace(tzinfo=UTC))
                )

    def test_only_a_word_of_the_operator_switches_the_clock_off(self):
        for value, wanted in (
            ("off", False),
            (" OFF", False),
            ("", True),
            ("on", True),
        ):
            with (
                self.subTest(value),
                mock.patch.dict("os.environ", {"CLOCK": value}),
            ):
                self.assertEqual(wanted, is_clock_wanted())

"""Of processes with clocks beside each other one is killed: each thing is done once."""

from datetime import timedelta
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.jobs.models import JobState
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.forked import Forked
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.testing.records import StoppableServer
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

import os
import time
import transaction
import unittest

CASES = 7
DEADLINE_SECONDS = 120

#: A process with a clock, until nobody reads from it any more. The one that is to be
#: killed says when it is in the middle, within a transaction, and waits there.
CLOCK = """
from datetime import timedelta
from onewindow_policy import sites
from onewindow_policy.cases import retention
from onewindow_policy.cases.upkeep import erase_old_cases
from onewindow_policy.jobs.clock import Clock
from onewindow_policy.jobs.running import Worker
from pathlib import Path
from zope.configuration import xmlconfig
import logging
import os
import sys
import time

logging.basicConfig(
    level=logging.INFO, filename=Path(os.environ["VAR"], "clock.log"), force=True
)
turns = []

def erase_two(now):
    count = erase_old_cases(now, size=2)
    turns.append(count)
    if sys.argv[1] != "on" and len(turns) == 2:
        print("in the middle", flush=True)
        # The other thread reads from standard input.
        while not Path(os.environ["VAR"], "go-on").exists():
            time.sleep(0.05)
    return count

retention.erase_old_cases = erase_two
xmlconfig.file("retentions.zcml", sites)
clock = Clock(Worker("onewindow", lease=timedelta(seconds=1)), pause_seconds=0.05)
clock.start()
print("started", flush=True)
sys.stdin.read()
clock.stop()
"""


class ClockedCases:
    """Cases whose time is over, and processes with clocks that erase them."""

    def make_due(self):
        for number in range(CASES):
            case = register_case(submission(str(number)))
            transaction.commit()
            withdraw(case.number, case.query_code, ADDRESS)
            transaction.commit()
        past = utc_now() - timedelta(days=1)
        due = {"name": "cases.old", "lane": "long", "due_at": past, "failures": 0}
        with get_database().writing.begin() as connection:
            connection.execute(update(Case).values(erase_at=past))
            connection.execute(insert(JobState).values(due))

    def start(self, how):
        settings = get_database().settings
        environment = {
            **os.environ,
            "VAR": str(settings.var),
            "ONEWINDOW_DATABASE": settings.url.render_as_string(hide_password=False),
            "ONEWINDOW_MASTER_KEY_FILE": str(settings.key_file),
        }
        process = Forked(CLOCK, how, environment)
        self.addCleanup(process.close)
        self.assertEqual("started\n", process.stdout.readline())
        return process

    def erased(self):
        """Return the numbers of the cases that the audit says were erased, one by one."""
        with get_database().reading.connect() as connection:
            query = select(AuditEntry.subject, AuditEntry.user_id)
            rows = connection.execute(query.where(AuditEntry.action == "case.erase"))
            return [tuple(row) for row in rows]

    def job(self):
        with get_database().reading.connect() as connection:
            query = select(JobState).where(JobState.name == "cases.old")
            return connection.execute(query).one()

    def wait_until_done(self):
        end = time.monotonic() + DEADLINE_SECONDS
        while self.job().done is None and time.monotonic() < end:
            time.sleep(0.05)

    def assertErasedOnce(self):
        erased = self.erased()
        self.assertEqual(CASES, len(erased))
        self.assertEqual(CASES, len(set(erased)))
        self.assertEqual({"clock"}, {user_id for _number, user_id in erased})
        with get_database().reading.connect() as connection:
            left = connection.scalars(select(Case.id).where(Case.erased_at.is_(None)))
            self.assertEqual([], left.all())


class ProcessTests(ClockedCases):
    def setUp(self):
        self.make_due()

    def test_one_is_killed_in_the_middle_and_the_others_do_the_rest_once(self):
        killed = self.start("stall")
        self.assertEqual("in the middle\n", killed.stdout.readline())
        self.assertEqual(2, len(self.erased()))
        killed.kill()
        killed.wait()
        others = [self.start("on"), self.start("on")]
        self.wait_until_done()
        for each in others:
            each.communicate()
            self.assertEqual(0, each.returncode)
        self.assertErasedOnce()
        job = self.job()
        self.assertEqual(
            (CASES - 2, 0, None), (job.done, job.failures, job.lease_until)
        )
        self.assertGreater(job.due_at, utc_now())


class TestProcessesOnSQLite(ProcessTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestProcessesOnPostgreSQL(ProcessTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING


class TestDatabaseStopped(ClockedCases, unittest.TestCase):
    """With a server of its own, which stops and starts."""

    def test_what_the_stop_broke_off_is_done_once_and_the_delay_is_said(self):
        with StoppableServer() as server:
            database = Database(server.settings)
            self.addCleanup(replace_database, replace_database(database))
            self.addCleanup(database.dispose)
            database.upgrade()
            self.make_due()
            process = self.start("wait")
            self.assertEqual("in the middle\n", process.stdout.readline())
            self.assertEqual(2, len(self.erased()))
            database.dispose()
            server.stop()
            (server.settings.var / "go-on").touch()
            log = server.settings.var / "clock.log"
            end = time.monotonic() + DEADLINE_SECONDS
            while "Jobs wait" not in log.read_text() and time.monotonic() < end:
                time.sleep(0.05)
            server.start()
            self.wait_until_done()
            process.communicate()
            self.assertEqual(0, process.returncode)
            self.assertErasedOnce()
            said = log.read_text()
            self.assertIn("The job cases.old was due at", said)
            self.assertEqual(1, said.count("Jobs wait"), said[-2000:])
            self.assertEqual(1, said.count("asked again, after"), said[-2000:])
            self.assertGreater(self.job().due_at, utc_now())

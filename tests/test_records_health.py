"""The health check names the part that is unwell, and nothing else."""

from onewindow_policy.records import health
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.exceptions import ClocksDiffer
from onewindow_policy.records.schema import revisions
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.records import administer
from pathlib import Path
from plone.testing.zope import Browser
from sqlalchemy import text
from unittest import mock
from ZODB.Connection import Connection
from ZODB.DemoStorage import DemoStorage
from ZODB.POSException import StorageError

import dataclasses
import json
import unittest

WELL = {"zodb": "ok", "sql": "ok", "disk": "ok", "erased": "ok", "clock": "ok"}

#: When the database cannot be asked, neither can be what is left of the erased.
AWAY = {**WELL, "sql": "failed", "erased": "failed"}


class HealthTests:
    def setUp(self):
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        # As a busy machine may need; nothing that works is waited for.
        self.enterContext(mock.patch.object(health, "WAIT_SECONDS", 60))

    def answer(self):
        """Return the status and the states."""
        self.browser.open(f"{self.layer['portal'].absolute_url()}/@@health")
        status = int(self.browser.headers["status"].split()[0])
        states = json.loads(self.browser.contents)
        # Nobody does what is due while tests run (tests/test_jobs_running.py).
        self.assertIn(states.pop("jobs"), {"late", "failed"})
        # None waits (tests/test_messages_operating.py).
        self.assertIn(states.pop("messages"), {"ok", "failed"})
        return status, states

    def use(self, **changes):
        settings = dataclasses.replace(get_database().settings, **changes)
        database = Database(settings)
        self.addCleanup(database.dispose)
        replace_database(database)
        return database

    def test_all_is_well(self):
        self.assertEqual((200, WELL), self.answer())
        self.assertEqual("application/json", self.browser.headers["Content-Type"])
        self.assertEqual("no-store", self.browser.headers["Cache-Control"])

    def test_tables_of_another_version_are_told(self):
        self.set_revision("9999")
        self.addCleanup(self.set_revision, revisions()[-1])
        self.assertEqual((503, {**AWAY, "sql": "newer"}), self.answer())
        self.set_revision(None)
        self.assertEqual((503, {**AWAY, "sql": "outdated"}), self.answer())

    def set_revision(self, revision):
        with get_database().writing.begin() as connection:
            connection.execute(text("DELETE FROM alembic_version"))
            if revision is not None:
                statement = text("INSERT INTO alembic_version VALUES (:revision)")
                connection.execute(statement, {"revision": revision})

    def test_full_disk_is_told(self):
        with mock.patch.object(health, "LOW_DISK_BYTES", 2**62):
            self.assertEqual((503, {**WELL, "disk": "low"}), self.answer())
        self.use(var=Path("/nowhere/at/all"))
        self.assertEqual((503, {**WELL, "disk": "low"}), self.answer())

    def test_storage_that_does_not_answer_is_told(self):
        with mock.patch.object(Connection, "oldstate", side_effect=StorageError):
            self.assertEqual((503, {**WELL, "zodb": "failed"}), self.answer())

    def test_lost_server_of_the_content_is_told_without_asking_it(self):
        with (
            mock.patch.object(
                DemoStorage, "is_connected", lambda _self: False, create=True
            ),
            mock.patch.object(Connection, "oldstate", side_effect=AssertionError),
        ):
            self.assertEqual((503, {**WELL, "zodb": "failed"}), self.answer())

    def test_it_waits_for_no_writer(self):
        with get_database().writing.begin() as connection:
            connection.execute(text("UPDATE lookup_keys SET suite = suite"))
            self.assertEqual((200, WELL), self.answer())

    def test_it_neither_makes_nor_keeps_a_connection_of_the_pool(self):
        get_database().dispose()
        self.answer()
        self.assertEqual(0, get_database().engine.pool.checkedin())


class TestHealthOnSQLite(HealthTests, unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def test_missing_file_is_told_and_not_made(self):
        path = get_database().settings.var / "gone.sqlite"
        self.use(url=read_url(f"sqlite:///{path}"))
        self.assertEqual((503, AWAY), self.answer())
        self.assertFalse(path.exists())


class TestHealthOnPostgreSQL(HealthTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING

    def test_server_that_is_out_of_reach_is_told(self):
        self.use(url=read_url("postgresql://portal:secret@127.0.0.1:1/records"))
        self.assertEqual((503, AWAY), self.answer())
        self.assertNotIn("secret", str(self.browser.contents))

    def set_clock(self, seconds):
        """Let the server's clock be ahead: a function of ours comes before its own."""
        name = get_database().settings.url.database
        administer(f"ALTER DATABASE {name} SET search_path = public, pg_catalog")
        with get_database().writing.begin() as connection:
            connection.execute(
                text(
                    "CREATE OR REPLACE FUNCTION public.clock_timestamp()"
                    " RETURNS timestamptz LANGUAGE sql AS $$ SELECT"
                    f" pg_catalog.clock_timestamp() + interval '{seconds} seconds' $$"
                )
            )
        get_database().dispose()
        health._engines.clear()

    def reset_clock(self):
        name = get_database().settings.url.database
        administer(f"ALTER DATABASE {name} RESET search_path")
        with get_database().writing.begin() as connection:
            connection.execute(text("DROP FUNCTION public.clock_timestamp()"))
        get_database().dispose()
        health._engines.clear()

    def test_clocks_that_differ_are_told_and_over_a_minute_refused(self):
        self.addCleanup(self.reset_clock)
        for seconds, state, status in (
            (0, "ok", 200),
            (30, "apart", 200),
            (-30, "apart", 200),
            (90, "failed", 503),
            (-90, "failed", 503),
        ):
            with self.subTest(seconds=seconds):
                self.set_clock(seconds)
                self.assertEqual((status, {**WELL, "clock": state}), self.answer())
        # A process that starts says it in its log, and takes nothing in.
        with (
            self.assertLogs("onewindow_policy", "ERROR") as logged,
            self.assertRaises(ClocksDiffer),
        ):
            self.use().ensure_ready()
        self.assertIn("differ by 90 seconds", logged.output[0])
        self.set_clock(30)
        with self.assertLogs("onewindow_policy", "WARNING") as logged:
            self.use().ensure_ready()
        self.assertIn("differ by 30 seconds", logged.output[0])

    def test_migration_at_work_is_not_waited_for(self):
        with (
            mock.patch.object(health, "WAIT_SECONDS", 2),
            get_database().writing.begin() as connection,
        ):
            connection.execute(text("LOCK TABLE alembic_version"))
            self.assertEqual((503, AWAY), self.answer())

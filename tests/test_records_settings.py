"""Where records are kept is one setting, and its password stays where it is."""

from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.engines import make_engine
from onewindow_policy.records.exceptions import DatabaseUnavailable
from onewindow_policy.records.exceptions import KeysMissing
from onewindow_policy.records.exceptions import SettingsRefused
from onewindow_policy.records.settings import read_url
from onewindow_policy.records.settings import Settings
from onewindow_policy.records.subscribers import open_database
from onewindow_policy.sites import commands
from onewindow_policy.sites.instance import Instance
from onewindow_policy.testing.records import empty_sqlite
from pathlib import Path
from unittest import mock

import argparse
import contextlib
import dataclasses
import io
import os
import sqlite3
import traceback
import unittest

NAMES = (
    "ONEWINDOW_DATABASE",
    "ONEWINDOW_MASTER_KEY",
    "ONEWINDOW_MASTER_KEY_FILE",
    "ONEWINDOW_SUITE",
    "ONEWINDOW_WAIT_SECONDS",
)


def read(**variables):
    """Return the settings of an environment with these variables."""
    others = {k: v for k, v in os.environ.items() if k not in (*NAMES, "VAR")}
    with mock.patch.dict(os.environ, {**others, **variables}, clear=True):
        return Settings.from_environment()


class TestSettings(unittest.TestCase):
    def test_default_is_sqlite_with_its_keys_in_the_folder_of_the_data(self):
        settings = read(VAR="/srv/var")
        self.assertTrue(settings.is_sqlite)
        self.assertEqual(Path("/srv/var/records.sqlite"), settings.sqlite_path)
        self.assertEqual(Path("/srv/var/master-keys.json"), settings.key_file)
        self.assertEqual("aes", settings.suite)
        self.assertIsNone(settings.master_keys)

    def test_every_variable_is_heeded(self):
        settings = read(
            VAR="/srv/var",
            ONEWINDOW_DATABASE="postgresql://portal@db/records",
            ONEWINDOW_MASTER_KEY_FILE="/run/keys.json",
            ONEWINDOW_MASTER_KEY="a key",
            ONEWINDOW_SUITE="sm",
        )
        self.assertEqual("postgresql+psycopg2", settings.url.drivername)
        self.assertEqual(Path("/run/keys.json"), settings.key_file)
        self.assertEqual("a key", settings.master_keys)
        self.assertEqual("sm", settings.suite)

    def test_variables_that_are_empty_are_as_if_they_were_not_set(self):
        self.assertEqual(
            read(VAR="/srv/var"), read(VAR="/srv/var", **dict.fromkeys(NAMES, ""))
        )

    def test_what_makes_no_sense_is_refused(self):
        for variables in (
            {},
            {"VAR": "/srv/var", "ONEWINDOW_SUITE": "des"},
            {"VAR": "/srv/var", "ONEWINDOW_DATABASE": "mysql://db/records"},
            {"VAR": "/srv/var", "ONEWINDOW_DATABASE": "sqlite://"},
            {"VAR": "/srv/var", "ONEWINDOW_DATABASE": "records"},
        ):
            with self.subTest(variables=variables), self.assertRaises(SettingsRefused):
                read(**variables)

    def test_password_is_in_no_message(self):
        for address in (
            "postgresql://portal:pass word@db/records",
            "postgresql+asyncpg://portal:pass word@db/records",
            "postgresql//portal:pass word@db/records",
            "postgresql://portal:pass word@db:port/records",
        ):
            with self.subTest(address=address):
                try:
                    shown = repr(read_url(address))
                except SettingsRefused:
                    shown = traceback.format_exc()
                self.assertRegex(shown, "postgresql|SettingsRefused")
                self.assertNotIn("pass word", shown)

    def test_password_is_not_logged_when_the_server_is_out_of_reach(self):
        settings = Settings(
            url=read_url("postgresql://portal:pass%20word@127.0.0.1:1/records"),
            var=Path("/nowhere"),
            key_file=Path("/nowhere"),
        )
        engine = make_engine(settings)
        with (
            self.assertLogs("onewindow_policy", "ERROR") as logged,
            self.assertRaises(DatabaseUnavailable) as caught,
        ):
            engine.connect()
        self.assertIn("Connection refused", logged.output[0])
        self.assertNotIn("pass word", logged.output[0] + str(caught.exception))
        self.assertNotIn("pass word", repr(settings) + repr(engine))

    def test_master_keys_are_not_shown(self):
        settings = read(VAR="/srv/var", ONEWINDOW_MASTER_KEY="a key")
        self.assertIn("/srv/var", repr(settings))
        self.assertNotIn("a key", repr(settings))


class TestStart(unittest.TestCase):
    def use(self, settings):
        database = Database(settings)
        self.addCleanup(database.dispose)
        self.addCleanup(replace_database, replace_database(database))

    def test_process_starts_without_a_database_that_is_out_of_reach(self):
        self.use(
            Settings(
                url=read_url("postgresql://portal@127.0.0.1:1/records"),
                var=Path("/nowhere"),
                key_file=Path("/nowhere"),
            )
        )
        with self.assertLogs("onewindow_policy", "ERROR") as logged:
            open_database(None)
        self.assertIn("cannot be reached", logged.output[0])

    def test_process_starts_while_another_one_keeps_writing(self):
        settings = self.enterContext(empty_sqlite())
        self.use(settings)
        open_database(None)
        self.use(dataclasses.replace(settings, wait_seconds=0.05))
        other = sqlite3.connect(settings.sqlite_path)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")
        with self.assertNoLogs("onewindow_policy"):
            open_database(None)
        get_database().ensure_ready()

    def test_process_starts_while_its_first_database_is_locked(self):
        settings = self.enterContext(empty_sqlite())
        other = sqlite3.connect(settings.sqlite_path)
        self.addCleanup(other.close)
        # A reader is enough to keep a file from being put into WAL mode.
        other.execute("BEGIN")
        other.execute("SELECT * FROM sqlite_master").fetchall()
        self.use(dataclasses.replace(settings, wait_seconds=0.05))
        with self.assertLogs("onewindow_policy", "WARNING") as logged:
            open_database(None)
        self.assertIn("SQLITE_BUSY", logged.output[0])

    def test_start_makes_database_and_keys(self):
        settings = self.enterContext(empty_sqlite())
        self.use(settings)
        open_database(None)
        self.assertTrue(settings.sqlite_path.exists())
        self.assertTrue(settings.key_file.exists())

    def test_process_does_not_start_without_the_keys(self):
        settings = self.enterContext(empty_sqlite())
        self.use(settings)
        open_database(None)
        settings.key_file.unlink()
        self.use(settings)
        with self.assertLogs("onewindow_policy"), self.assertRaises(KeysMissing):
            open_database(None)

    def test_refused_start_is_told_in_a_sentence(self):
        refusal = KeysMissing("Bring the master keys back.")
        printed = io.StringIO()
        with (
            mock.patch.object(commands, "start", side_effect=refusal),
            contextlib.redirect_stderr(printed),
        ):
            status = commands.run(
                Instance.from_environment(), argparse.Namespace(command="start")
            )
        self.assertEqual(1, status)
        self.assertEqual("Bring the master keys back.\n", printed.getvalue())

"""The commands `onewindow db` and `onewindow keys`."""

from contextlib import redirect_stderr
from contextlib import redirect_stdout
from io import StringIO
from onewindow_policy.cli import main
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing.records import empty_postgresql
from onewindow_policy.testing.records import empty_sqlite
from pathlib import Path
from sqlalchemy import text
from unittest import mock

import dataclasses
import stat
import subprocess
import sys
import tempfile
import transaction
import unittest

ROOT = Path(__file__).resolve().parent.parent
ZOPE_CONF = ROOT / "instance" / "etc" / "zope.conf"


class CommandTests:
    def setUp(self):
        self.settings = self.enterContext(self.empty())
        self.use(self.settings)
        self.addCleanup(transaction.abort)
        self.enterContext(
            mock.patch(
                "onewindow_policy.sites.api.prepare_instance", return_value=ZOPE_CONF
            )
        )

    def use(self, settings):
        self.database = Database(settings)
        self.addCleanup(self.database.dispose)
        self.addCleanup(replace_database, replace_database(self.database))

    def run_command(self, *arguments):
        """Run a command line; return its status, and what it printed on each side."""
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main([str(each) for each in arguments])
        return status, out.getvalue(), err.getvalue()

    def test_upgrade_makes_the_tables_and_status_shows_them(self):
        status, out, err = self.run_command("db", "upgrade")
        self.assertEqual((0, ""), (status, err))
        self.assertIn(", current.", out)
        self.assertEqual((0, out, ""), self.run_command("db", "status"))

    def test_commands_that_change_keys_or_copy_are_in_the_audit(self):
        self.run_command("db", "upgrade")
        self.run_command("keys", "rotate")
        self.run_command("keys", "drop-old")
        self.run_command("db", "status")
        with self.database.reading.connect() as connection:
            query = text("SELECT action, user_id FROM audit_entries ORDER BY id")
            rows = connection.execute(query).all()
        self.assertEqual(
            ["db.upgrade", "keys.rotate", "keys.drop-old"], [row.action for row in rows]
        )
        self.assertTrue(all(row.user_id.startswith("command:") for row in rows))

    def test_tables_of_a_newer_version_are_refused(self):
        self.run_command("db", "upgrade")
        with self.database.writing.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        status, out, _err = self.run_command("db", "status")
        self.assertEqual(1, status)
        self.assertIn("newer", out)
        self.use(self.settings)
        status, _out, err = self.run_command("db", "upgrade")
        self.assertEqual(1, status)
        self.assertIn("9999", err)

    def test_keys_are_listed_rotated_and_dropped(self):
        self.run_command("db", "upgrade")
        write_session().add(DataKey.create())
        transaction.commit()
        status, out, _err = self.run_command("keys", "status")
        self.assertEqual(0, status)
        (old,) = self.database.master_keys.read().by_id
        self.assertIn(old, out)
        self.assertIn("wraps 2 keys, current", out)
        status, out, _err = self.run_command("keys", "drop-old")
        self.assertEqual((0, "There is no old master key.\n"), (status, out))
        status, out, _err = self.run_command("keys", "rotate")
        self.assertEqual(0, status)
        self.assertIn("2 keys are now wrapped", out)
        self.assertIn("wraps 0 keys", self.run_command("keys", "status")[1])
        self.assertIn(f"Dropped: {old}", self.run_command("keys", "drop-old")[1])

    def test_secrets_are_never_printed(self):
        self.run_command("db", "upgrade")
        (key,) = self.database.master_keys.read().by_id.values()
        for arguments in (("keys", "status"), ("keys", "rotate"), ("db", "status")):
            shown = "".join(self.run_command(*arguments)[1:])
            self.assertTrue(shown)
            self.assertNotIn(key.secret.hex(), shown)

    def test_lost_keys_are_told(self):
        self.run_command("db", "upgrade")
        self.settings.key_file.unlink()
        self.use(self.settings)
        status, _out, err = self.run_command("keys", "rotate")
        self.assertEqual(1, status)
        self.assertIn("Bring the master keys back", err)
        self.assertEqual(1, len(err.splitlines()))


class TestCommandsOnSQLite(CommandTests, unittest.TestCase):
    empty = staticmethod(empty_sqlite)

    def test_status_of_nothing_makes_nothing(self):
        status, out, _err = self.run_command("db", "status")
        self.assertEqual(0, status)
        self.assertIn("made by the first start", out)
        self.assertFalse(self.settings.sqlite_path.exists())

    def test_backup_is_a_whole_database_with_the_newest_rows(self):
        self.run_command("db", "upgrade")
        key = DataKey.create()
        write_session().add(key)
        transaction.commit()
        copy = self.settings.var / "copy.sqlite"
        status, out, _err = self.run_command("db", "backup", copy)
        self.assertEqual(0, status)
        self.assertIn("The master keys are not in it", out)
        self.assertEqual(0o600, stat.S_IMODE(copy.stat().st_mode))
        url = read_url(f"sqlite:///{copy}")
        self.use(dataclasses.replace(self.settings, url=url))
        self.assertEqual(key.id, read_session().get(DataKey, key.id).id)

    def test_backup_replaces_no_file(self):
        self.run_command("db", "upgrade")
        copy = self.settings.var / "copy.sqlite"
        copy.write_text("mine")
        status, _out, err = self.run_command("db", "backup", copy)
        self.assertEqual(2, status)
        self.assertIn("File exists", err)
        self.assertEqual("mine", copy.read_text())

    def test_backup_that_fails_leaves_no_file(self):
        copy = self.settings.var / "copy.sqlite"
        status, _out, _err = self.run_command("db", "backup", copy)
        self.assertEqual(3, status)
        self.assertFalse(copy.exists())

    def test_commands_read_the_environment_without_starting_zope(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [
                    *(sys.executable, "-X", "importtime"),
                    *("-m", "onewindow_policy.cli", "db", "upgrade"),
                    *("--config", str(ZOPE_CONF)),
                ],
                env={"VAR": folder},
                capture_output=True,
                text=True,
                timeout=120,
            )
            self.assertEqual(0, done.returncode, done.stderr)
            self.assertTrue((Path(folder) / "records.sqlite").exists())
            self.assertTrue((Path(folder) / "master-keys.json").exists())
        self.assertNotIn("Zope2", done.stderr)


class TestCommandsOnPostgreSQL(CommandTests, unittest.TestCase):
    empty = staticmethod(empty_postgresql)

    def test_status_of_an_empty_database_asks_for_an_upgrade(self):
        status, out, _err = self.run_command("db", "status")
        self.assertEqual(1, status)
        self.assertIn("revision none, outdated", out)

    def test_keys_of_an_empty_database_ask_for_an_upgrade(self):
        status, _out, err = self.run_command("keys", "rotate")
        self.assertEqual(1, status)
        self.assertIn("onewindow db upgrade", err)

    def test_server_that_is_out_of_reach_is_told_in_a_sentence(self):
        url = read_url("postgresql://portal:secret@127.0.0.1:1/records")
        self.use(dataclasses.replace(self.settings, url=url))
        for arguments in (("db", "status"), ("db", "upgrade"), ("keys", "rotate")):
            status, out, err = self.run_command(*arguments)
            self.assertEqual(3, status)
            self.assertIn("Connection refused", err)
            self.assertNotIn("secret", out + err)

    def test_backup_names_the_tool_for_it(self):
        status, _out, err = self.run_command("db", "backup", "copy")
        self.assertEqual(2, status)
        self.assertIn("pg_dump", err)

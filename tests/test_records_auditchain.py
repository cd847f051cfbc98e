"""The audit is closed, read, verified and let go of by commands, on both databases."""

from contextlib import redirect_stderr
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from onewindow_policy.cli import main
from onewindow_policy.records import auditchain
from onewindow_policy.records import auditverifying
from onewindow_policy.records.api import audit
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.exceptions import RecordsError
from onewindow_policy.testing.records import empty_postgresql
from onewindow_policy.testing.records import empty_sqlite
from pathlib import Path
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from unittest import mock

import dataclasses
import json
import stat
import tempfile
import transaction
import unittest

ROOT = Path(__file__).resolve().parent.parent
ZOPE_CONF = ROOT / "instance" / "etc" / "zope.conf"

#: What somebody with all rights on the database takes away first.
OPEN_SQLITE = (
    "DROP TRIGGER audit_entries_no_INSERT",
    "DROP TRIGGER audit_entries_no_UPDATE",
    "DROP TRIGGER audit_entries_no_DELETE",
    "DROP TRIGGER audit_batches_no_INSERT",
    "DROP TRIGGER audit_batches_no_UPDATE",
    "DROP TRIGGER audit_batches_no_DELETE",
)
OPEN_POSTGRESQL = (
    "DROP TRIGGER audit_entries_only_added ON audit_entries",
    "DROP TRIGGER audit_batches_only_added ON audit_batches",
)

#: What is done to the entries of a closed batch, and what is found of it.
FORGERIES = {
    "changed": (
        ["UPDATE audit_entries SET subject = 'other' WHERE position = 2 AND batch = 1"],
        "Batch 1 does not give its hash.",
    ),
    "removed": (
        ["DELETE FROM audit_entries WHERE position = 2 AND batch = 1"],
        "Batch 1 was closed with 3 entries, and has 2.",
    ),
    "inserted": (
        [
            "INSERT INTO audit_entries"
            " (at, user_id, action, subject, detail, kept_long, batch, position)"
            " SELECT at, 'nobody', action, subject, detail, kept_long, batch, 4"
            " FROM audit_entries WHERE position = 3 AND batch = 1"
        ],
        "Batch 1 was closed with 3 entries, and has 4.",
    ),
    "reordered": (
        [
            f"UPDATE audit_entries SET position = {after}"
            f" WHERE batch = 1 AND position = {before}"
            for before, after in ((1, 9), (2, 1), (9, 2))
        ],
        "Batch 1 does not give its hash.",
    ),
    "in a batch of nobody": (
        ["UPDATE audit_entries SET batch = 7 WHERE batch IS NULL"],
        "1 entries are in batches that were never closed.",
    ),
    "without its first batch": (
        [
            "DELETE FROM audit_entries WHERE batch = 1",
            "DELETE FROM audit_batches WHERE number = 1",
        ],
        "Batches 1 to 1 are missing.",
    ),
    "said to be pruned": (
        ["UPDATE audit_batches SET pruned_at = closed_at WHERE number = 1"],
        "Batch 1 was pruned, and has 3 entries.",
    ),
}

#: Closing does it as well.
ALLOWED = ("in a batch of nobody",)


class ChainTests:
    def setUp(self):
        self.settings = self.enterContext(self.empty())
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.use(self.settings)
        self.addCleanup(transaction.abort)
        self.enterContext(
            mock.patch(
                "onewindow_policy.sites.api.prepare_instance", return_value=ZOPE_CONF
            )
        )
        self.database.upgrade()

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

    def note(self, *subjects, **options):
        for subject in subjects:
            audit("test", subject, **options)
            transaction.commit()

    def execute(self, *statements):
        with self.database.writing.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def subjects(self):
        with self.database.reading.connect() as connection:
            query = text(
                "SELECT subject FROM audit_entries"
                " WHERE subject != 'database' ORDER BY id"
            )
            return connection.scalars(query).all()

    def close_two_batches(self):
        """Close two batches and leave an entry; return the heads as they were printed."""
        self.note("1", "2", "3")
        first = self.run_command("audit", "close")
        self.note("4")
        second = self.run_command("audit", "close")
        self.note("5")
        self.assertEqual((0, 0), (first[0], second[0]))
        return first[1] + second[1]

    def test_closed_batches_are_verified_and_their_heads_shown(self):
        heads = self.close_two_batches()
        self.assertEqual(["1", "2"], [line.split()[1] for line in heads.splitlines()])
        self.assertEqual((0, heads, ""), self.run_command("audit", "heads"))
        kept = self.folder / "heads"
        kept.write_text(heads, encoding="utf-8")
        status, out, err = self.run_command("audit", "verify", "--heads", kept)
        self.assertEqual((0, ""), (status, err))
        self.assertIn("as they were closed", out)

    def test_many_entries_are_closed_in_several_batches(self):
        with mock.patch.object(auditchain, "BATCH", 2):
            self.note("1", "2", "3", "4", "5")
            heads = self.run_command("audit", "close")[1]
        counts = [line.split()[2] for line in heads.splitlines()]
        self.assertEqual(["2", "2", "1"], counts)
        self.assertEqual(0, self.run_command("audit", "verify")[0])
        self.assertIn("nothing to close", self.run_command("audit", "close")[1])

    def test_database_itself_refuses_to_forge(self):
        self.close_two_batches()
        for name, (statements, _fault) in FORGERIES.items():
            if name in ALLOWED:
                continue
            with self.subTest(name), self.assertRaises((DBAPIError, RecordsError)):
                self.execute(*statements)
        self.assertEqual(["1", "2", "3", "4", "5"], self.subjects())
        self.assertEqual(0, self.run_command("audit", "verify")[0])

    def test_what_was_forged_all_the_same_is_found(self):
        for name, (statements, fault) in FORGERIES.items():
            with self.subTest(name):
                self.setUp()
                self.close_two_batches()
                self.execute(*self.opening, *statements)
                status, _out, err = self.run_command("audit", "verify")
                self.assertIn(fault, err)
                self.assertEqual(1, status)

    def test_chain_made_anew_as_a_whole_is_told_by_the_heads_kept_elsewhere(self):
        kept = self.folder / "heads"
        kept.write_text(self.close_two_batches(), encoding="utf-8")
        self.execute(
            *self.opening,
            "DELETE FROM audit_batches",
            "UPDATE audit_entries SET batch = NULL, position = NULL",
            "UPDATE audit_entries SET subject = 'other' WHERE subject = '2'",
        )
        self.run_command("audit", "close")
        self.assertEqual(0, self.run_command("audit", "verify")[0])
        status, _out, err = self.run_command("audit", "verify", "--heads", kept)
        self.assertEqual(1, status)
        self.assertIn("Batch 1 has another head than the one that was kept.", err)

    def test_heads_are_also_added_to_the_file_of_the_settings(self):
        path = self.folder / "heads-away"
        self.use(dataclasses.replace(self.settings, audit_heads=path))
        heads = self.close_two_batches()
        self.assertEqual(heads, path.read_text(encoding="utf-8"))
        self.assertEqual(0o600, stat.S_IMODE(path.stat().st_mode))

    def test_entries_are_pruned_in_time_and_the_heads_stay(self):
        heads = self.close_two_batches()
        self.note("given away", kept_long=True)
        heads += self.run_command("audit", "close")[1]
        self.assertIn("0 entries", self.run_command("audit", "prune")[1])
        later = utc_now() + timedelta(days=200)
        with mock.patch.object(auditverifying, "utc_now", return_value=later):
            self.assertIn("5 entries", self.run_command("audit", "prune")[1])
        self.assertEqual(["given away"], self.subjects())
        shown = self.run_command("audit", "heads")[1]
        self.assertTrue(shown.startswith(heads.splitlines()[0]))
        self.assertEqual(0, self.run_command("audit", "verify")[0])

    def test_lists_and_exports_are_filtered_and_noted(self):
        self.note("1", user_id="zhao", account_uid="uid-1")
        self.note("2", user_id="qian", account_uid="uid-2")
        status, out, err = self.run_command("audit", "list", "--person", "uid-1")
        self.assertEqual((0, ""), (status, err))
        self.assertEqual(1, len(out.splitlines()))
        self.assertIn("zhao", out)
        self.assertEqual(
            "", self.run_command("audit", "list", "--until", "2020-01-01")[1]
        )
        path = self.folder / "audit.jsonl"
        self.assertEqual(
            0, self.run_command("audit", "export", path, "--action", "test")[0]
        )
        self.assertEqual(0o600, stat.S_IMODE(path.stat().st_mode))
        lines = path.read_text(encoding="utf-8").splitlines()
        self.assertEqual(["1", "2"], [json.loads(line)["subject"] for line in lines])
        self.assertNotEqual(0, self.run_command("audit", "export", path)[0])
        with self.database.reading.connect() as connection:
            query = text(
                "SELECT action, kept_long FROM audit_entries WHERE subject = 'audit'"
                " ORDER BY id"
            )
            noted = [
                (row.action, bool(row.kept_long)) for row in connection.execute(query)
            ]
        looks = [("audit.list", False)] * 2
        self.assertEqual([*looks, ("audit.export", True)], noted)


class TestOnSQLite(ChainTests, unittest.TestCase):
    empty = staticmethod(empty_sqlite)
    opening = OPEN_SQLITE


class TestOnPostgreSQL(ChainTests, unittest.TestCase):
    empty = staticmethod(empty_postgresql)
    opening = OPEN_POSTGRESQL

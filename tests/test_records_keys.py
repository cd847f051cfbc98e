"""Master keys: made once, never lost without a word, changed while the portal serves."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from onewindow_policy.records import rotation
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.records.auditaway import has_away
from onewindow_policy.records.auditaway import keep_away
from onewindow_policy.records.auditing import take_note
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.exceptions import KeysMissing
from onewindow_policy.records.exceptions import SettingsRefused
from onewindow_policy.records.masterkeys import EnvironmentKeys
from onewindow_policy.records.masterkeys import KeyFile
from onewindow_policy.records.models import AuditEntry
from onewindow_policy.records.rotation import drop_old
from onewindow_policy.records.rotation import key_uses
from onewindow_policy.records.rotation import KeyInUse
from onewindow_policy.records.rotation import rotate
from onewindow_policy.testing.records import empty_postgresql
from onewindow_policy.testing.records import empty_sqlite
from pathlib import Path
from sqlalchemy import select
from tempfile import TemporaryDirectory
from unittest import mock

import dataclasses
import json
import os
import stat
import transaction
import unittest

FIRST, SECOND = (b64encode(letter * 32).decode() for letter in (b"1", b"2"))


class TestKeyFile(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(TemporaryDirectory())
        self.path = Path(folder) / "master-keys.json"
        self.file = KeyFile(self.path)

    def test_new_file_is_for_its_owner_alone(self):
        before = os.umask(0)
        self.addCleanup(os.umask, before)
        self.file.create()
        self.assertEqual(0o600, stat.S_IMODE(self.path.stat().st_mode))
        self.assertEqual([self.path], list(self.path.parent.iterdir()))

    def test_all_that_create_it_at_once_have_the_same_key(self):
        def create(_number):
            file = KeyFile(self.path)
            file.create()
            return file.read().current.secret

        with ThreadPoolExecutor(8) as pool:
            secrets = set(pool.map(create, range(32)))
        self.assertEqual(1, len(secrets))

    def test_what_another_process_wrote_is_noticed(self):
        self.file.create()
        self.file.read()
        other = KeyFile(self.path)
        added = other.add()
        self.assertIn(added, self.file.read().by_id)
        self.assertNotEqual(added, self.file.read().current.id.hex())
        other.make_current(added)
        self.assertEqual(added, self.file.read().current.id.hex())

    def test_changed_file_keeps_its_mode(self):
        self.file.create()
        self.file.add()
        self.assertEqual(0o600, stat.S_IMODE(self.path.stat().st_mode))

    def test_damaged_file_is_refused_without_showing_it(self):
        self.file.create()
        sound = json.loads(self.path.read_text())
        key = sound["keys"][0]
        for damaged in (
            "",
            "[]",
            json.dumps({**sound, "current": "other"}),
            json.dumps({**sound, "keys": [{**key, "key": FIRST}]}),
            json.dumps({**sound, "keys": [{**key, "key": key["key"][:-8]}]}),
        ):
            with self.subTest(damaged=damaged):
                self.path.write_text(damaged)
                with self.assertRaises(KeysMissing) as caught:
                    KeyFile(self.path).read()
                self.assertNotIn(key["key"][:8], str(caught.exception))
                self.assertIsNone(caught.exception.__cause__)

    def test_missing_file_is_named(self):
        with self.assertRaisesRegex(KeysMissing, "master-keys.json"):
            self.file.read()


class TestEnvironmentKeys(unittest.TestCase):
    def test_first_key_is_the_current_one(self):
        keys = EnvironmentKeys(f"{FIRST}, {SECOND}").read()
        self.assertEqual(b"1" * 32, keys.current.secret)
        self.assertEqual(2, len(keys.by_id))

    def test_text_that_is_no_key_is_refused_without_quoting_it(self):
        for text in ("secret words", FIRST[:-4], f"{FIRST},", "*" * 44):
            with self.subTest(text=text), self.assertRaises(SettingsRefused) as caught:
                EnvironmentKeys(text)
            self.assertNotIn(text[:6], str(caught.exception))

    def test_they_are_not_changed_from_here(self):
        keys = EnvironmentKeys(FIRST)
        with self.assertRaises(SettingsRefused):
            keys.add()
        with self.assertRaises(SettingsRefused):
            keys.make_current("0" * 32)


class DatabaseKeysTests:
    def setUp(self):
        self.settings = self.enterContext(self.empty())
        self.database = self.start()
        self.database.upgrade()
        self.addCleanup(transaction.abort)

    def start(self, **changes):
        """Use the database as a process does that has just started."""
        transaction.abort()
        database = Database(dataclasses.replace(self.settings, **changes))
        self.addCleanup(database.dispose)
        former = replace_database(database)
        self.addCleanup(replace_database, former)
        return database

    def stored_keys(self, count=1):
        """Store data keys; return their ids and something that each has sealed."""
        keys = [DataKey.create() for _number in range(count)]
        write_session().add_all(keys)
        sealed = {key.id: key.seal(b"words", "here") for key in keys}
        transaction.commit()
        return sealed

    def assert_opens(self, sealed):
        for key_id, data in sealed.items():
            key = read_session().get(DataKey, key_id)
            self.assertEqual(b"words", key.unseal(data, "here"))
        transaction.abort()

    def current(self):
        return self.database.master_keys.read().current.id.hex()

    def test_database_whose_key_file_is_gone_is_not_given_a_new_one(self):
        needed = self.current()
        self.settings.key_file.unlink()
        with (
            self.assertLogs("onewindow_policy", "ERROR") as logged,
            self.assertRaises(KeysMissing),
        ):
            self.start().ensure_ready()
        self.assertIn(needed, logged.output[0])
        self.assertFalse(self.settings.key_file.exists())

    def test_database_of_another_key_file_is_refused(self):
        self.settings.key_file.unlink()
        KeyFile(self.settings.key_file).create()
        with self.assertLogs("onewindow_policy"), self.assertRaises(KeysMissing):
            self.start().ensure_ready()

    def test_key_from_the_environment_goes_before_the_file(self):
        with self.assertLogs("onewindow_policy"), self.assertRaises(KeysMissing):
            self.start(master_keys=FIRST).ensure_ready()

    def test_rotation_keeps_everything_readable(self):
        sealed = self.stored_keys(5)
        hashed = keyed_hash("1", "test")
        before = self.current()
        counts = []
        after = rotate(self.database, counts.append)
        self.assertNotEqual(before, after)
        self.assertEqual(6, sum(counts))
        self.assertEqual(
            {before: 0, after: 6},
            {use.key_id: use.wraps for use in key_uses(self.database)},
        )
        self.assertEqual([before], drop_old(self.database))
        self.assertEqual([after], list(self.database.master_keys.read().by_id))
        self.start()
        self.assert_opens(sealed)
        self.assertEqual(hashed, keyed_hash("1", "test"))

    def test_entries_of_the_audit_that_wait_are_taken_in_before_their_key_is_dropped(
        self,
    ):
        with self.assertLogs("onewindow_policy"):
            keep_away(self.database, take_note("try", "waits"), OSError())
        rotate(self.database, lambda _count: None)
        drop_old(self.database)
        self.assertFalse(has_away(self.database))
        with self.database.reading.connect() as connection:
            subjects = connection.scalars(select(AuditEntry.subject)).all()
        self.assertEqual(["waits"], subjects)

    def test_process_that_serves_meanwhile_uses_the_new_key_at_once(self):
        serving = self.start()
        sealed = self.stored_keys()
        other = Database(self.settings)
        self.addCleanup(other.dispose)
        after = rotate(other, lambda _count: None)
        drop_old(other)
        replace_database(serving)
        self.assert_opens(sealed)
        self.assertEqual(after, DataKey.create().master_key_id)

    def test_interrupted_rotation_goes_on_where_it_was(self):
        sealed = self.stored_keys(3)

        def interrupt(_count):
            raise KeyboardInterrupt

        with mock.patch.object(rotation, "BATCH", 1):
            with self.assertRaises(KeyboardInterrupt):
                rotate(self.database, interrupt)
            begun = self.current()
            counts = []
            self.assertEqual(begun, rotate(self.database, counts.append))
        self.assertEqual(2, sum(counts))
        self.assertEqual(2, len(self.database.master_keys.read().by_id))
        self.assert_opens(sealed)

    def test_key_that_still_wraps_something_is_not_dropped(self):
        self.stored_keys()
        late = DataKey.create()
        rotate(self.database, lambda _count: None)
        write_session().add(late)
        transaction.commit()
        with self.assertRaises(KeyInUse):
            drop_old(self.database)
        self.assertEqual(2, len(self.database.master_keys.read().by_id))
        rotate(self.database, lambda _count: None)
        self.assertEqual(1, len(drop_old(self.database)))

    def test_key_in_use_by_an_open_transaction_is_not_dropped(self):
        late = DataKey.create()
        rotate(self.database, lambda _count: None)
        write_session().add(late)
        write_session().flush()
        impatient = Database(dataclasses.replace(self.settings, wait_seconds=0.05))
        self.addCleanup(impatient.dispose)
        with self.assertRaises(DatabaseBusy):
            drop_old(impatient)
        transaction.commit()
        self.assertEqual(2, len(self.database.master_keys.read().by_id))

    def test_erased_key_does_not_come_back(self):
        (key_id,) = self.stored_keys()
        write_session().get(DataKey, key_id).erase()
        transaction.commit()
        rotate(self.database, lambda _count: None)
        drop_old(self.database)
        self.assertTrue(read_session().get(DataKey, key_id).is_erased)

    def test_keys_from_the_environment_rotate_by_their_order(self):
        self.settings = self.enterContext(self.empty())
        self.database = self.start(master_keys=FIRST)
        self.database.upgrade()
        self.assertFalse(self.settings.key_file.exists())
        sealed = self.stored_keys()
        self.database = self.start(master_keys=f"{SECOND},{FIRST}")
        self.assertEqual(self.current(), rotate(self.database, lambda _count: None))
        self.assertEqual(1, len(drop_old(self.database)))
        self.database = self.start(master_keys=SECOND)
        self.assert_opens(sealed)
        with self.assertLogs("onewindow_policy"), self.assertRaises(KeysMissing):
            self.start(master_keys=FIRST).ensure_ready()


class TestDatabaseKeysOnSQLite(DatabaseKeysTests, unittest.TestCase):
    empty = staticmethod(empty_sqlite)


class TestDatabaseKeysOnPostgreSQL(DatabaseKeysTests, unittest.TestCase):
    empty = staticmethod(empty_postgresql)

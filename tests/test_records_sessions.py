"""Sessions are part of Zope's transaction, on both databases."""

from onewindow_policy.records.api import audit
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import IntegrityError
from transaction.interfaces import TransientError

import dataclasses
import sqlite3
import threading
import transaction
import unittest


def subjects():
    """Return the subjects of all audit entries, as a transaction of their own sees."""
    with get_database().reading.connect() as connection:
        return list(connection.scalars(select(AuditEntry.subject).order_by("id")))


class SessionTests:
    def impatient_database(self):
        """Let nobody wait for a lock."""
        settings = dataclasses.replace(get_database().settings, wait_seconds=0.05)
        database = Database(settings)
        self.addCleanup(database.dispose)
        replace_database(database)
        return database

    def test_what_was_written_is_kept_by_the_commit_of_zope(self):
        audit("test", "1")
        write_session().flush()
        self.assertEqual([], subjects())
        transaction.commit()
        self.assertEqual(["1"], subjects())

    def test_statements_without_objects_are_committed_too(self):
        audit("test", "1")
        transaction.commit()
        table = AuditEntry.__table__
        columns = [column for column in table.c if column.name != "id"]
        copied = insert(table).from_select(columns, select(*columns))
        write_session().execute(copied)
        transaction.commit()
        self.assertEqual(["1", "1"], subjects())

    def test_abort_leaves_nothing(self):
        audit("test", "1")
        write_session().flush()
        transaction.abort()
        transaction.commit()
        self.assertEqual([], subjects())

    def test_writing_after_reading_in_one_transaction(self):
        self.assertIsNone(read_session().scalar(select(AuditEntry.subject)))
        audit("test", "1")
        transaction.commit()
        self.assertEqual(["1"], subjects())

    def test_reading_session_keeps_its_moment_and_the_writing_one_sees_the_newest(self):
        reading = read_session()
        self.assertEqual([], list(reading.scalars(select(AuditEntry.subject))))
        self.in_another_thread(lambda: audit("test", "other"))
        self.assertEqual([], list(reading.scalars(select(AuditEntry.subject))))
        writing = write_session()
        self.assertEqual(["other"], list(writing.scalars(select(AuditEntry.subject))))

    def test_reading_after_writing_shows_what_was_written(self):
        audit("test", "1")
        entries = read_session().scalars(select(AuditEntry.subject))
        self.assertEqual(["1"], list(entries))

    def test_session_for_reading_cannot_write(self):
        with self.assertRaises(DBAPIError):
            read_session().execute(text("DELETE FROM lookup_keys"))

    def test_reader_keeps_no_writer_waiting(self):
        self.impatient_database()
        read_session().scalars(select(AuditEntry.subject)).all()
        self.in_another_thread(lambda: audit("test", "other"))
        self.assertEqual(["other"], subjects())

    def test_writer_keeps_no_reader_waiting(self):
        self.impatient_database()
        audit("test", "1")
        write_session().flush()
        self.assertEqual([], subjects())

    def test_two_writers_both_succeed(self):
        begun = threading.Event()

        def write():
            audit("test", "other")
            begun.set()

        audit("test", "1")
        write_session().flush()
        thread = threading.Thread(target=self.commit, args=[write])
        thread.start()
        begun.wait()
        transaction.commit()
        thread.join()
        self.assertEqual(["1", "other"], sorted(subjects()))

    def test_rolled_back_savepoint_keeps_what_was_written_before_it(self):
        audit("test", "1")
        savepoint = transaction.savepoint()
        audit("test", "2")
        savepoint.rollback()
        audit("test", "3")
        transaction.commit()
        self.assertEqual(["1", "3"], subjects())

    def test_savepoint_of_a_reader_changes_nothing(self):
        read_session().scalars(select(AuditEntry.subject)).all()
        transaction.savepoint().rollback()
        audit("test", "1")
        transaction.commit()
        self.assertEqual(["1"], subjects())

    def test_own_transaction_outlives_an_abort(self):
        with own_transaction():
            audit("refused", "1")
        audit("test", "2")
        transaction.abort()
        self.assertEqual(["1"], subjects())

    def test_own_transaction_that_fails_leaves_nothing(self):
        with self.assertRaises(ZeroDivisionError), own_transaction():
            audit("refused", "1")
            raise ZeroDivisionError
        self.assertEqual([], subjects())
        audit("test", "2")
        transaction.commit()
        self.assertEqual(["2"], subjects())

    def test_own_transaction_is_refused_where_it_would_wait_for_itself(self):
        write_session()
        with self.assertRaises(RuntimeError), own_transaction():
            pass

    def test_write_session_is_refused_within_an_own_transaction(self):
        with own_transaction(), self.assertRaises(RuntimeError):
            write_session()

    def test_error_of_a_constraint_is_neither_busy_nor_unavailable(self):
        key = DataKey.create()
        key.master_key_id = "0" * 32
        write_session().add(key)
        with self.assertRaises(IntegrityError):
            write_session().flush()

    def test_errors_do_not_show_values(self):
        key = DataKey.create()
        key.master_key_id = "planted value"
        write_session().add(key)
        with self.assertRaises(IntegrityError) as caught:
            write_session().flush()
        self.assertNotIn("planted value", str(caught.exception).split("DETAIL")[0])

    def commit(self, work):
        work()
        transaction.commit()

    def in_another_thread(self, work):
        """Do `work` in a transaction of another thread, and commit it."""
        thread = threading.Thread(target=self.commit, args=[work])
        thread.start()
        thread.join()


class TestSessionsOnSQLite(SessionTests, unittest.TestCase):
    layer = SQLITE_TESTING

    def test_lock_that_is_not_had_in_time_may_be_retried(self):
        self.impatient_database()
        key = DataKey.create()
        with get_database().writing.begin():
            write_session().add(key)
            with self.assertRaises(DatabaseBusy):
                write_session().flush()
            transaction.abort()
            write_session().add(key)
            with self.assertRaises(TransientError):
                transaction.commit()
            transaction.abort()
            with self.assertRaises(DatabaseBusy), own_transaction() as session:
                session.execute(text("SELECT 1"))
        self.assert_writable()

    def test_lock_of_another_process_that_is_not_had_in_time_may_be_retried(self):
        self.impatient_database().ensure_ready()
        other = sqlite3.connect(get_database().settings.sqlite_path)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")
        audit("test", "1")
        with self.assertRaises(DatabaseBusy):
            transaction.commit()
        transaction.abort()
        other.rollback()
        self.assert_writable()

    def test_connection_that_writes_twice_keeps_its_turn(self):
        self.impatient_database()
        with get_database().writing.connect() as connection:
            for _number in range(2):
                connection.execute(text("UPDATE lookup_keys SET suite = suite"))
                connection.commit()
        self.assert_writable()

    def assert_writable(self):
        audit("test", "last")
        transaction.commit()
        self.assertEqual(["last"], subjects())


class TestSessionsOnPostgreSQL(SessionTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING

    def test_lock_that_is_not_had_in_time_may_be_retried(self):
        self.impatient_database()
        with get_database().writing.begin() as connection:
            connection.execute(text("SELECT id FROM lookup_keys FOR UPDATE"))
            with self.assertRaises(DatabaseBusy):
                write_session().execute(text("DELETE FROM lookup_keys"))

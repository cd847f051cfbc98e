"""Databases that stop, fill up, or are taken away, while somebody works."""

from onewindow_policy.records.api import audit
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import OutcomeUnknown
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing.records import administer
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.testing.records import StoppableServer
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import dataclasses
import sqlite3
import threading
import transaction
import unittest

#: Ends the server's side of all other connections, as a restart does, and waits until they
#: are gone: for 30 seconds at most, in milliseconds.
END_OTHERS = """
SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity
WHERE datname = '{name}' AND pid <> pg_backend_pid()
"""


def count():
    """Return the number of audit entries."""
    entries = count_entries()
    transaction.abort()
    return entries


def count_entries():
    """Return the number of audit entries, within the transaction."""
    return read_session().scalar(select(func.count()).select_from(AuditEntry))


class TestSQLiteFaults(unittest.TestCase):
    layer = SQLITE_TESTING

    def use(self, **changes):
        settings = dataclasses.replace(get_database().settings, **changes)
        database = Database(settings)
        self.addCleanup(database.dispose)
        replace_database(database)
        return database

    def assert_unavailable_and_logged(self, work, words):
        with (
            self.assertLogs("onewindow_policy", "ERROR") as logged,
            self.assertRaises(DatabaseUnavailable),
        ):
            work()
        self.assertIn(words, "\n".join(logged.output))
        transaction.abort()

    def test_full_disk_is_unavailable_and_leaves_nothing(self):
        database = self.use()
        database.ensure_ready()
        with database.writing.connect() as connection:
            driver = connection.connection.driver_connection
            pages = driver.execute("PRAGMA page_count").fetchone()[0]
            driver.execute(f"PRAGMA max_page_count = {pages}")

        def fill():
            for _number in range(1000):
                audit("test", "1", "x" * 500)
            transaction.commit()

        self.assert_unavailable_and_logged(fill, "SQLITE_FULL")
        self.assertEqual(0, count())

    def test_file_that_is_gone_does_not_come_back_empty(self):
        database = self.use()
        database.ensure_ready()
        database.dispose()
        path = database.settings.sqlite_path
        path.unlink()
        self.assert_unavailable_and_logged(count, "CANTOPEN")
        self.assertFalse(path.exists())

    def test_folder_that_is_missing_is_told(self):
        url = read_url("sqlite:////nowhere/at/all/records.sqlite")
        self.use(url=url)
        self.assert_unavailable_and_logged(count, "/nowhere/at/all/records.sqlite")

    def test_damaged_file_is_unavailable(self):
        database = self.use()
        database.dispose()
        database.settings.sqlite_path.write_bytes(b"no database" * 1000)
        name = database.settings.sqlite_path.name
        self.assert_unavailable_and_logged(
            count, f"{name} is out of order: SQLITE_NOTADB"
        )

    def test_refused_commit_leaves_no_lock_behind(self):
        self.use(wait_seconds=0.05)
        statement = """
            CREATE TABLE late_references (key_id VARCHAR(32)
            REFERENCES master_keys (id) DEFERRABLE INITIALLY DEFERRED)
        """
        with get_database().writing.begin() as connection:
            connection.execute(text(statement))
        statement = "INSERT INTO late_references VALUES ('nowhere')"
        write_session().execute(text(statement))
        with self.assertRaises(DBAPIError):
            transaction.commit()
        transaction.abort()
        other = sqlite3.connect(get_database().settings.sqlite_path, timeout=0)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")

    def test_lock_that_is_given_back_in_time_is_waited_for(self):
        self.use(wait_seconds=30)
        get_database().ensure_ready()
        other = sqlite3.connect(
            get_database().settings.sqlite_path,
            isolation_level=None,
            check_same_thread=False,
        )
        self.addCleanup(other.close)
        other.execute("BEGIN EXCLUSIVE")
        threading.Timer(0.5, other.execute, ["COMMIT"]).start()
        audit("test", "1")
        transaction.commit()
        self.assertEqual(1, count())


class TestPostgreSQLFaults(unittest.TestCase):
    layer = POSTGRESQL_TESTING

    def end_connections(self):
        name = get_database().settings.url.database
        administer(END_OTHERS.format(name=name))

    def test_connection_that_died_in_the_pool_is_replaced(self):
        audit("test", "1")
        transaction.commit()
        self.assertEqual(1, count())
        self.end_connections()
        self.assertEqual(1, count())
        audit("test", "2")
        transaction.commit()
        self.assertEqual(2, count())

    def test_connection_that_dies_in_a_transaction_lets_it_be_tried_again(self):
        audit("test", "1")
        write_session().flush()
        self.end_connections()
        audit("test", "2")
        with self.assertRaises(DatabaseBusy):
            write_session().flush()
        transaction.abort()
        self.assertEqual(0, count())

    def test_connection_that_dies_while_committing_leaves_the_outcome_open(self):
        audit("test", "1")
        write_session().flush()
        self.end_connections()
        with self.assertLogs("onewindow_policy"), self.assertRaises(OutcomeUnknown):
            transaction.commit()
        transaction.abort()
        self.assertEqual(0, count())

    def test_connection_that_dies_before_a_rollback_hides_no_other_error(self):
        for use in (
            count_entries,
            lambda: audit("test", "1") or write_session().flush(),
        ):
            use()
            self.end_connections()
            transaction.abort()
        with self.assertRaises(ZeroDivisionError), own_transaction() as session:
            session.execute(text("SELECT 1"))
            self.end_connections()
            raise ZeroDivisionError
        self.assertEqual(0, count())

    def test_connection_that_dies_after_reading_does_not_matter(self):
        count_entries()
        self.end_connections()
        with self.assertNoLogs("onewindow_policy"):
            transaction.commit()
        self.assertEqual(0, count())

    def test_two_that_wait_for_each_other_are_told_apart(self):
        with get_database().writing.begin() as connection:
            for key_id in ("a", "b"):
                connection.execute(
                    text("INSERT INTO master_keys VALUES (:id, now())"), {"id": key_id}
                )
        self.addCleanup(self.delete_keys)
        update = "UPDATE master_keys SET first_used_at = now() WHERE id = '{}'"
        both_hold_one = threading.Barrier(2)
        outcomes = []

        def take(first, second):
            write_session().execute(text(update.format(first)))
            both_hold_one.wait()
            try:
                write_session().execute(text(update.format(second)))
                transaction.commit()
                outcomes.append("committed")
            except DatabaseBusy:
                transaction.abort()
                outcomes.append("busy")

        threads = [threading.Thread(target=take, args=order) for order in ("ab", "ba")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(["busy", "committed"], sorted(outcomes))

    def delete_keys(self):
        transaction.abort()
        with get_database().writing.begin() as connection:
            connection.execute(text("DELETE FROM master_keys WHERE id IN ('a', 'b')"))


class TestServerFaults(unittest.TestCase):
    """A server of its own, which stops and starts."""

    def setUp(self):
        self.server = self.enterContext(StoppableServer())
        database = Database(self.server.settings)
        self.addCleanup(database.dispose)
        former = replace_database(database)
        self.addCleanup(replace_database, former)
        self.addCleanup(transaction.abort)

    def test_server_that_stops_and_starts_again_is_used_again(self):
        get_database().upgrade()
        audit("test", "1")
        transaction.commit()
        self.server.stop()
        with self.assertLogs("onewindow_policy", "ERROR") as logged:
            for work in (count, lambda: audit("test", "2") or transaction.commit()):
                with self.assertRaises(DatabaseUnavailable):
                    work()
                transaction.abort()
        self.assertIn("cannot be reached", logged.output[0])
        self.server.start()
        self.assertEqual(1, count())
        audit("test", "2")
        transaction.commit()
        self.assertEqual(2, count())

    def test_server_that_was_down_at_the_start_is_used_when_it_is_there(self):
        get_database().upgrade()
        database = Database(self.server.settings)
        self.addCleanup(database.dispose)
        replace_database(database)
        self.server.stop()
        with (
            self.assertLogs("onewindow_policy"),
            self.assertRaises(DatabaseUnavailable),
        ):
            count()
        transaction.abort()
        self.server.start()
        self.assertEqual(0, count())

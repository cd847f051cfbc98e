"""What was erased is gone: found by nobody in the files, and opened by no key in copies."""

from contextlib import closing
from contextlib import redirect_stderr
from contextlib import redirect_stdout
from datetime import timedelta
from io import BytesIO
from io import StringIO
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import new_case_number
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.cli import main
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.models import ANSWERED
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.intake.api import drop_parked
from onewindow_policy.intake.api import drop_parked_files
from onewindow_policy.intake.api import park_upload
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import Unreadable
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.erasing import ErasedKey
from onewindow_policy.records.erasing import overwrite
from onewindow_policy.records.erasing import OVERWRITING
from onewindow_policy.records.exceptions import KeysMissing
from onewindow_policy.records.keys import wrapping_context
from onewindow_policy.records.retention import months_after
from onewindow_policy.records.rotation import rotate
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.inquiries import add_inquiry
from onewindow_policy.testing.records import empty_postgresql
from onewindow_policy.testing.records import empty_sqlite
from onewindow_policy.testing.records import records_of
from pathlib import Path
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy import update
from unittest import mock

import itertools
import sqlite3
import threading
import transaction
import unittest

ZOPE_CONF = Path(__file__).resolve().parent.parent / "instance" / "etc" / "zope.conf"

#: More rows than pages of SQLite have room for, so that pages are split and merged.
MANY = 300


class ErasingTests:
    def setUp(self):
        self.settings = self.enterContext(self.empty())
        self.database = Database(self.settings)
        self.addCleanup(self.database.dispose)
        self.addCleanup(replace_database, replace_database(self.database))
        self.addCleanup(transaction.abort)
        self.addCleanup(OVERWRITING.stop)
        self.database.upgrade()
        self.enterContext(
            mock.patch(
                "onewindow_policy.sites.api.prepare_instance", return_value=ZOPE_CONF
            )
        )

    # -- what is erased

    def run_command(self, *arguments):
        """Run a command line; return its status, and what it printed."""
        transaction.commit()
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main([str(each) for each in arguments])
        self.said = err.getvalue()
        return status, out.getvalue()

    def tidy(self, years=0):
        """Run the daily command some years from now; return what it counted."""
        now = months_after(utc_now(), 12 * years)
        with mock.patch("onewindow_policy.sites.tidying.utc_now", return_value=now):
            status, out = self.run_command("records", "tidy")
        self.assertEqual(0, status, out)
        return {line[8:]: int(line[:7]) for line in out.splitlines()}

    def register(self, nonce="nonce-1"):
        case = register_case(submission(nonce))
        transaction.commit()
        return case

    def keys(self):
        """Return by id the wrapped bytes of all data keys."""
        with self.database.reading.connect() as connection:
            rows = connection.execute(
                select(DataKey.id, DataKey.wrapped).where(DataKey.wrapped.is_not(None))
            )
            return dict(rows.all())

    def remains(self):
        with self.database.reading.connect() as connection:
            return connection.scalar(select(func.count(ErasedKey.id)))

    def ways_to_erase(self):
        """Yield by name how a record comes to be, and all the ways in which its key is
        erased."""

        def retention():
            case = self.register("retention")
            withdraw(case.number, case.query_code, ADDRESS)
            transaction.commit()
            return lambda: self.tidy(years=11)

        def command():
            number = self.register("command").number
            return lambda: self.run_command("records", "erase", number)

        def suggestion(erases):
            number = leave_suggestion(
                NewSuggestion(erases.__name__, "等了很久", kept_months=12)
            ).number
            query = select(Suggestion).where(Suggestion.number == number)
            write_session().scalar(query).settle(ANSWERED, utc_now())
            transaction.commit()
            return lambda: erases(number)

        def inquiry(erases):
            number = add_inquiry(erases.__name__)
            transaction.commit()
            return lambda: erases(number)

        def by_retention(_number):
            self.tidy(years=2)

        def by_command(number):
            self.run_command("records", "erase", number)

        def parked(erases):
            name = erases.__name__
            file_id = park_upload(name, "photo", "1.png", "image/png", b"1", ADDRESS)
            transaction.commit()

            def erase():
                erases(name, file_id)
                transaction.commit()

            return erase

        def taken_off(nonce, file_id):
            drop_parked_files(nonce, [file_id])

        def sent(nonce, _file_id):
            drop_parked(nonce)

        def given_up(_nonce, _file_id):
            with self.database.writing.begin() as connection:
                past = utc_now() - timedelta(seconds=1)
                connection.execute(update(ParkedUpload).values(expires_at=past))
            self.tidy()

        yield "case over its term", retention
        yield "case by command", command
        yield "suggestion over its term", lambda: suggestion(by_retention)
        yield "suggestion by command", lambda: suggestion(by_command)
        yield "inquiry over its term", lambda: inquiry(by_retention)
        yield "inquiry by command", lambda: inquiry(by_command)
        yield "file taken off a form", lambda: parked(taken_off)
        yield "file that was sent", lambda: parked(sent)
        yield "file of a form that nobody sent", lambda: parked(given_up)

    # -- what must hold on both

    def test_each_way_to_erase_is_noted_and_the_key_is_out_of_the_table(self):
        for name, prepare in self.ways_to_erase():
            with self.subTest(name):
                before = self.keys()
                erase = prepare()
                ((key_id, _wrapped),) = self.keys().items() - before.items()
                noted = self.remains()
                erase()
                self.assertNotIn(key_id, self.keys())
                self.assertEqual(noted + 1, self.remains())

    def test_statement_of_anybody_is_noted(self):
        self.register()
        with self.database.writing.begin() as connection:
            connection.execute(
                text(
                    "UPDATE data_keys SET wrapped = NULL, master_key_id = NULL,"
                    " erased_at = '2026-01-01 00:00:00'"
                )
            )
        self.assertEqual(1, self.remains())
        # What has no key any more is not erased again.
        with self.database.writing.begin() as connection:
            tables = ("case_events", "case_files", "case_finders", "cases", "data_keys")
            for table in tables:
                if table == "case_events":
                    self.allow_deleting(connection)
                connection.execute(text(f"DELETE FROM {table}"))
        self.assertEqual(1, self.remains())

    def allow_deleting(self, connection):
        """Take away what keeps events from being deleted."""
        is_sqlite = self.settings.is_sqlite
        for name in self.triggers_of_events(connection):
            of = "" if is_sqlite else " ON case_events"
            connection.execute(text(f"DROP TRIGGER {name}{of}"))

    def test_copies_open_with_no_key_that_is_left_once_it_is_erased_now(self):
        number = self.register().number
        ((key_id, wrapped),) = self.keys().items()
        secret = self.database.unwrap(wrapped, wrapping_context(key_id))
        copies = self.copies()
        for name, copy in copies.items():
            self.assertIn(self.as_in(name, wrapped), copy, name)
        status, out = self.run_command("records", "erase", number)
        self.assertEqual(0, status, out)
        self.assertIn("keys rotate --drop", out)
        # Who has a copy still opens it with the master key that there is.
        context = wrapping_context(key_id)
        self.assertEqual(secret, self.database.unwrap(wrapped, context))
        status, out = self.run_command("records", "erase", number, "--now")
        self.assertEqual(0, status, out)
        for key in self.database.master_keys.read().by_id.values():
            with self.assertRaises(Unreadable):
                key.unseal(wrapped, context)
        with self.assertRaises(KeysMissing):
            self.database.unwrap(wrapped, context)
        self.assertEqual(0, self.remains())
        self.assertNotIn(secret, self.settings.key_file.read_bytes())
        # All else is read as before.
        other = self.register("other").number
        transaction.begin()
        case = read_session().scalar(select(Case).where(Case.number == other))
        self.assertEqual("赵计华", case.applicant["name"])

    def test_erasing_now_after_a_rotation_that_was_interrupted(self):
        numbers = [self.register(str(number)).number for number in range(3)]

        def break_off(_count):
            raise ZeroDivisionError

        with (
            mock.patch("onewindow_policy.records.rotation.BATCH", 1),
            self.assertRaises(ZeroDivisionError),
        ):
            rotate(self.database, break_off)
        wrapped = list(self.keys().items())
        for number in numbers:
            status, out = self.run_command("records", "erase", number, "--now")
            self.assertEqual(0, status, out)
        for key_id, bytes_ in wrapped:
            with self.assertRaises(KeysMissing):
                self.database.unwrap(bytes_, wrapping_context(key_id))

    def test_who_erases_is_told_of_a_number_that_is_none(self):
        self.assertEqual(2, self.run_command("records", "erase", "1234")[0])
        unknown = new_case_number(utc_now())
        status, _out = self.run_command("records", "erase", unknown, "--now")
        self.assertEqual(1, status)
        self.assertIn(unknown, self.said)
        self.assertEqual(1, len(self.database.master_keys.read().by_id))

    def test_erasing_by_command_is_in_the_audit_once(self):
        number = self.register().number
        for _number in range(2):
            self.assertEqual(0, self.run_command("records", "erase", number)[0])
        transaction.begin()
        entries = read_session().execute(
            select(AuditEntry.subject, AuditEntry.detail).where(
                AuditEntry.action == "case.erase"
            )
        )
        self.assertEqual([(number, "command")], [tuple(each) for each in entries])

    def test_master_key_is_changed_when_it_is_old_enough(self):
        self.register()
        (first,) = self.database.master_keys.read().by_id
        command = ("keys", "rotate", "--if-older-than", 30, "--drop")
        status, out = self.run_command(*command)
        self.assertEqual(0, status)
        self.assertIn("not older than 30 days", out)
        self.assertIn(first, self.database.master_keys.read().by_id)
        later = utc_now() + timedelta(days=31)
        with mock.patch(
            "onewindow_policy.records.rotation.utc_now", return_value=later
        ):
            status, out = self.run_command(*command)
        self.assertEqual(0, status, out)
        self.assertIn(f"Dropped: {first}", out)
        (second,) = self.database.master_keys.read().by_id
        self.assertNotEqual(first, second)


class TestErasingOnSQLite(ErasingTests, unittest.TestCase):
    empty = staticmethod(empty_sqlite)

    def triggers_of_events(self, connection):
        query = "SELECT name FROM sqlite_master WHERE tbl_name = 'case_events'"
        return connection.scalars(text(f"{query} AND type = 'trigger'")).all()

    def files(self):
        """Return what lies in the folder of the database, all in one."""
        folder = self.settings.sqlite_path.parent
        paths = sorted(folder.glob(f"{self.settings.sqlite_path.name}*"))
        return b"".join(path.read_bytes() for path in paths)

    def copies(self):
        backup = self.settings.var / "backup"
        status, out = self.run_command("db", "backup", backup)
        self.assertEqual(0, status, out)
        log = self.settings.sqlite_path.with_name("records.sqlite-wal")
        return {"backup": backup.read_bytes(), "log": log.read_bytes()}

    def as_in(self, _name, wrapped):
        return wrapped

    def test_each_way_to_erase_leaves_nothing_in_the_files_while_they_are_open(self):
        # The process that serves keeps connections, so that the log is never removed.
        with self.database.reading.connect():
            for name, prepare in self.ways_to_erase():
                with self.subTest(name):
                    before = self.keys()
                    erase = prepare()
                    ((_key_id, wrapped),) = self.keys().items() - before.items()
                    self.assertIn(wrapped, self.files())
                    erase()
                    self.assertTrue(overwrite(self.database))
                    self.assertNotIn(wrapped, self.files())

    def test_process_that_serves_overwrites_by_itself(self):
        done = threading.Event()

        def note(database):
            is_done = overwrite(database)
            done.set()
            return is_done

        file_id = park_upload("n", "photo", "1.png", "image/png", b"1", ADDRESS)
        transaction.commit()
        ((_key_id, wrapped),) = self.keys().items()
        self.assertIn(wrapped, self.files())
        with mock.patch("onewindow_policy.records.erasing.overwrite", note):
            drop_parked_files("n", [file_id])
            transaction.commit()
            self.assertTrue(done.wait(60))
            OVERWRITING.stop()
        self.assertNotIn(wrapped, self.files())

    def test_whoever_stops_it_waits_for_a_try_that_has_begun(self):
        begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

        def note(_database):
            begun.set()
            go_on.wait(60)
            ended.set()
            return False

        with mock.patch("onewindow_policy.records.erasing.overwrite", note):
            OVERWRITING.begin(self.database, 0)
            self.assertTrue(begun.wait(60))
            threading.Timer(0.1, go_on.set).start()
            OVERWRITING.stop()
            self.assertTrue(ended.is_set())
        # Nor does one that failed leave another behind.
        names = [each.name for each in threading.enumerate()]
        self.assertNotIn("overwriting what was erased", names)

    def test_what_is_taken_back_overwrites_nothing(self):
        file_id = park_upload("n", "photo", "1.png", "image/png", b"1", ADDRESS)
        transaction.commit()
        drop_parked_files("n", [file_id])
        transaction.abort()
        self.assertEqual(0, self.remains())
        self.assertEqual(1, len(self.keys()))

    def test_reader_keeps_it_and_that_is_said_until_it_is_done(self):
        number = self.register().number
        ((_key_id, wrapped),) = self.keys().items()
        with closing(sqlite3.connect(self.settings.sqlite_path)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM cases").fetchone()
            status, out = self.run_command("records", "erase", number)
            self.assertEqual(3, status)
            self.assertIn("not overwritten", out)
            self.assertIn(wrapped, self.files())
            self.assertEqual(1, self.tidy()["erased, not yet overwritten"])
            reader.rollback()
        self.assertEqual(0, self.tidy()["erased, not yet overwritten"])
        self.assertNotIn(wrapped, self.files())

    def test_next_erasure_overwrites_what_an_earlier_one_could_not(self):
        first, second = (self.register(nonce).number for nonce in "ab")
        wrapped = self.keys().values()
        with closing(sqlite3.connect(self.settings.sqlite_path)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM cases").fetchone()
            self.assertEqual(3, self.run_command("records", "erase", first)[0])
            reader.rollback()
        self.assertEqual(0, self.run_command("records", "erase", second)[0])
        for each in wrapped:
            self.assertNotIn(each, self.files())

    def test_pages_that_were_split_and_merged_keep_nothing(self):
        files = [
            park_upload(str(number), "photo", "1.png", "image/png", b"1" * 50, ADDRESS)
            for number in range(MANY)
        ]
        transaction.commit()
        rotate(self.database, lambda _count: None)
        wrapped = list(self.keys().values())
        self.assertEqual(MANY, len(wrapped))
        for step in (3, 2, 1):
            for number, file_id in itertools.islice(enumerate(files), 0, MANY, step):
                drop_parked_files(str(number), [file_id])
            transaction.commit()
            self.register(str(step))
        self.assertTrue(overwrite(self.database))
        left = self.files()
        self.assertEqual([], [each for each in wrapped if each in left])


class TestErasingOnPostgreSQL(ErasingTests, unittest.TestCase):
    empty = staticmethod(empty_postgresql)

    def triggers_of_events(self, connection):
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        return connection.scalars(
            text(f"{query} AND tgrelid = 'case_events'::regclass")
        ).all()

    def copies(self):
        with self.database.engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            connection.execute(text("CHECKPOINT"))
            folder = Path(connection.scalar(text("SHOW data_directory")))
            heap = connection.scalar(text("SELECT pg_relation_filepath('data_keys')"))
            dump = BytesIO()
            cursor = connection.connection.driver_connection.cursor()
            # As pg_dump does.
            cursor.copy_expert("COPY data_keys TO STDOUT", dump)
        logs = sorted((folder / "pg_wal").glob("0*"))
        return {
            "heap": (folder / heap).read_bytes(),
            "log": b"".join(records_of(path.read_bytes()) for path in logs),
            "backup": dump.getvalue(),
        }

    def as_in(self, name, wrapped):
        return wrapped.hex().encode() if name == "backup" else wrapped

    def test_heap_and_log_keep_what_was_erased(self):
        # That is why the master key is changed.
        number = self.register().number
        ((_key_id, wrapped),) = self.keys().items()
        self.assertEqual(0, self.run_command("records", "erase", number, "--now")[0])
        copies = self.copies()
        self.assertIn(wrapped, copies["heap"])
        self.assertIn(wrapped, copies["log"])
        self.assertEqual(0, self.remains())

"""The tables come to be from nothing, and from each revision with data in it."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from datetime import datetime
from datetime import UTC
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import Recount
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import NEVER
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.indicators.models import Figure
from onewindow_policy.records.base import Base
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.database import Database
from onewindow_policy.records.exceptions import SchemaMismatch
from onewindow_policy.records.schema import CURRENT
from onewindow_policy.records.schema import import_models
from onewindow_policy.records.schema import NEWER
from onewindow_policy.records.schema import OUTDATED
from onewindow_policy.records.schema import revision_of
from onewindow_policy.records.schema import revisions
from onewindow_policy.records.schema import state_of
from onewindow_policy.records.schema import upgrade
from onewindow_policy.testing.records import empty_postgresql
from onewindow_policy.testing.records import empty_sqlite
from onewindow_policy.testing.revisions import MADE_ROWS
from onewindow_policy.testing.revisions import SAMPLE_ROWS
from pathlib import Path
from sqlalchemy import delete
from sqlalchemy import insert
from sqlalchemy import inspect
from sqlalchemy import MetaData
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import os
import stat
import subprocess
import sys
import unittest

#: What several processes do when they start at once.
START = """
from onewindow_policy.records.database import get_database
get_database().ensure_ready()
"""


def tables_of(connection) -> MetaData:
    """Return the tables that there are."""
    metadata = MetaData()
    metadata.reflect(connection)
    metadata.remove(metadata.tables["alembic_version"])
    return metadata


def fill_revision(database: Database, revision: str) -> None:
    """Bring the tables to a revision, and put its sample rows in."""
    with database.alone() as connection:
        upgrade(connection, revision)
    with database.writing.begin() as connection:
        tables = tables_of(connection).tables
        for name, values in SAMPLE_ROWS[revision]:
            connection.execute(insert(tables[name]).values(values))


def rows_of(connection) -> dict[str, list[dict]]:
    """Return the rows of all tables that have any."""
    found = {
        name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for name, table in tables_of(connection).tables.items()
    }
    return {name: rows for name, rows in found.items() if rows}


def columns_of(former: dict, rows: list[dict]) -> list[dict]:
    """Return what these rows have in the columns that a former row had."""
    return [{name: row.get(name) for name in former} for row in rows]


class MigrationTests:
    def setUp(self):
        import_models()
        self.settings = self.enterContext(self.empty())
        self.database = Database(self.settings)
        self.addCleanup(self.database.dispose)

    def test_empty_database_gets_the_tables_that_the_models_describe(self):
        with self.database.alone() as connection:
            upgrade(connection)
        with self.database.reading.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True}
            )
            self.assertEqual([], compare_metadata(context, Base.metadata))
            self.assertEqual(CURRENT, state_of(connection))

    def test_filled_database_keeps_its_rows_through_every_revision(self):
        self.assertEqual(set(revisions()), set(SAMPLE_ROWS))
        rows = {}
        for revision in revisions():
            with self.database.alone() as connection:
                upgrade(connection, revision)
                self.assertEqual(revision, revision_of(connection))
            with self.database.writing.begin() as connection:
                tables = tables_of(connection).tables
                for name, count in MADE_ROWS.get(revision, {}).items():
                    rows[name] = rows.get(name, 0) + count
                for name, values in SAMPLE_ROWS[revision]:
                    connection.execute(insert(tables[name]).values(values))
                    rows[name] = rows.get(name, 0) + 1
                for name, table in tables.items():
                    found = connection.execute(select(table)).all()
                    self.assertEqual(rows.get(name, 0), len(found), name)
                    self.assertTrue(found, f"no sample row for {name}")

    def test_from_each_former_revision_all_rows_come_here_in_one_go(self):
        for revision in revisions()[:-1]:
            fill_revision(self.database, revision)
            # What was done is taken back, for the next revision to begin with.
            with (
                self.subTest(revision=revision),
                self.assertRaises(ZeroDivisionError),
                self.database.alone() as connection,
            ):
                former = rows_of(connection)
                upgrade(connection)
                self.assertEqual(CURRENT, state_of(connection))
                found = rows_of(connection)
                for name, rows in former.items():
                    self.assertEqual(rows, columns_of(rows[0], found[name]), name)
                raise ZeroDivisionError

    def test_terms_are_added_as_people_were_told_until_then(self):
        for revision in ("0001", "0002", "0003"):
            fill_revision(self.database, revision)
        with self.database.alone() as connection:
            upgrade(connection)
        with self.database.reading.connect() as connection:
            suggestion = connection.execute(
                select(Suggestion.kept_months, Suggestion.erase_at)
            ).one()
            case = connection.execute(select(Case.kept_months, Case.erase_at)).one()
        self.assertEqual((12, datetime(2027, 1, 31, tzinfo=UTC)), tuple(suggestion))
        self.assertEqual((None, None), tuple(case))

    def upgrade_with_case(self, revision, **values):
        """Have a case with these values when the tables of `revision` are upgraded."""
        with self.database.alone() as connection:
            upgrade(connection, revision)
        case = dict(SAMPLE_ROWS["0002"])["cases"]
        with self.database.writing.begin() as connection:
            tables = tables_of(connection).tables
            for name, first in SAMPLE_ROWS["0001"]:
                connection.execute(insert(tables[name]).values(first))
            required = {
                each.name: 0
                for each in tables["cases"].columns
                if not each.nullable and each.server_default is None
            }
            row = {**required, **case, **values}
            row = {name: row[name] for name in row if name in tables["cases"].columns}
            connection.execute(insert(tables["cases"]).values(row))
        with self.database.alone() as connection:
            upgrade(connection)

    def assert_seen_to(self, assignee, step_name):
        with self.database.reading.connect() as connection:
            case = connection.execute(select(Case.assignee, Case.step_name)).one()
        self.assertEqual((assignee, step_name), tuple(case))

    def test_who_saw_to_what_was_erased_is_forgotten(self):
        seen_to = {"assignee": "window-staff", "step_name": "审核"}
        self.upgrade_with_case("0062", **seen_to, erased_at=utc_now())
        self.assert_seen_to(None, None)

    def test_who_sees_to_what_is_there_stays(self):
        self.upgrade_with_case("0062", assignee="window-staff", step_name="审核")
        self.assert_seen_to("window-staff", "审核")

    def test_what_renewed_something_is_linked_as_a_renewal(self):
        self.upgrade_with_case("0059", renews="1" * 15, renewed_by="2" * 15)
        with self.database.reading.connect() as connection:
            kept = connection.execute(
                select(
                    *(Case.earlier_number, Case.earlier_link),
                    *(Case.later_number, Case.later_link),
                )
            ).one()
        self.assertEqual(("1" * 15, "renewal", "2" * 15, "renewal"), tuple(kept))

    def test_cases_and_suggestions_that_wait_are_duties_from_then_on(self):
        with self.database.alone() as connection:
            upgrade(connection, "0019")
        case = dict(SAMPLE_ROWS["0002"])["cases"]
        suggestion = dict(SAMPLE_ROWS["0003"])["suggestions"]
        due = {"due_on": date(2026, 1, 20), "deciding_unit_code": "U"}
        rows = {
            "cases": [
                {**case, "state": state, **more}
                for state, more in (
                    ("received", due),
                    ("awaiting_correction", {}),
                    ("in_progress", due),
                    ("suspended", due),
                    ("withdrawn", due),
                    ("received", {"erased_at": utc_now()}),
                )
            ],
            "suggestions": [
                {**suggestion, "state": state, "message_sealed": message}
                for state, message in (("new", b"x"), ("new", None), ("answered", b"x"))
            ],
        }
        with self.database.writing.begin() as connection:
            tables = tables_of(connection).tables
            for name, values in SAMPLE_ROWS["0001"]:
                connection.execute(insert(tables[name]).values(values))
            for name, several in rows.items():
                for number, values in enumerate(several):
                    own = {
                        "id": f"{number}" * 32,
                        "number": f"{number}",
                        "nonce_hash": f"{number}".encode(),
                    }
                    connection.execute(insert(tables[name]).values({**values, **own}))
        with self.database.alone() as connection:
            upgrade(connection)
        with self.database.reading.connect() as connection:
            found = connection.execute(
                select(
                    *(Duty.kind, Duty.subject, Duty.unit_code, Duty.due_at),
                    *(Duty.community_code, Duty.state),
                ).order_by(Duty.kind, Duty.subject)
            ).all()
        day_is_over = datetime(2026, 1, 20, 16, tzinfo=UTC)
        self.assertEqual(
            [
                ("cases.accept", "0", None, day_is_over),
                ("cases.correct", "1", None, NEVER),
                ("cases.decide", "2", "U", day_is_over),
                ("cases.decide", "3", "U", NEVER),
                ("feedback.answer", "0", None, NEVER),
            ],
            [tuple(row)[:4] for row in found],
        )
        self.assertEqual({"open"}, {row.state for row in found})
        self.assertEqual("990102001001", found[0].community_code)

    def test_open_cases_of_before_are_reckoned_by_the_rules_of_now(self):
        for revision in ("0001", "0002"):
            fill_revision(self.database, revision)
        with self.database.alone() as connection:
            upgrade(connection)
        with self.database.reading.connect() as connection:
            recount = connection.execute(select(Recount.began_at, Recount.after)).one()
        self.assertEqual((None, ""), tuple(recount))

    def test_cases_that_nobody_has_looked_at_are_called_so(self):
        with self.database.alone() as connection:
            upgrade(connection, "0026")
        case = dict(SAMPLE_ROWS["0002"])["cases"]
        with self.database.writing.begin() as connection:
            tables = tables_of(connection).tables
            for name, values in SAMPLE_ROWS["0001"]:
                connection.execute(insert(tables[name]).values(values))
            for number, (state, version) in enumerate(
                (("received", 1), ("received", 3), ("withdrawn", 2))
            ):
                own = {
                    "id": f"{number}" * 32,
                    "number": f"{number}",
                    "nonce_hash": f"{number}".encode(),
                }
                row = {**case, **own, "state": state, "version": version}
                connection.execute(insert(tables["cases"]).values(row))
        with self.database.alone() as connection:
            upgrade(connection)
        with self.database.reading.connect() as connection:
            query = select(Case.state, Case.channel).order_by(Case.number)
            self.assertEqual(
                [("submitted", "online"), ("received", "online")],
                [tuple(row) for row in connection.execute(query)][:2],
            )
            recount = connection.execute(select(Recount.began_at, Recount.after)).one()
        self.assertEqual((None, ""), tuple(recount))

    def test_figures_of_before_name_the_channel_where_cases_still_add_up(self):
        with self.database.alone() as connection:
            upgrade(connection, "0054")
        case = dict(SAMPLE_ROWS["0002"])["cases"]
        day = date(2026, 1, 15)
        figure = {
            "day": day,
            "division": case["community_code"],
            "unit": "",
            "item": case["item_code"],
            "channel": "online",
        }
        at = datetime(2026, 1, 15, 2, tzinfo=UTC)
        kept = {
            # Two of three are still there as they were counted; one of two is elsewhere.
            ("cases_received", day, case["item_code"]): 3,
            ("cases_received", day, "moved"): 2,
            ("cases_received", day, "merged"): 4,
            # What depends on due dates as they were.
            ("cases_overdue", day, case["item_code"]): 1,
            # From before anybody took in at a window, and what has no other channel.
            ("cases_received", date(2026, 1, 14), case["item_code"]): 5,
            ("inquiries_received", day, case["item_code"]): 6,
        }
        channels = {
            case["item_code"]: ("online", "window", "window"),
            "moved": ("window",),
        }
        with self.database.writing.begin() as connection:
            tables = tables_of(connection).tables
            for name, values in SAMPLE_ROWS["0001"]:
                connection.execute(insert(tables[name]).values(values))
            each = [(item, way) for item, ways in channels.items() for way in ways]
            for number, (item, channel) in enumerate(each):
                own = {
                    "id": f"{number}" * 32,
                    "number": f"{number}",
                    "nonce_hash": f"{number}".encode(),
                    "item_code": item,
                    "channel": channel,
                    "received_at": at,
                }
                connection.execute(insert(tables["cases"]).values({**case, **own}))
            for (indicator, of_day, item), count in kept.items():
                own = {"indicator": indicator, "day": of_day, "item": item}
                values = {**figure, **own, "numerator": count}
                connection.execute(insert(tables["figures"]).values(values))
        with self.database.alone() as connection:
            upgrade(connection)
        query = select(Figure.indicator, Figure.day, Figure.item, Figure.channel)
        with self.database.reading.connect() as connection:
            found = connection.execute(query.add_columns(Figure.numerator)).all()
        self.assertEqual(
            {
                ("cases_received", day, case["item_code"], "online", 1),
                ("cases_received", day, case["item_code"], "window", 2),
                ("cases_received", day, "moved", "", 2),
                ("cases_received", day, "merged", "", 4),
                ("cases_overdue", day, case["item_code"], "", 1),
                ("cases_received", date(2026, 1, 14), case["item_code"], "online", 5),
                ("inquiries_received", day, case["item_code"], "online", 6),
            },
            {tuple(row) for row in found},
        )
        with (
            self.assertRaisesRegex(DBAPIError, "only ever added to"),
            self.database.writing.begin() as connection,
        ):
            connection.execute(delete(Figure))

    def test_revisions_are_one_line(self):
        self.assertEqual(
            [f"{number:04}" for number in range(1, len(revisions()) + 1)],
            list(revisions()),
        )

    def test_failed_migration_leaves_the_tables_as_they_were(self):
        with self.assertRaises(ZeroDivisionError), self.database.alone() as connection:
            upgrade(connection)
            raise ZeroDivisionError
        with self.database.reading.connect() as connection:
            self.assertEqual([], inspect(connection).get_table_names())

    def test_database_of_a_newer_version_is_left_alone(self):
        with self.database.alone() as connection:
            upgrade(connection)
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with self.database.reading.connect() as connection:
            self.assertEqual(NEWER, state_of(connection))
        with (
            self.assertLogs("onewindow_policy", "ERROR") as logged,
            self.assertRaises(SchemaMismatch),
        ):
            self.database.ensure_ready()
        self.assertIn("9999", logged.output[0])

    def test_audit_entries_are_neither_changed_nor_deleted(self):
        with self.database.alone() as connection:
            upgrade(connection)
            tables = tables_of(connection).tables
            for name, values in SAMPLE_ROWS["0001"]:
                connection.execute(insert(tables[name]).values(values))
        for statement in (
            "UPDATE audit_entries SET action = 'x'",
            "DELETE FROM audit_entries",
        ):
            with (
                self.subTest(statement),
                self.assertRaisesRegex(Exception, "only ever added"),
                self.database.writing.begin() as connection,
            ):
                connection.execute(text(statement))

    def start_processes(self):
        """Start several processes at once; return what they printed as errors."""
        environment = {
            **os.environ,
            "VAR": str(self.settings.key_file.parent),
            "ONEWINDOW_DATABASE": self.settings.url.render_as_string(False),
        }

        def start(_number):
            return subprocess.run(
                [sys.executable, "-c", START],
                env=environment,
                capture_output=True,
                text=True,
                timeout=120,
            ).stderr

        with ThreadPoolExecutor() as pool:
            return "".join(pool.map(start, range(3)))


class TestMigrationsOnSQLite(MigrationTests, unittest.TestCase):
    empty = staticmethod(empty_sqlite)

    def test_processes_that_start_at_once_make_one_database(self):
        self.assertEqual("", self.start_processes())
        with self.database.reading.connect() as connection:
            self.assertEqual(CURRENT, state_of(connection))
            for table in ("master_keys", "lookup_keys"):
                rows = connection.execute(text(f"SELECT * FROM {table}")).all()
                self.assertEqual(1, len(rows))
        self.database.ensure_ready()

    def test_files_are_for_their_owner_alone(self):
        self.database.ensure_ready()
        with self.database.writing.begin() as connection:
            connection.execute(text("UPDATE lookup_keys SET suite = 'sm'"))
            folder = Path(self.settings.sqlite_path).parent
            modes = {
                path.name: stat.S_IMODE(path.stat().st_mode)
                for path in folder.iterdir()
            }
        self.assertIn("records.sqlite-wal", modes)
        self.assertEqual({0o600}, set(modes.values()), modes)

    def test_tables_are_brought_up_to_date_on_start(self):
        self.database.ensure_ready()
        with self.database.reading.connect() as connection:
            self.assertEqual(CURRENT, state_of(connection))
            mode = connection.scalar(text("PRAGMA journal_mode"))
            self.assertEqual("wal", mode)
            self.assertEqual(2, connection.scalar(text("PRAGMA synchronous")))
            self.assertEqual(1, connection.scalar(text("PRAGMA foreign_keys")))


class TestMigrationsOnPostgreSQL(MigrationTests, unittest.TestCase):
    empty = staticmethod(empty_postgresql)

    def test_tables_are_not_touched_on_start(self):
        with (
            self.assertLogs("onewindow_policy", "ERROR") as logged,
            self.assertRaises(SchemaMismatch),
        ):
            self.database.ensure_ready()
        self.assertIn("onewindow db upgrade", logged.output[0])
        with self.database.reading.connect() as connection:
            self.assertEqual(OUTDATED, state_of(connection))
            self.assertEqual([], inspect(connection).get_table_names())

    def test_upgrade_is_noticed_without_a_restart(self):
        with self.assertLogs("onewindow_policy"), self.assertRaises(SchemaMismatch):
            self.database.ensure_ready()
        other = Database(self.settings)
        self.addCleanup(other.dispose)
        other.upgrade()
        self.database.ensure_ready()

    def test_processes_that_start_at_once_make_one_key(self):
        with self.database.alone() as connection:
            upgrade(connection)
        self.assertEqual("", self.start_processes())
        with self.database.reading.connect() as connection:
            for table in ("master_keys", "lookup_keys"):
                rows = connection.execute(text(f"SELECT * FROM {table}")).all()
                self.assertEqual(1, len(rows))
        self.database.ensure_ready()

    def test_moments_are_read_in_utc(self):
        with self.database.reading.connect() as connection:
            self.assertEqual("UTC", connection.scalar(text("SHOW TIME ZONE")))

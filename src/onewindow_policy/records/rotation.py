"""Another master key: wrapping all keys anew while the portal serves.

A rotation that was interrupted goes on where it was when it is asked for again, as what
is left to do is read from the database. Other processes notice a new key file before
they wrap anything; what one of them wraps by the old key meanwhile is found by the next
run, and keeps that key from being dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from onewindow_policy.records.auditaway import take_in
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.database import Database
from onewindow_policy.records.erasing import ErasedKey
from onewindow_policy.records.exceptions import RecordsError
from onewindow_policy.records.exceptions import SettingsRefused
from onewindow_policy.records.keys import DataKey
from onewindow_policy.records.keys import wrapping_context
from onewindow_policy.records.masterkeys import KeyFile
from onewindow_policy.records.masterkeys import NOT_FROM_A_FILE
from onewindow_policy.records.wrapping import LOOKUP_CONTEXT
from onewindow_policy.records.wrapping import LookupKey
from onewindow_policy.records.wrapping import MasterKey
from onewindow_policy.records.wrapping import register_master_key
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

#: Other processes may wrap by an old key while it is to be dropped; each does so once.
TRIES = 10

#: Keys wrapped anew in one transaction: nobody waits longer than that takes (some ms).
BATCH = 200


class KeyInUse(RecordsError):
    """A master key still wraps keys; rotate first."""


@dataclass(frozen=True)
class KeyUse:
    """A master key and how many keys it wraps."""

    key_id: str
    first_used_at: datetime | None
    wraps: int
    is_current: bool


def key_uses(database: Database) -> list[KeyUse]:
    """Return the master keys that are there, the oldest first."""
    database.ensure_ready()
    keys = database.master_keys.read()
    with database.reading.connect() as connection:
        first_used = dict(
            connection.execute(select(MasterKey.id, MasterKey.first_used_at)).all()
        )
        uses = [
            KeyUse(
                key_id,
                first_used.get(key_id),
                _count(connection, key_id),
                key is keys.current,
            )
            for key_id, key in keys.by_id.items()
        ]
    return sorted(uses, key=lambda use: (use.is_current, str(use.first_used_at)))


def rotate(database: Database, progress: Callable[[int], None]) -> str:
    """Wrap every key by a new master key; return that one's id.

    Where another master key still wraps something, an earlier rotation is finished
    instead. Keys from the environment are made there: this wraps by the first of them.
    `progress` is told how many keys were wrapped, batch by batch.
    """
    database.ensure_ready()
    source = database.master_keys
    current = source.read().current.id.hex()
    if isinstance(source, KeyFile) and not _has_others(database, current):
        current = source.add()
        # Known to the database before anybody wraps by it.
        with database.writing.begin() as connection:
            register_master_key(connection, current)
        source.make_current(current)
    # A rotation that began later goes on alone.
    while source.read().current.id.hex() == current:
        wrapped = _wrap_batch(database, current)
        if not wrapped:
            break
        progress(wrapped)
    return current


def renew(database: Database, progress: Callable[[int], None]) -> list[str]:
    """Wrap every key by a new master key, and drop all others; return the ids of these.

    What was erased until now opens with no key any more, wherever its bytes lie. Raises
    KeyInUse when others keep wrapping by an old key, SettingsRefused where master keys
    are not made here.
    """
    database.ensure_ready()
    before = set(database.master_keys.read().by_id)
    if not isinstance(database.master_keys, KeyFile):
        raise SettingsRefused(NOT_FROM_A_FILE)
    if rotate(database, progress) in before:
        # That finished an earlier rotation.
        rotate(database, progress)
    for _try in range(TRIES):
        try:
            return drop_old(database)
        except KeyInUse:
            rotate(database, progress)
    return drop_old(database)


def is_older_than(database: Database, days: int) -> bool:
    """Return whether the current master key has been in use for more than `days`."""
    (current,) = (use for use in key_uses(database) if use.is_current)
    if current.first_used_at is None:
        return False
    return utc_now() - current.first_used_at > timedelta(days=days)


def drop_old(database: Database) -> list[str]:
    """Drop all master keys but the current one; return their ids.

    Raises KeyInUse, and drops none, while one of them wraps anything.
    """
    database.ensure_ready()
    # What waits to be taken into the audit is sealed by the master key of its day.
    take_in(database)
    keys = database.master_keys.read()
    current = keys.current.id.hex()
    old = [key_id for key_id in keys.by_id if key_id != current]
    try:
        # The database refuses to drop what something refers to.
        with database.writing.begin() as connection:
            connection.execute(delete(MasterKey).where(MasterKey.id.in_(old)))
    except IntegrityError as error:
        raise KeyInUse("An old master key still wraps keys: rotate first.") from error
    database.master_keys.drop(old)
    # Only now: what was erased under them opens no more.
    with database.writing.begin() as connection:
        kept = select(MasterKey.id)
        connection.execute(
            delete(ErasedKey).where(ErasedKey.master_key_id.not_in(kept))
        )
    return old


def _count(connection: Connection, key_id: str) -> int:
    """Return how many keys a master key wraps."""
    return sum(
        connection.scalar(
            select(func.count()).select_from(table).where(table.master_key_id == key_id)
        )
        for table in (DataKey, LookupKey)
    )


def _has_others(database: Database, current: str) -> bool:
    with database.reading.connect() as connection:
        return any(
            connection.scalar(
                select(table.id).where(table.master_key_id != current).limit(1)
            )
            is not None
            for table in (DataKey, LookupKey)
        )


def _wrap_batch(database: Database, current: str) -> int:
    """Wrap some keys by the master key `current`; return how many."""
    wrapped = 0
    with database.writing.begin() as connection:
        for table, context_of in (
            (DataKey, wrapping_context),
            (LookupKey, lambda _id: LOOKUP_CONTEXT),
        ):
            rows = connection.execute(
                select(table.id, table.wrapped)
                .where(table.master_key_id != current)
                .order_by(table.id)
                .limit(BATCH)
                # A key that is just being erased must not come back.
                .with_for_update()
            ).all()
            for row in rows:
                context = context_of(row.id)
                secret = database.unwrap(row.wrapped, context)
                anew = database.wrap(secret, context, current)
                connection.execute(
                    update(table)
                    .where(table.id == row.id)
                    .values(wrapped=anew, master_key_id=current)
                )
            wrapped += len(rows)
    return wrapped

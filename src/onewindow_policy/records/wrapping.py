"""Which master keys the database was written with, and the key of its look-ups."""

from collections.abc import Callable
from datetime import datetime
from onewindow_policy.records.base import Base
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.ciphers import key_id_of
from onewindow_policy.records.ciphers import new_secret
from onewindow_policy.records.exceptions import KeysMissing
from onewindow_policy.records.masterkeys import EnvironmentKeys
from onewindow_policy.records.masterkeys import KeyFile
from sqlalchemy import Connection
from sqlalchemy import ForeignKey
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import String
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

#: The id of the one row of `lookup_keys`, and what it is sealed for.
LOOKUP_KEY_ID = 1
LOOKUP_CONTEXT = f"lookup_keys.wrapped:{LOOKUP_KEY_ID}"

NO_KEYS = """\
The database holds records that none of the master keys here opens; it needs {ids}. \
Bring the master keys back from the backup: docs/operators.md tells where they belong."""


class MasterKey(Base):
    """A master key that wraps keys of this database; the key itself lies outside.

    What a key wraps refers to its row here, so that one in use cannot be dropped, even
    by a transaction that began before the new use was committed.
    """

    __tablename__ = "master_keys"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    first_used_at: Mapped[datetime]


class LookupKey(Base):
    """The key of all keyed hashes, and the suite they are made in."""

    __tablename__ = "lookup_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    suite: Mapped[str] = mapped_column(String(8))
    wrapped: Mapped[bytes]
    master_key_id: Mapped[str] = mapped_column(String(32), ForeignKey("master_keys.id"))


def settle_keys(
    connection: Connection, source: KeyFile | EnvironmentKeys, suite: str
) -> None:
    """See to it that there are master keys, and that they open the database.

    Makes a key file only for a database that has never seen a key. Call it in a
    transaction that keeps other processes out. Raises KeysMissing.
    """
    known = set(connection.scalars(select(MasterKey.id)))
    if not known and not source.exists():
        source.create()
    keys = source.read() if source.exists() else None
    missing = known - keys.by_id.keys() if keys else known
    if missing:
        raise KeysMissing(NO_KEYS.format(ids=", ".join(sorted(missing))))
    current = keys.current.id.hex()
    if current not in known:
        register_master_key(connection, current)
    if connection.scalar(select(LookupKey.id)) is None:
        wrapped = keys.current.seal(new_secret(), LOOKUP_CONTEXT, suite)
        connection.execute(
            insert(LookupKey).values(
                id=LOOKUP_KEY_ID, suite=suite, wrapped=wrapped, master_key_id=current
            )
        )


def are_keys_settled(connection: Connection, source: KeyFile | EnvironmentKeys) -> bool:
    """Return whether `settle_keys` would find everything as it should be."""
    known = set(connection.scalars(select(MasterKey.id)))
    if not source.exists() or connection.scalar(select(LookupKey.id)) is None:
        return False
    keys = source.read()
    return keys.current.id.hex() in known and known <= keys.by_id.keys()


def register_master_key(connection: Connection, key_id: str) -> None:
    """Note that keys of this database may be wrapped by the master key from now on."""
    connection.execute(insert(MasterKey).values(id=key_id, first_used_at=utc_now()))


def read_lookup_key(
    connection: Connection, unwrap: Callable[[bytes, str], bytes]
) -> tuple[str, bytes]:
    """Return the suite and the secret of the look-ups."""
    row = connection.execute(select(LookupKey.suite, LookupKey.wrapped)).one()
    return row.suite, unwrap(row.wrapped, LOOKUP_CONTEXT)


def master_key_id_of(wrapped: bytes) -> str:
    """Return the id of the master key that wrapped this."""
    return key_id_of(wrapped).hex()

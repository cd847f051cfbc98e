"""The keys inside the database, each wrapped by a master key that lies outside."""

from datetime import datetime
from onewindow_policy.records.base import Base
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.ciphers import new_secret
from onewindow_policy.records.ciphers import SecretKey
from onewindow_policy.records.database import get_database
from onewindow_policy.records.exceptions import DataErased
from onewindow_policy.records.wrapping import master_key_id_of
from sqlalchemy import CheckConstraint
from sqlalchemy import ForeignKey
from sqlalchemy import String
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from sqlalchemy.orm import object_session
from uuid import UUID
from uuid import uuid4

#: In the `info` of a session: it erases keys.
ERASES = "onewindow_erases"


class DataKey(Base):
    """A random key for the data of one case: erase it, and the data is erased.

    Make one by `DataKey.create()`, before anything is sealed and before a write session
    is opened; add it to the session with the rows that it seals.
    """

    __tablename__ = "data_keys"
    __table_args__ = (
        CheckConstraint(
            "(wrapped IS NULL) = (erased_at IS NOT NULL)", name="erased_or_wrapped"
        ),
        CheckConstraint(
            "(wrapped IS NULL) = (master_key_id IS NULL)", name="wrapped_by_a_key"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes | None]
    master_key_id: Mapped[str | None] = mapped_column(
        String(32), ForeignKey("master_keys.id"), index=True
    )
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    #: The key itself, once it was unwrapped.
    _opened = None

    @classmethod
    def create(cls) -> "DataKey":
        """Return a new key, which is in no session yet."""
        database = get_database()
        key_id, secret = uuid4(), new_secret()
        wrapped = database.wrap(secret, wrapping_context(key_id))
        key = cls(
            id=key_id,
            wrapped=wrapped,
            master_key_id=master_key_id_of(wrapped),
            created_at=utc_now(),
        )
        key._opened = SecretKey(key_id.bytes, secret)
        return key

    @property
    def is_erased(self) -> bool:
        return self.wrapped is None

    def seal(self, plaintext: bytes, context: str) -> bytes:
        """Return `plaintext` sealed with the suite of the settings.

        `context` says where the sealed bytes lie: table, column and row. They open with
        the same context only. Raises DataErased.
        """
        return self._open().seal(plaintext, context, get_database().settings.suite)

    def unseal(self, sealed: bytes, context: str) -> bytes:
        """Return what was sealed, by whichever suite.

        Raises Unreadable when bytes, key or context are others, DataErased when the key
        is gone, KeysMissing when its master key is not there.
        """
        return self._open().unseal(sealed, context)

    def erase(self) -> None:
        """Erase the key, and with it everything that it sealed, when its session commits.

        `erasing` tells when nothing of it is left.
        """
        self.wrapped = None
        self.master_key_id = None
        self.erased_at = utc_now()
        self._opened = None
        session = object_session(self)
        if session is not None:
            session.info[ERASES] = True

    def _open(self) -> SecretKey:
        if self.wrapped is None:
            raise DataErased("The data key was erased.")
        if self._opened is None:
            secret = get_database().unwrap(self.wrapped, wrapping_context(self.id))
            self._opened = SecretKey(self.id.bytes, secret)
        return self._opened


def wrapping_context(key_id: UUID) -> str:
    """Return the context that a data key is wrapped in."""
    return f"data_keys.wrapped:{key_id}"


def keyed_hash(value: str, purpose: str) -> bytes:
    """Return 32 bytes to look `value` up by, which tell nothing without the key.

    `purpose` separates what is looked up: the same value has another hash for another
    one. The caller normalises `value`. The key, and the suite it was made in, belong to
    the database for good: neither another setting nor a new master key changes a hash.
    """
    suite, key = get_database().lookup_key()
    return suite.mac(key, f"{purpose}\0{value}".encode())

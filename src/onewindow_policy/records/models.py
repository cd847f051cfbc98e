"""The audit's tables: what was done, and the batches that were closed over it; and what
counts against limits."""

from datetime import datetime
from onewindow_policy.records.base import Base
from sqlalchemy import BigInteger
from sqlalchemy import Boolean
from sqlalchemy import false
from sqlalchemy import Index
from sqlalchemy import Integer
from sqlalchemy import LargeBinary
from sqlalchemy import String
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

NUMBER = BigInteger().with_variant(Integer, "sqlite")


class AuditEntry(Base):
    """One thing that somebody did.

    The database refuses to change it, but to put it once into a batch that is being
    closed, and to delete it, but with the batch that it is in when that was pruned.

    `user_id` is a name, which another person may have had before; `account_uid` is one
    person's for good. `address_sealed` is the network address, for auditors alone.
    `kept_long` marks what is kept three years. `once` keeps what is noted once in a
    while from being noted again.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("batch", "position"),)

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[str] = mapped_column(String(255), index=True)
    account_uid: Mapped[str | None] = mapped_column(String(64), index=True)
    session_id: Mapped[str | None] = mapped_column(String(64))
    address_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    action: Mapped[str] = mapped_column(String(50))
    subject: Mapped[str] = mapped_column(String(100), index=True)
    detail: Mapped[str] = mapped_column(String(500))
    kept_long: Mapped[bool] = mapped_column(Boolean, server_default=false())
    once: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    batch: Mapped[int | None] = mapped_column(NUMBER)
    position: Mapped[int | None]


class AuditBatch(Base):
    """Entries in the order that the closing gave them, under one hash.

    `head` is the hash over the batch, its entries and the `previous` head. The database
    refuses to delete a batch, and to change it, but to note once that its entries were
    pruned, not before `kept_until`.
    """

    __tablename__ = "audit_batches"

    number: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    closed_at: Mapped[datetime]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    kept_until: Mapped[datetime] = mapped_column(index=True)
    entries: Mapped[int]
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    head: Mapped[bytes] = mapped_column(LargeBinary)
    pruned_at: Mapped[datetime | None]


class Try(Base):
    """Something was tried, and counts against a limit; see `attempts`."""

    __tablename__ = "tries"
    __table_args__ = (Index(None, "key_hash", "at"),)

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    key_hash: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(index=True)

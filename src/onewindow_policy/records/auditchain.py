"""Closing the audit: entries in an order of their own, under a chain of hashes.

The order of ids is that of insertions, and an entry may be committed after a later one.
So the closing gives entries that are committed their batch and position. What is changed,
removed, added or moved in a closed batch afterwards, by whatever means, no longer gives
the batch's hash; and a chain that was made anew as a whole no longer gives the heads that
were kept elsewhere.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from datetime import UTC
from hashlib import sha256
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.database import Database
from onewindow_policy.records.models import AuditBatch
from onewindow_policy.records.models import AuditEntry
from onewindow_policy.records.retention import months_after
from sqlalchemy import Connection
from sqlalchemy import insert
from sqlalchemy import Row
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy import update

import json

#: Entries of one batch at most: nobody waits longer than writing that many takes.
BATCH = 500

#: What the first batch follows.
BEGINNING = bytes(32)

#: How long what tells of personal data given to others is kept at least, and
#: assessments of their impact: three years (个人信息保护法 article 56).
LONG_MONTHS = 36

#: What processes that close hold in PostgreSQL: any number of our own.
CLOSING_LOCK = 7310052

#: The columns that an entry is hashed with, in this order.
HASHED = (
    AuditEntry.id,
    AuditEntry.at,
    AuditEntry.user_id,
    AuditEntry.account_uid,
    AuditEntry.session_id,
    AuditEntry.address_sealed,
    AuditEntry.action,
    AuditEntry.subject,
    AuditEntry.detail,
    AuditEntry.kept_long,
    AuditEntry.once,
)


def close(database: Database) -> list[Row]:
    """Close batches over all entries that are committed; return them, the oldest first.

    Each is a transaction of its own. Raises what the database does.
    """
    database.ensure_ready()
    closed = []
    for kept_long in (False, True):
        while True:
            with database.writing.begin() as connection:
                batch = _close_batch(
                    connection, kept_long, database.settings.audit_months
                )
            if batch is None:
                break
            closed.append(batch)
    return closed


def _close_batch(
    connection: Connection, kept_long: bool, audit_months: int
) -> Row | None:
    if connection.dialect.name == "postgresql":
        locking = text("SELECT pg_advisory_xact_lock(:number)")
        connection.execute(locking, {"number": CLOSING_LOCK})
    rows = connection.execute(
        select(*HASHED)
        .where(AuditEntry.batch.is_(None), AuditEntry.kept_long.is_(kept_long))
        .order_by(AuditEntry.at, AuditEntry.id)
        .limit(BATCH)
    ).all()
    if not rows:
        return None
    last = connection.execute(
        select(AuditBatch.number, AuditBatch.head)
        .order_by(AuditBatch.number.desc())
        .limit(1)
    ).first()
    number, previous = (last.number + 1, last.head) if last else (1, BEGINNING)
    months = max(LONG_MONTHS, audit_months) if kept_long else audit_months
    values = {
        "number": number,
        "closed_at": utc_now(),
        "first_at": rows[0].at,
        "last_at": rows[-1].at,
        "kept_until": months_after(rows[-1].at, months),
        "entries": len(rows),
        "previous": previous,
    }
    values["head"] = head_of(values, rows)
    # Before the batch is there: the database lets no entry into one that is closed.
    table = AuditEntry.__table__
    for position, row in enumerate(rows, start=1):
        connection.execute(
            update(table)
            .where(table.c.id == row.id)
            .values(batch=number, position=position)
        )
    connection.execute(insert(AuditBatch).values(values))
    return connection.execute(
        select(*AuditBatch.__table__.c).where(AuditBatch.number == number)
    ).one()


def head_of(batch: dict, rows: Iterable[Sequence]) -> bytes:
    """Return the hash (SHA-256) of a batch: what it says of itself, and its entries.

    `rows` have the values of `HASHED`, in the order of the batch.
    """
    told = [
        batch["number"],
        *(
            _canonical(batch[name])
            for name in ("closed_at", "first_at", "last_at", "kept_until")
        ),
        batch["entries"],
    ]
    digest = sha256(batch["previous"] + _bytes(told))
    for row in rows:
        digest.update(sha256(_bytes([_canonical(value) for value in row])).digest())
    return digest.digest()


def _bytes(values: list) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def _canonical(value):
    """Return what stands for a value in the hash, on both databases the same."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return value

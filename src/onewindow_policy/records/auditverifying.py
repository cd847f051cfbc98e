"""Whether the audit is as it was closed; and letting go of what is over its time."""

from collections.abc import Iterable
from collections.abc import Iterator
from onewindow_policy.records.auditchain import BEGINNING
from onewindow_policy.records.auditchain import HASHED
from onewindow_policy.records.auditchain import head_of
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.database import Database
from onewindow_policy.records.models import AuditBatch
from onewindow_policy.records.models import AuditEntry
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import Row
from sqlalchemy import select
from sqlalchemy import update


def verify(database: Database, kept_heads: Iterable[str] = ()) -> list[str]:
    """Return what is wrong with the audit, a sentence each; an empty list if nothing is.

    `kept_heads` are lines that the closing printed, as they were kept elsewhere: without
    them a chain that somebody made anew as a whole is not told from the true one. Entries
    that were not yet closed are not judged. Raises what the database does.
    """
    database.ensure_ready()
    with database.reading.connect() as connection:
        batches = connection.execute(
            select(AuditBatch.__table__).order_by(AuditBatch.number)
        ).all()
        return [
            *_faults_of_chain(connection, batches),
            *_faults_of_strays(connection),
            *_faults_of_heads(batches, kept_heads),
        ]


def prune(database: Database) -> int:
    """Delete the entries of batches whose term is over; return how many there were.

    The batches stay, with their heads, so that the chain can still be followed. Each is
    a transaction of its own. Raises what the database does.
    """
    database.ensure_ready()
    now = utc_now()
    with database.reading.connect() as connection:
        due = connection.scalars(
            select(AuditBatch.number)
            .where(AuditBatch.kept_until <= now, AuditBatch.pruned_at.is_(None))
            .order_by(AuditBatch.number)
        ).all()
    count = 0
    for number in due:
        with database.writing.begin() as connection:
            # First, since the database lets go of the entries of pruned batches only.
            connection.execute(
                update(AuditBatch)
                .where(AuditBatch.number == number, AuditBatch.pruned_at.is_(None))
                .values(pruned_at=now)
            )
            deleted = connection.execute(
                delete(AuditEntry).where(AuditEntry.batch == number)
            )
            count += deleted.rowcount
    return count


def _faults_of_chain(connection: Connection, batches: list[Row]) -> Iterator[str]:
    previous, expected = BEGINNING, 1
    for batch in batches:
        if batch.number != expected:
            yield f"Batches {expected} to {batch.number - 1} are missing."
        elif batch.previous != previous:
            yield f"Batch {batch.number} does not follow the one before it."
        previous, expected = batch.head, batch.number + 1
        rows = connection.execute(
            select(AuditEntry.position, *HASHED)
            .where(AuditEntry.batch == batch.number)
            .order_by(AuditEntry.position)
        ).all()
        if batch.pruned_at is not None:
            if rows:
                yield f"Batch {batch.number} was pruned, and has {len(rows)} entries."
            continue
        if len(rows) != batch.entries:
            yield (
                f"Batch {batch.number} was closed with {batch.entries} entries, and has"
                f" {len(rows)}."
            )
        elif head_of(batch._asdict(), [row[1:] for row in rows]) != batch.head:
            yield f"Batch {batch.number} does not give its hash."


def _faults_of_strays(connection: Connection) -> Iterator[str]:
    known = select(AuditBatch.number)
    strays = connection.scalar(
        select(func.count())
        .select_from(AuditEntry)
        .where(AuditEntry.batch.is_not(None), AuditEntry.batch.not_in(known))
    )
    if strays:
        yield f"{strays} entries are in batches that were never closed."


def _faults_of_heads(batches: list[Row], lines: Iterable[str]) -> Iterator[str]:
    heads = {batch.number: batch.head.hex() for batch in batches}
    for line in lines:
        if not line.strip():
            continue
        try:
            _moment, number, _entries, head = line.split()
            number = int(number)
        except ValueError:
            yield f"This is no line of heads: {line.strip()[:80]}"
            continue
        if heads.get(number) != head:
            yield f"Batch {number} has another head than the one that was kept."

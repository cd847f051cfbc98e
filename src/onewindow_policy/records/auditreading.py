"""Reading the audit: who did what, when and from where, for auditors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.records.auditing import address_of
from onewindow_policy.records.database import Database
from onewindow_policy.records.exceptions import Unreadable
from onewindow_policy.records.models import AuditEntry
from onewindow_policy.records.sessions import read_session
from sqlalchemy import or_
from sqlalchemy import Select
from sqlalchemy import select
from sqlalchemy.orm import Session

#: Rows that are in memory at a time.
ROWS_AT_A_TIME = 1000

#: What stands where an address was sealed by a key that is gone.
UNREADABLE = "?"


@dataclass(frozen=True)
class Filter:
    """Which entries are wanted: all that fit everything that is said.

    `since` and `until` are moments with their zone, the second one left out. `person` is
    a name or the uid of an account; a name may have been another person's before.
    """

    since: datetime | None = None
    until: datetime | None = None
    person: str | None = None
    action: str | None = None
    subject: str | None = None

    def narrow(self, query: Select) -> Select:
        """Return `query` for what is wanted alone."""
        if self.since is not None:
            query = query.where(AuditEntry.at >= self.since)
        if self.until is not None:
            query = query.where(AuditEntry.at < self.until)
        if self.person is not None:
            named = AuditEntry.user_id == self.person
            query = query.where(or_(named, AuditEntry.account_uid == self.person))
        if self.action is not None:
            query = query.where(AuditEntry.action == self.action)
        if self.subject is not None:
            query = query.where(AuditEntry.subject == self.subject)
        return query


def read_entries(database: Database, wanted: Filter) -> Iterator[dict]:
    """Yield the entries that are wanted, the oldest first, with names and texts.

    `address` is opened. Raises what the database does.
    """
    database.ensure_ready()
    query = (
        wanted.narrow(select(AuditEntry))
        .order_by(AuditEntry.at, AuditEntry.id)
        .execution_options(yield_per=ROWS_AT_A_TIME)
    )
    with Session(bind=database.reading) as session:
        for entry in session.scalars(query):
            yield {**_plain(entry), "at": entry.at.isoformat(timespec="seconds")}


def latest_entries(wanted: Filter, start: int, size: int) -> list[dict]:
    """Return `size` of the entries that are wanted, the newest first, from `start` on.

    As `read_entries` has them, but for the moment, which is one. Raises RecordsError.
    """
    query = (
        wanted.narrow(select(AuditEntry))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .offset(start)
        .limit(size)
    )
    return [_plain(entry) for entry in read_session().scalars(query)]


def _plain(entry: AuditEntry) -> dict:
    return {
        "at": entry.at,
        "user_id": entry.user_id,
        "account_uid": entry.account_uid or "",
        "session_id": entry.session_id or "",
        "address": _address_of(entry),
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
        "batch": entry.batch,
        "position": entry.position,
    }


def _address_of(entry: AuditEntry) -> str:
    try:
        return address_of(entry)
    except Unreadable:
        return UNREADABLE

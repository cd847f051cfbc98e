"""Sessions of staff as rows: opened, listed, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from onewindow_policy.accounts.asking import asking
from onewindow_policy.accounts.asking import FAULTS
from onewindow_policy.accounts.asking import limits
from onewindow_policy.accounts.asking import row_of
from onewindow_policy.accounts.models import StaffSession
from onewindow_policy.accounts.tickets import SessionTicket
from onewindow_policy.accounts.tickets import shown_id_of
from onewindow_policy.records.api import is_writing
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import update

#: As long rows of sessions that are over are kept; the audit has the log-ins.
KEPT_DAYS = 30


def open_session(uid: str, stamp: str, *, door: str, device: str) -> SessionTicket:
    """Open a session of an account, and return its ticket.

    It is written at once, in a transaction of its own: the browser never holds a ticket
    without a row. While SQL is away the ticket says that there is none; the row is made
    when the ticket is first used afterwards.
    """
    ticket = SessionTicket.new(uid, stamp)
    row = row_of(ticket, door=door, device=device, created_at=utc_now())
    try:
        if is_writing():
            write_session().add(row)
            write_session().flush()
        else:
            with own_transaction() as session:
                session.add(row)
    except FAULTS:
        return ticket._replace(is_unrecorded=True)
    asking.note_opened(ticket)
    return ticket


def end_session(id_hash: bytes, uid: str, how: str) -> bool:
    """End one session of an account; return whether it was open. Raises RecordsError.

    This process forgets it at once, others within 30 seconds.
    """
    statement = (
        update(StaffSession)
        .where(
            StaffSession.id_hash == id_hash,
            StaffSession.account_uid == uid,
            StaffSession.ended_at.is_(None),
        )
        .values(ended_at=utc_now(), ended_how=how)
    )
    if is_writing():
        count = write_session().execute(statement).rowcount
    else:
        with own_transaction() as session:
            count = session.execute(statement).rowcount
    if count:
        asking.note_ended(id_hash)
    return bool(count)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that opens something, as lists show it."""

    id_hash: bytes
    door: str
    device: str
    created_at: datetime
    seen_at: datetime

    @property
    def shown_id(self) -> str:
        """What forms and the audit call it by; it opens nothing."""
        return shown_id_of(self.id_hash)


def open_sessions(uid: str, stamp: str | None) -> list[OpenSession]:
    """Return the sessions of an account that are open, those last used first."""
    rest, whole = limits()
    now = utc_now()
    rows = read_session().scalars(
        select(StaffSession)
        .where(
            StaffSession.account_uid == uid,
            StaffSession.stamp == (stamp or ""),
            StaffSession.ended_at.is_(None),
            StaffSession.seen_at > now - rest,
            StaffSession.created_at > now - whole,
        )
        .order_by(StaffSession.seen_at.desc(), StaffSession.id_hash)
    )
    return [
        OpenSession(row.id_hash, row.door, row.device, row.created_at, row.seen_at)
        for row in rows
    ]


def end_other_sessions(uid: str, but: bytes | None, how: str) -> int:
    """End the sessions of an account but one; return how many. Raises RecordsError."""
    statement = select(StaffSession.id_hash).where(
        StaffSession.account_uid == uid, StaffSession.ended_at.is_(None)
    )
    found = [each for each in read_session().scalars(statement) if each != but]
    return sum(end_session(each, uid, how) for each in found)


def uses_of(uids: Sequence[str]) -> dict[str, datetime]:
    """Return by uid when accounts were last used, as far as that is known yet.

    Raises RecordsError.
    """
    query = (
        select(StaffSession.account_uid, func.max(StaffSession.seen_at))
        .where(StaffSession.account_uid.in_(uids))
        .group_by(StaffSession.account_uid)
    )
    return {uid: seen_at for uid, seen_at in read_session().execute(query)}


def drop_old_sessions(session, now: datetime) -> int:
    """Delete the rows of sessions that nobody has used for long; return how many."""
    gone = delete(StaffSession).where(
        StaffSession.seen_at < now - timedelta(days=KEPT_DAYS)
    )
    return session.execute(gone).rowcount

"""Whether a session is still open: asked of SQL once in 30 seconds in each process.

While SQL is away nobody can be asked: whoever is logged in stays so until the ticket's own
time-out. What ended an account's right – its password, closing, deleting – is known
nevertheless, since the stamp lies with the account (`identities.py`).
"""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from onewindow_policy import logger
from onewindow_policy.accounts.interfaces import ABSOLUTE_HOURS
from onewindow_policy.accounts.interfaces import IDLE_MINUTES
from onewindow_policy.accounts.interfaces import ISessionSettings
from onewindow_policy.accounts.interfaces import SESSIONS_PREFIX
from onewindow_policy.accounts.models import StaffSession
from onewindow_policy.accounts.tickets import SessionTicket
from onewindow_policy.records.api import brief_session
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import RecordsError
from onewindow_policy.records.api import utc_now
from plone.registry.interfaces import IRegistry
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.exc import SQLAlchemyError
from threading import Lock
from threading import Thread
from time import monotonic
from zope.component import queryUtility

import transaction

#: As long an answer is remembered, and a fault of SQL.
REMEMBERED_SECONDS = 30

#: Use is written no more often.
SEEN_SECONDS = 300

#: As many answers are remembered; all are asked for anew beyond that.
MOST_REMEMBERED = 10_000

#: What SQL may fail with. A user folder passes on all but five kinds of errors: one of
#: these would break every request that carries a ticket.
FAULTS = (RecordsError, SQLAlchemyError, OSError)


@dataclass(slots=True)
class _Answer:
    """What was last known of a session."""

    asked_at: float
    is_open: bool
    #: When it was last used here.
    used_at: datetime


def limits() -> tuple[timedelta, timedelta]:
    """Return how long a session may rest, and how long it may last."""
    registry = queryUtility(IRegistry)
    if registry is None:
        # A token of the root is looked at before any site is.
        return timedelta(minutes=IDLE_MINUTES), timedelta(hours=ABSOLUTE_HOURS)
    settings = registry.forInterface(
        ISessionSettings, prefix=SESSIONS_PREFIX, check=False
    )
    return (
        timedelta(minutes=settings.idle_minutes or IDLE_MINUTES),
        timedelta(hours=settings.absolute_hours or ABSOLUTE_HOURS),
    )


class Asking:
    """What one process knows of sessions."""

    def __init__(self):
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Know nothing."""
        self._answers: dict[bytes, _Answer] = {}
        self._away_until = 0.0
        self._to_write: dict[bytes, datetime] = {}
        self._writer: Thread | None = None

    @property
    def is_away(self) -> bool:
        """Whether SQL could not be asked just now."""
        return monotonic() < self._away_until

    def is_open(self, ticket: SessionTicket, issued_at: datetime) -> bool:
        """Return whether the session of a ticket is open. Raises nothing."""
        now, id_hash = utc_now(), ticket.id_hash
        answer = self._answers.get(id_hash)
        if answer is not None:
            if not answer.is_open:
                return False
            if monotonic() - answer.asked_at < REMEMBERED_SECONDS:
                answer.used_at = now
                return True
        if self.is_away:
            return True
        used_at = answer.used_at if answer is not None else None
        try:
            is_open = self._ask(ticket, issued_at, now, used_at)
        except FAULTS as error:
            logger.warning("Sessions cannot be asked for: %s.", type(error).__name__)
            self._away_until = monotonic() + REMEMBERED_SECONDS
            return True
        self._remember(id_hash, is_open, now)
        return is_open

    def note_opened(self, ticket: SessionTicket) -> None:
        """Know that SQL is there; the session is asked for when it is used."""
        self._away_until = 0.0

    def note_ended(self, id_hash: bytes) -> None:
        """Know at once that a session is over."""
        self._remember(id_hash, False, utc_now())

    def _ask(self, ticket, issued_at, now, used_at) -> bool:
        with brief_session() as session:
            row = session.get(StaffSession, ticket.id_hash)
        if row is None:
            return ticket.is_unrecorded and self._record(ticket, issued_at)
        rest, whole = limits()
        last = max(row.seen_at, used_at) if used_at else row.seen_at
        if (
            row.ended_at is not None
            or row.account_uid != ticket.uid
            or now - last > rest
            or now - row.created_at > whole
        ):
            return False
        if now - row.seen_at > timedelta(seconds=SEEN_SECONDS):
            self._write_later(ticket.id_hash, now)
        return True

    def _record(self, ticket, issued_at) -> bool:
        """Write the row that could not be written when the ticket was given."""
        row = row_of(ticket, door="page", device="", created_at=issued_at)
        try:
            with own_transaction() as session:
                session.add(row)
        except IntegrityError:
            # Another thread was faster.
            pass
        return True

    def _remember(self, id_hash, is_open, now) -> None:
        with self._lock:
            if len(self._answers) >= MOST_REMEMBERED:
                self._answers.clear()
            self._answers[id_hash] = _Answer(monotonic(), is_open, now)

    def _write_later(self, id_hash, now) -> None:
        """Let a thread write that a session is used: reading a page writes nothing.

        A page would wait for whoever holds the database's write lock.
        """
        with self._lock:
            self._to_write[id_hash] = now
            if self._writer is None:
                self._writer = Thread(target=self._write, daemon=True)
                self._writer.start()

    def _write(self) -> None:
        while True:
            with self._lock:
                uses, self._to_write = self._to_write, {}
                if not uses:
                    self._writer = None
                    return
            try:
                with own_transaction() as session:
                    for id_hash, used_at in uses.items():
                        session.execute(
                            update(StaffSession)
                            .where(
                                StaffSession.id_hash == id_hash,
                                StaffSession.seen_at < used_at,
                            )
                            .values(seen_at=used_at)
                        )
            except FAULTS as error:
                logger.warning("Use was not written: %s.", type(error).__name__)
            finally:
                transaction.abort()


def row_of(ticket, *, door: str, device: str, created_at: datetime) -> StaffSession:
    """Return the row of a ticket, which is in no session yet."""
    return StaffSession(
        id_hash=ticket.id_hash,
        account_uid=ticket.uid,
        stamp=ticket.stamp,
        door=door,
        device=device,
        created_at=created_at,
        seen_at=created_at,
    )


#: What this process knows.
asking = Asking()

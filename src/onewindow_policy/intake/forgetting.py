"""What is kept for a while only, and who erases it: whoever writes next, once a minute.

Nothing that is over its time is ever shown; erasing it frees room, and secrets.
"""

from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.records.api import drop_keys
from onewindow_policy.records.attempts import LONGEST_WINDOW
from onewindow_policy.records.attempts import Try
from sqlalchemy import ColumnElement
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.orm import Session
from threading import Lock
from time import monotonic

#: What processes that forget hold in PostgreSQL, so that only one does it at a time: any
#: number of our own.
ADVISORY_LOCK = 7310052

_SECONDS_BETWEEN = 60
_BATCH = 500


class Turn:
    """Tells one of the threads of this process that it is time again."""

    def __init__(self):
        self._lock = Lock()
        self.next = 0.0

    def take(self) -> bool:
        """Return whether it is time; who is told so does it."""
        with self._lock:
            now = monotonic()
            is_time = now >= self.next
            if is_time:
                self.next = now + _SECONDS_BETWEEN
        return is_time


_turn = Turn()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was over its time."""

    tries: int = 0
    uploads: int = 0


def forget_at_times(session: Session, now: datetime) -> None:
    """Erase what is over its time, when that has not been done for a minute.

    It is part of what `session` writes anyway.
    """
    if _turn.take():
        forget_expired(session, now)


def forget_expired(session: Session, now: datetime) -> Forgotten:
    """Erase what is over its time, unless another process is at it; return how much."""
    if not is_alone(session):
        return Forgotten()
    tries = session.execute(delete(Try).where(Try.at <= now - LONGEST_WINDOW))
    uploads = erase_uploads(session, ParkedUpload.expires_at <= now)
    return Forgotten(tries.rowcount, uploads)


def is_alone(session: Session) -> bool:
    """Return whether no other process forgets just now, and keep them from it until the
    transaction of `session` is over."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    return session.scalar(select(func.pg_try_advisory_xact_lock(ADVISORY_LOCK)))


def erase_uploads(session: Session, where: ColumnElement[bool]) -> int:
    """Erase parked uploads a few at a time, with their keys; return how many."""
    count = 0
    columns = select(ParkedUpload.id, ParkedUpload.data_key_id)
    while found := session.execute(columns.where(where).limit(_BATCH)).all():
        ids, key_ids = zip(*found, strict=True)
        session.execute(delete(ParkedUpload).where(ParkedUpload.id.in_(ids)))
        drop_keys(session, key_ids)
        count += len(ids)
    return count

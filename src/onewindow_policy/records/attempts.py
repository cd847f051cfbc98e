"""How often something is tried, from an address or for a name: counted in SQL for all
processes.

A count is kept as one row for each try, for a day at most; what was refused is not
counted, so that an address has never more rows than its limit. Addresses, numbers and
names are kept as keyed hashes only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from onewindow_policy.records.keys import keyed_hash
from onewindow_policy.records.models import Try
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.orm import Session

#: What is older counts against no limit, and is erased.
LONGEST_WINDOW = timedelta(days=1)


class TooOften(Exception):
    """Something was tried too often; `wait` is how long until it may go on."""

    def __init__(self, wait: timedelta):
        super().__init__(wait)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` in any span of time as long as `window`."""

    tries: int
    window: timedelta


def try_key(purpose: str, *parts: str) -> bytes:
    """Return the hash under which tries of one kind are counted."""
    return keyed_hash("\0".join(parts), f"tries: {purpose}")


def hold(session: Session, key: bytes) -> None:
    """Keep others from counting under `key` until the transaction of `session` ends.

    Without it, many tries at once would all be counted after all were let through.
    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(key[:8], "big", signed=True)
        session.execute(select(func.pg_advisory_xact_lock(number)))


def require_fewer(
    session: Session,
    key: bytes,
    limits: Sequence[Limit],
    now: datetime,
    error: type[TooOften] = TooOften,
) -> None:
    """Raise `error` when `key` was tried as often as one of `limits` allows."""
    for limit in limits:
        latest = select(Try.at).where(Try.key_hash == key).order_by(Try.at.desc())
        at = session.scalar(latest.offset(limit.tries - 1).limit(1))
        if at is not None and at > now - limit.window:
            raise error(at + limit.window - now)


def count(session: Session, key: bytes, now: datetime) -> None:
    """Count a try of `key`."""
    session.add(Try(key_hash=key, at=now))


def uncount(session: Session, key: bytes, at: datetime) -> None:
    """Take one try of `key` back that was counted at this moment."""
    found = select(Try.id).where(Try.key_hash == key, Try.at == at).limit(1)
    session.execute(delete(Try).where(Try.id == found.scalar_subquery()))


def forget_tries(session: Session, key: bytes) -> None:
    """Forget all tries of `key`: whoever tried was right in the end."""
    session.execute(delete(Try).where(Try.key_hash == key))


def drop_old_tries(session: Session, now: datetime) -> int:
    """Delete the tries that count against no limit any more; return how many."""
    return session.execute(delete(Try).where(Try.at <= now - LONGEST_WINDOW)).rowcount

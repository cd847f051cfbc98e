"""The query codes of receipts, which are kept for a while only; see `intake.forgetting`."""

from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.cases.models import Case
from onewindow_policy.intake.api import forget_expired as forget_sent
from onewindow_policy.intake.api import is_alone
from onewindow_policy.intake.api import Turn
from sqlalchemy import update
from sqlalchemy.orm import Session

_turn = Turn()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was over its time."""

    tries: int = 0
    query_codes: int = 0
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
    codes = session.execute(
        update(Case)
        .where(Case.receipt_until <= now)
        .values(query_code_sealed=None, receipt_until=None)
        .execution_options(synchronize_session=False)
    )
    sent = forget_sent(session, now)
    return Forgotten(sent.tries, codes.rowcount, sent.uploads)

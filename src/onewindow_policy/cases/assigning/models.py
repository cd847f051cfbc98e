"""The hand-overs of cases: who asked whom, and what became of it."""

from datetime import date
from datetime import datetime
from onewindow_policy.records.api import Base
from sqlalchemy import ForeignKey
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy import update
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from sqlalchemy.orm import Session
from uuid import UUID
from uuid import uuid4

ACCEPTED = "accepted"
DECLINED = "declined"
#: Nobody answered in time; or the case was assigned, or over, before somebody did.
RETURNED = "returned"
#: Who asked took it back before that.
TAKEN_BACK = "recalled"
#: Nobody was asked: who coordinates gave it from the one to the other.
ASSIGNED = "assigned"
ENDED = "ended"

_IS_OPEN = text("answered_at IS NULL")
#: Of what nobody accepted in time, one of the two does not know yet.
_IS_UNKNOWN = text(
    "outcome = 'returned' AND (from_knows_at IS NULL OR to_knows_at IS NULL)"
)


class HandOver(Base):
    """A case that somebody wants to hand over, and who is to accept it.

    Who has it stays responsible until then. What who coordinates gave to another is one as
    well, which nobody has to accept. What was said of it lies in the history.
    """

    __tablename__ = "case_handovers"
    __table_args__ = (
        # One at a time.
        Index(
            "uq_case_handovers_open",
            "case_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        Index(
            "ix_case_handovers_due",
            "due_on",
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        Index(None, "case_id"),
        Index(
            "ix_case_handovers_unknown",
            "case_id",
            sqlite_where=_IS_UNKNOWN,
            postgresql_where=_IS_UNKNOWN,
        ),
        Index(
            "ix_case_handovers_to",
            "to_user",
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    from_user: Mapped[str]
    to_user: Mapped[str]
    asked_at: Mapped[datetime]
    #: The last day on which it may be accepted.
    due_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(8))
    #: Since when either knows that nobody accepted it in time, or need not know any more.
    from_knows_at: Mapped[datetime | None]
    to_knows_at: Mapped[datetime | None]


def end_hand_over(session: Session, case_id: UUID, now: datetime) -> None:
    """End the hand-over of a case that waits, if any: it is over, erased, or another's."""
    session.execute(
        update(HandOver)
        .where(HandOver.case_id == case_id, HandOver.answered_at.is_(None))
        .values(answered_at=now, outcome=ENDED)
        .execution_options(synchronize_session="fetch")
    )

"""The table of duties: nothing in it is personal."""

from datetime import date
from datetime import datetime
from datetime import UTC
from onewindow_policy.records.api import Base
from sqlalchemy import BigInteger
from sqlalchemy import Index
from sqlalchemy import Integer
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

OPEN = "open"
DONE = "done"
#: Nobody has to do it any more, and nobody did.
LAPSED = "lapsed"

#: When something is due that has no term: it comes last.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)

IS_OPEN = text("state = 'open'")
_IS_ON = text("ended_at IS NULL")
_OF_THOSE_ON = {"sqlite_where": _IS_ON, "postgresql_where": _IS_ON}
_OF_OPEN = {"sqlite_where": IS_OPEN, "postgresql_where": IS_OPEN}


def _open_with(column: str) -> Index:
    """Return an index of the open duties that have a code of a kind that most are without,
    so that databases know how few it finds."""
    has_one = text(f"state = 'open' AND {column} IS NOT NULL")
    return Index(
        f"ix_duties_{column}_open",
        *(column, "due_at"),
        sqlite_where=has_one,
        postgresql_where=has_one,
    )


class Duty(Base):
    """Something that somebody has to do about a subject, of which the room knows by a key.

    Of each kind a subject has one open duty at most. Codes and key say nothing to this
    room; see `interfaces`.
    """

    __tablename__ = "duties"
    __table_args__ = (
        Index(
            "uq_duties_kind_subject_open", "kind", "subject", unique=True, **_OF_OPEN
        ),
        Index(None, "subject"),
        # Whose it is: in one community or some, at a unit, anywhere; and by whom alone.
        Index("ix_duties_community_code_open", "community_code", "due_at", **_OF_OPEN),
        _open_with("unit_code"),
        _open_with("grid_code"),
        _open_with("assignee"),
        Index("ix_duties_kind_open", "kind", "due_at", "id", **_OF_OPEN),
        Index("ix_duties_due_at_open", "due_at", "id", **_OF_OPEN),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(50))
    subject: Mapped[str] = mapped_column(String(50))
    community_code: Mapped[str | None] = mapped_column(String(12))
    unit_code: Mapped[str | None]
    grid_code: Mapped[str | None] = mapped_column(String(15))
    #: The user id of whose alone it is, None where it is anybody's who works there.
    assignee: Mapped[str | None] = mapped_column(String(100))
    #: The moment at which it is overdue, `NEVER` for what has no term.
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(6))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class DutyMails(Base):
    """What an account is mailed each week, or each day, about what waits for it.

    The row is written with the message, and is what keeps it from being written twice.
    """

    __tablename__ = "duty_mails"

    #: Never another one's; see `accounts`.
    account_uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    #: "week" or "day".
    period: Mapped[str] = mapped_column(String(4), primary_key=True)
    is_wanted: Mapped[bool]
    #: The day whose mail was written, or had nothing to say.
    done_on: Mapped[date | None]


class Absence(Base):
    """That somebody is away for some days, and who stands in for them.

    Why is nobody's business: it is not asked. It ends by itself after its last day.
    """

    __tablename__ = "absences"
    __table_args__ = (
        Index("ix_absences_absent_on", "absent", "until_on", **_OF_THOSE_ON),
        Index("ix_absences_deputy_on", "deputy", "until_on", **_OF_THOSE_ON),
        Index(None, "until_on"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True
    )
    #: User ids: who is away, who stands in, and who said so.
    absent: Mapped[str] = mapped_column(String(100))
    deputy: Mapped[str] = mapped_column(String(100))
    named_by: Mapped[str] = mapped_column(String(100))
    named_at: Mapped[datetime]
    #: The first and the last day.
    from_on: Mapped[date]
    until_on: Mapped[date]
    #: When somebody ended it before that, and who; None where nobody did.
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(100))

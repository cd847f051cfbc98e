"""The tables of questions to departments: about nobody, and in clear."""

from datetime import date
from datetime import datetime
from onewindow_policy.records.api import Base
from sqlalchemy import BigInteger
from sqlalchemy import ForeignKey
from sqlalchemy import Index
from sqlalchemy import Integer
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

#: What a question may be: it waits for an answer, has one, or was taken back.
ASKED, ANSWERED, WITHDRAWN = "asked", "answered", "withdrawn"
STATES = (ASKED, ANSWERED, WITHDRAWN)

#: What an entry is.
QUESTION, FOLLOW_UP = "question", "follow_up"
ANSWER, CORRECTION = "answer", "correction"
WITHDRAWAL = "withdrawal"

#: What became of one that was proposed for the guide.
TAKEN, DECLINED = "taken", "declined"

_IS_PROPOSED = text("proposed_at IS NOT NULL AND settled_at IS NULL")


class ItemQuestion(Base):
    """A question on a service, to the unit that decides about it where it was asked."""

    __tablename__ = "item_questions"
    __table_args__ = (
        # Each order of the list: of all, in a state, of one service, and of one's own.
        Index(None, "asked_at", "number"),
        Index(None, "state", "asked_at", "number"),
        Index(None, "item_code", "asked_at", "number"),
        Index(None, "asked_by", "asked_at", "number"),
        Index(
            "ix_item_questions_proposed",
            *("asked_at", "number"),
            sqlite_where=_IS_PROPOSED,
            postgresql_where=_IS_PROPOSED,
        ),
        Index(None, "erase_at"),
    )

    number: Mapped[str] = mapped_column(String(11), primary_key=True)
    #: Counts changes, so that nobody overwrites what they have not seen.
    version: Mapped[int]
    item_code: Mapped[str]
    item_title: Mapped[str]
    #: Where it was asked, and the unit that it went to.
    community_code: Mapped[str] = mapped_column(String(12))
    unit_code: Mapped[str]
    state: Mapped[str] = mapped_column(String(9))
    asked_by: Mapped[str] = mapped_column(String(100))
    asked_at: Mapped[datetime]
    #: Since when an answer is waited for: the first question, or what was asked after one.
    waits_since: Mapped[datetime]
    #: When the last word was said.
    last_at: Mapped[datetime]
    #: When it is deleted; None as long as somebody has to do something about it.
    erase_at: Mapped[datetime | None]
    #: That somebody wants it in the guide: the city's ("") or that of a district, by code.
    proposed_at: Mapped[datetime | None]
    proposed_by: Mapped[str | None] = mapped_column(String(100))
    proposed_for: Mapped[str | None] = mapped_column(String(6))
    #: That an editor has seen to it: whether the guide took it, or why not.
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(100))
    settled_as: Mapped[str | None] = mapped_column(String(8))
    settled_why: Mapped[str | None]


class ItemQuestionEntry(Base):
    """What was asked or answered, in turn; none of it is changed."""

    __tablename__ = "item_question_entries"
    __table_args__ = (UniqueConstraint("number", "position"),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True
    )
    number: Mapped[str] = mapped_column(ForeignKey("item_questions.number"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    user_id: Mapped[str] = mapped_column(String(100))
    text: Mapped[str]
    #: Who in the unit said it by phone, and on which day; None where an officer wrote it.
    told_by: Mapped[str | None] = mapped_column(String(100))
    told_on: Mapped[date | None]

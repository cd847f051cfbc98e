"""The table of messages."""

from datetime import datetime
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import SealedJson
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

_IS_DUE = text("due_at IS NOT NULL")

#: As much as is kept of why it was not sent, and of what it is about.
LONGEST_REASON = 100
LONGEST_SUBJECT = 100


class Message(SealedRow, Base):
    """Something to tell somebody, and what became of it.

    It is sealed under the key of what it tells: once that is erased, nobody can read it.
    What is about no record has a key of its own (`has_own_key`), which goes with the text.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index(
            "ix_messages_due_at",
            "due_at",
            sqlite_where=_IS_DUE,
            postgresql_where=_IS_DUE,
        ),
        Index(None, "state", "created_at", "id"),
        Index(None, "ended_at"),
    )

    has_own_key: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(20))
    template: Mapped[str] = mapped_column(String(50))
    language: Mapped[str] = mapped_column(String(20))
    #: What it tells of, as the audit names it; never personal.
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))

    state: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    #: When it is sent; of one that is being sent, when whoever does so must be done; None
    #: once nothing happens by itself any more.
    due_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: How often it was handed over, or was to be; and after how many of these nobody knew
    #: whether it had gone.
    tries: Mapped[int]
    unclear: Mapped[int]
    reason: Mapped[str | None] = mapped_column(String(LONGEST_REASON))

    #: None once it was sent, or given up.
    recipient = SealedText(nullable=True)
    values = SealedJson(nullable=True)

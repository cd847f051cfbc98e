"""The table of suggestions.

Who sent one, what they wrote and what they were answered lies in sealed columns under a
data key of its own. What remains in clear is what counts are made of, and the texts that
staff wrote for everybody to read.
"""

from datetime import datetime
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import end_of_term
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import Text
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

NEW = "new"
ANSWERED = "answered"
#: Put away without an answer: spam, or the same once more.
CLOSED = "closed"


class Suggestion(SealedRow, Base):
    """A message to the suggestion box (意见箱), with what came of it."""

    __tablename__ = "suggestions"
    __table_args__ = (
        Index(None, "state", "received_at", "number"),
        Index(None, "community_code", "state", "received_at", "number"),
        Index(None, "published_at", "number"),
        # Counted by the day on which they came in; the states' index has no such order.
        Index(None, "received_at"),
    )

    number: Mapped[str] = mapped_column(String(12), unique=True)
    #: Counts changes, so that nobody overwrites what they have not seen.
    version: Mapped[int]

    #: Of the form that was sent: one submission makes one suggestion.
    nonce_hash: Mapped[bytes] = mapped_column(unique=True)
    #: What was sent with it; None where that is not known, or not any more.
    content_hash: Mapped[bytes | None]
    received_at: Mapped[datetime]
    #: What it is about; None for the city as a whole.
    community_code: Mapped[str | None] = mapped_column(String(12))
    has_contact: Mapped[bool]

    state: Mapped[str] = mapped_column(String(10))
    #: When it was answered or closed, how many months after that the sender was told it
    #: is kept (None for no term), and when these are over; None again once it is erased.
    settled_at: Mapped[datetime | None]
    #: When it was answered for the first time; later answers replace that one.
    answered_at: Mapped[datetime | None] = mapped_column(index=True)
    kept_months: Mapped[int | None]
    erase_at: Mapped[datetime | None] = mapped_column(index=True)

    #: None, as all that is sealed, once it was erased.
    message = SealedText(nullable=True)
    name = SealedText(nullable=True)
    contact = SealedText(nullable=True)
    #: What lists show, so that they open nothing else.
    excerpt = SealedText(nullable=True)
    reply = SealedText(nullable=True)

    #: Written to be read by everybody; None while nothing is published.
    public_question: Mapped[str | None] = mapped_column(Text)
    public_reply: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None] = mapped_column(String(100))

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_erased(self) -> bool:
        return self.data_key.is_erased

    def settle(self, state: str, at: datetime) -> None:
        """Note that it was answered or closed; it is kept a while longer from then."""
        self.state = state
        self.settled_at = at
        if state == ANSWERED and self.answered_at is None:
            self.answered_at = at
        self.erase_at = end_of_term(at, self.kept_months)

    def erase(self) -> None:
        """Erase what the sender wrote and was answered; what is public stays."""
        self.message = self.name = self.contact = None
        self.excerpt = self.reply = None
        self.content_hash = None
        self.erase_at = None
        self.data_key.erase()

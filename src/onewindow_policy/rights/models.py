"""The table of requests of persons about their own data."""

from datetime import date
from datetime import datetime
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from onewindow_policy.workdays.deadlines import due_date
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

#: What is asked for: 个人信息保护法 article 45 (to see and copy), 46 (to correct), 47 (to
#: erase).
COPY = "copy"
CORRECTION = "correction"
ERASURE = "erasure"
KINDS = (COPY, CORRECTION, ERASURE)

ASKED = "asked"
GRANTED = "granted"
REFUSED = "refused"
DONE = "done"
#: A granted copy that nobody fetched in time. Its person may ask again.
LAPSED = "lapsed"
OPEN_STATES = (ASKED, GRANTED)


class RightsRequest(SealedRow, Base):
    """What a person asked about a case or a suggestion of theirs, and what came of it.

    It is sealed under the key of that record: erasing the record erases what its person
    wrote here, and leaves that something was asked, decided and done.
    """

    __tablename__ = "rights_requests"
    __table_args__ = (
        Index(None, "community_code", "state", "due_on"),
        Index(None, "subject_number", "state"),
    )

    number: Mapped[str] = mapped_column(String(13), unique=True)
    #: Counts changes, so that nobody overwrites what they have not seen.
    version: Mapped[int]

    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    #: The stored number of the case or suggestion, and where it belongs.
    subject_number: Mapped[str] = mapped_column(String(15))
    community_code: Mapped[str | None] = mapped_column(String(12))

    asked_at: Mapped[datetime]
    #: Who took it in at the window; None where the person asked with number and code.
    taken_by: Mapped[str | None] = mapped_column(String(255))
    #: Within how many working days the person has an answer, and by which day; None of
    #: what was asked when that was not kept yet.
    promised_days: Mapped[int | None]
    due_on: Mapped[date]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(255))
    #: When it was carried out, or when it lapsed.
    done_at: Mapped[datetime | None]
    #: The last day on which a granted copy can be fetched, which its person is told, and
    #: when they were reminded of it; None of anything else.
    fetch_until: Mapped[date | None]
    reminded_at: Mapped[datetime | None]

    #: What the person wants, and why it was refused.
    wish = SealedText(nullable=True)
    reason = SealedText(nullable=True)

    def reckon(self) -> None:
        """Reckon the day by which the person has an answer, by the working days as known
        now."""
        self.due_on = due_date(self.asked_at, self.promised_days, "working").date

    @property
    def waits_to_be_fetched(self) -> bool:
        """Whether it is a copy that was granted and not handed over yet."""
        return self.kind == COPY and self.state == GRANTED

    def is_past_fetching(self, today: date) -> bool:
        """Return whether it waits to be fetched, and its last day is over."""
        until = self.fetch_until
        return self.waits_to_be_fetched and until is not None and until < today

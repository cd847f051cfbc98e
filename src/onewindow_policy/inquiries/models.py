"""The table of inquiries.

Who asked, how they can be reached, what they said of themselves and what they were told
lies in sealed columns under a data key of its own. What remains in clear is what counts are
made of: which service, where, when and by which way.
"""

from datetime import date
from datetime import datetime
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import end_of_term
from onewindow_policy.records.api import SealedJson
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from sqlalchemy import Index
from sqlalchemy import LargeBinary
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

#: By which way somebody asked.
AT_WINDOW = "window"
BY_PHONE = "phone"

_WAITS = text("follow_up_on IS NOT NULL AND followed_up_at IS NULL")


class Inquiry(SealedRow, Base):
    """What somebody asked (咨询), with what they were told."""

    __tablename__ = "inquiries"
    __table_args__ = (
        Index(None, "received_at", "number"),
        Index(None, "community_code", "received_at", "number"),
        Index(None, "item_code", "received_at", "number"),
        Index(None, "phone_hash", "received_at", "number"),
        Index(None, "phone_tail_hash", "received_at", "number"),
        # Few wait for a call; the nightly check of duties reads these alone.
        Index(
            "ix_inquiries_follow_up",
            "number",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
    )

    number: Mapped[str] = mapped_column(String(13), unique=True)
    #: Counts changes, so that nobody overwrites what they have not seen.
    version: Mapped[int]
    #: Of what was sent from one page: sent twice, it is one inquiry.
    nonce_hash: Mapped[bytes] = mapped_column(unique=True)

    received_at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(8))
    #: The window that was asked, and the user id of who noted it.
    community_code: Mapped[str] = mapped_column(String(12))
    recorded_by: Mapped[str]
    #: Where the person lives, as that decides by which guide it goes.
    lives_in: Mapped[str] = mapped_column(String(12), index=True)
    #: None where it was about no service.
    item_code: Mapped[str | None]
    item_title: Mapped[str | None]
    #: By which guide it was answered; "" for none.
    guide_version: Mapped[str]
    has_contact: Mapped[bool]
    #: By what it is found: keyed hashes of the phone of whoever asked, and of its tail;
    #: None for no phone. See `finding`.
    phone_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_tail_hash: Mapped[bytes | None] = mapped_column(LargeBinary)

    #: When somebody is to call back, and when they did.
    follow_up_on: Mapped[date | None]
    followed_up_at: Mapped[datetime | None]
    followed_up_by: Mapped[str | None]

    #: The notice (一次性告知书), None where none was made: its number, who issues it, and
    #: what it was issued to be printed with (see `cases.papers`).
    paper_number: Mapped[str | None] = mapped_column(unique=True)
    issuer: Mapped[str | None]
    template_version: Mapped[str | None] = mapped_column(String(64))
    typst_version: Mapped[str | None]
    fonts_version: Mapped[str | None] = mapped_column(String(64))

    #: For how many months it is kept, from its day, or from that of the call back, and when
    #: these are over; None once it is erased.
    kept_months: Mapped[int]
    erase_at: Mapped[datetime | None] = mapped_column(index=True)

    #: None, as all that is sealed, once it was erased.
    said = SealedJson(nullable=True)
    matter = SealedText(nullable=True)
    told = SealedText(nullable=True)
    name = SealedText(nullable=True)
    contact = SealedText(nullable=True)
    follow_up_note = SealedText(nullable=True)
    #: What lists show, so that they open nothing else.
    masked = SealedText(nullable=True)
    #: All that the notice says, in final words.
    values = SealedJson(nullable=True)

    @property
    def is_erased(self) -> bool:
        return self.data_key.is_erased

    @property
    def waits_for_call(self) -> bool:
        return self.follow_up_on is not None and self.followed_up_at is None

    def keep_from(self, at: datetime) -> None:
        """Note that there is nothing left to do; it is kept a while longer from then."""
        self.erase_at = end_of_term(at, self.kept_months)

    def erase(self) -> None:
        """Erase what was said; that somebody asked stays, to be counted."""
        self.said = self.matter = self.told = None
        self.name = self.contact = self.masked = None
        self.phone_hash = self.phone_tail_hash = None
        self.follow_up_note = self.values = None
        self.has_contact = False
        self.erase_at = None
        if self.waits_for_call:
            # Nobody could be called any more.
            self.follow_up_on = None
        self.data_key.erase()

"""The tables of what goes from place to place on paper.

A place is the code of a unit, or that of a community for its window, as in numbers of
papers. What a list says of a case lies sealed under the key of that case.
"""

from datetime import date
from datetime import datetime
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import SealedJson
from onewindow_policy.records.api import SealedRow
from sqlalchemy import BigInteger
from sqlalchemy import ForeignKey
from sqlalchemy import Index
from sqlalchemy import Integer
from sqlalchemy import JSON
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID

#: Of a list and of its lines: on the way; received, but for something that is missing;
#: received, or what was missing is found or explained; taken back before it was received.
ON_WAY = "on_way"
MISSING = "missing"
RECEIVED = "received"
CANCELLED = "cancelled"

_IS_OPEN = text("closed_at IS NULL")
_IS_ON_WAY = text("state = 'on_way'")


def _of_open(name: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)


class TransferList(Base):
    """A list of the papers of cases that go from one place to another (材料交接单).

    The database refuses nothing of it: what changes is how far it has come.
    """

    __tablename__ = "transfer_lists"
    __table_args__ = (
        # Lists of a place, and of the city: the newest first, and those that are open.
        Index(None, "from_place", "sent_at", "id"),
        Index(None, "to_place", "sent_at", "id"),
        Index(None, "sent_at", "id"),
        _of_open("ix_transfer_lists_from_open", "from_place", "sent_at", "id"),
        _of_open("ix_transfer_lists_to_open", "to_place", "sent_at", "id"),
        _of_open("ix_transfer_lists_open", "sent_at", "id"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True
    )
    #: As that of a paper (see `papers.numbers`).
    number: Mapped[str] = mapped_column(unique=True)
    #: Counts changes, so that nobody overwrites what they have not seen.
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    from_place: Mapped[str]
    to_place: Mapped[str]
    #: What the places were called when it was made, and its wording; see `printing`.
    names: Mapped[dict] = mapped_column(JSON)
    case_count: Mapped[int]

    sent_at: Mapped[datetime]
    sent_by: Mapped[str]
    #: The last day on which it should be received.
    due_on: Mapped[date]
    received_at: Mapped[datetime | None]
    #: Who received it, or entered who did.
    received_by: Mapped[str | None]
    #: The last day on which what is missing should be found or explained.
    find_by: Mapped[date | None]
    closed_at: Mapped[datetime | None]

    #: What it was issued to be printed with (see `papers.models`).
    template_version: Mapped[str] = mapped_column(String(64))
    typst_version: Mapped[str]
    fonts_version: Mapped[str] = mapped_column(String(64))


class TransferLine(SealedRow, Base):
    """A case on a list, with the papers of it that go."""

    __tablename__ = "transfer_lines"
    __table_args__ = (
        UniqueConstraint("list_id", "position"),
        Index(None, "case_id"),
        # The papers of a case are on one way at a time.
        Index(
            "uq_transfer_lines_on_way",
            "case_id",
            unique=True,
            sqlite_where=_IS_ON_WAY,
            postgresql_where=_IS_ON_WAY,
        ),
    )

    list_id: Mapped[int] = mapped_column(ForeignKey("transfer_lists.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    #: What was sent, in final words: see `sending`.
    says = SealedJson()
    #: What became of it: what is missing, what was found, who signed, why it came back.
    outcome = SealedJson(nullable=True)


class PaperPlace(Base):
    """Where the papers of a case are, once they went anywhere: see `whereabouts`."""

    __tablename__ = "paper_places"
    __table_args__ = (Index(None, "place"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    place: Mapped[str]
    since: Mapped[datetime]

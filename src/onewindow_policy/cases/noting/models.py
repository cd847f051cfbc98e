"""The notes on cases."""

from datetime import datetime
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from sqlalchemy import ForeignKey
from sqlalchemy import Index
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID


class CaseNote(SealedRow, Base):
    """A note on a case. The database refuses to change or delete it."""

    __tablename__ = "case_notes"
    __table_args__ = (Index(None, "case_id", "at"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime]
    #: The user id of who wrote it.
    user_id: Mapped[str]
    text = SealedText()

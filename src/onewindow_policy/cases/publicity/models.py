"""Which sheets of public notices hang, so that the web can show them."""

from datetime import date
from datetime import datetime
from onewindow_policy.records.api import Base
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID


class HungNotice(Base):
    """That the sheet of a case hangs on its board, from when it was hung until it is taken
    down or the case goes on. What it says lies sealed in the paper."""

    __tablename__ = "hung_notices"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("papers.id"))
    #: The last day that the sheet says.
    last_on: Mapped[date]
    #: The page shows the latest first.
    hung_at: Mapped[datetime] = mapped_column(index=True)

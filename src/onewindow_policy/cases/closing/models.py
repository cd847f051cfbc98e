"""The days that people have closed at their windows."""

from datetime import date
from datetime import datetime
from onewindow_policy.records.api import Base
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID
from uuid import uuid4


class DayClosing(Base):
    """That somebody looked through what was still theirs at the end of a day, and went."""

    __tablename__ = "day_closings"
    __table_args__ = (
        UniqueConstraint("user_id", "community_code", "day"),
        Index(None, "community_code", "day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[str]
    #: The community whose window it is.
    community_code: Mapped[str] = mapped_column(String(12))
    day: Mapped[date]
    closed_at: Mapped[datetime]
    #: How many things were left, as the page counted them.
    left_over: Mapped[int]

"""The tables of figures. The database refuses to change or delete what is in them.

Nothing in them is personal: they count, and do not say who.
"""

from datetime import date
from datetime import datetime
from onewindow_policy.records.api import Base
from sqlalchemy import BigInteger
from sqlalchemy import Date
from sqlalchemy import String
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

LONGEST_NAME = 50


class ToldDay(Base):
    """That an indicator was told for a day: without figures, there was nothing of it."""

    __tablename__ = "told_days"

    indicator: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    told_at: Mapped[datetime]


class Figure(Base):
    """A count of one day (see `Count`); codes are those of that day."""

    __tablename__ = "figures"

    indicator: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    division: Mapped[str] = mapped_column(String(12), primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    numerator: Mapped[int] = mapped_column(BigInteger)
    denominator: Mapped[int | None] = mapped_column(BigInteger)

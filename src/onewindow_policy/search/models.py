"""What is asked, counted by day: no visitor, no address, no moment; and what somebody
tells the editors that they did not find."""

from datetime import date
from datetime import datetime
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from sqlalchemy import String
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

#: Longer questions tell of a person rather than of a matter, and are not kept.
LONGEST_QUERY = 20


class AskedQuery(Base):
    """A question of one day: how many visitors asked it, and how many opened a result.

    `found` is how many results it had when it was last asked on that day, `drawers` the
    bits of the drawers in use (see `visitors.Visitor.drawer_for`).
    """

    __tablename__ = "asked_queries"

    day: Mapped[date] = mapped_column(primary_key=True)
    query: Mapped[str] = mapped_column(String(LONGEST_QUERY), primary_key=True)
    asked: Mapped[int]
    found: Mapped[int]
    opened: Mapped[int]
    drawers: Mapped[int]


class Reformulation(Base):
    """How many visitors of one day asked `following` right after `query`."""

    __tablename__ = "reformulations"

    day: Mapped[date] = mapped_column(primary_key=True)
    query: Mapped[str] = mapped_column(String(LONGEST_QUERY), primary_key=True)
    following: Mapped[str] = mapped_column(String(LONGEST_QUERY), primary_key=True)
    times: Mapped[int]


class Wish(SealedRow, Base):
    """What somebody wants done and did not find: their words, sealed, and nothing of who
    they are."""

    __tablename__ = "wishes"

    told_at: Mapped[datetime] = mapped_column(index=True)
    text = SealedText()

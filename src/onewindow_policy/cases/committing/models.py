"""Commitments that stand for materials of a case, until they are taken back or checked."""

from datetime import date
from datetime import datetime
from onewindow_policy.records.api import Base
from sqlalchemy import ForeignKey
from sqlalchemy import Index
from sqlalchemy import JSON
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID

#: What a check finds beside what somebody chooses (see `facts`): it is not so.
FALSE = "false"

_IS_OPEN = text("check_by IS NOT NULL AND outcome IS NULL")


class Commitment(Base):
    """That an applicant chose to commit themselves for materials of a case.

    Which words they were told lies in the paper of the entry of the history with this
    version.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        Index(
            "ix_commitments_open",
            "case_id",
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    #: The version of the case that this made.
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: The codes of the materials that it stands for, and the version of the words.
    materials: Mapped[list] = mapped_column(JSON)
    words_version: Mapped[str]
    made_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    #: The last day on which it is to be checked, from the approval on; the last day on
    #: which what was found false may be put right; and what came of both.
    check_by: Mapped[date | None]
    rectify_by: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(9))

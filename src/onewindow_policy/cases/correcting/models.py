"""That something was asked for again, until whoever oversees it has looked."""

from datetime import datetime
from onewindow_policy.records.api import Base
from sqlalchemy import ForeignKey
from sqlalchemy import Index
from sqlalchemy import JSON
from sqlalchemy import text
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID

_IS_UNSEEN = text("seen_at IS NULL")


class RepeatedCorrection(Base):
    """That a case's applicant was asked again for what they had been asked for before.

    Why lies sealed in the history, in the entry with this version.
    """

    __tablename__ = "repeated_corrections"
    __table_args__ = (
        Index(
            "ix_repeated_corrections_unseen",
            "case_id",
            sqlite_where=_IS_UNSEEN,
            postgresql_where=_IS_UNSEEN,
        ),
        Index(None, "asked_at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    #: The version of the case that this made.
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime]
    #: The codes of what was asked for again; none where words alone were.
    materials: Mapped[list] = mapped_column(JSON)
    #: When who oversees it looked at it, and who did.
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None]

"""That a case went from one community's window to another one's, and who knows of it."""

from datetime import datetime
from onewindow_policy.records.api import Base
from sqlalchemy import ForeignKey
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID
from uuid import uuid4


class WindowChange(Base):
    """That who coordinates gave a case from one window to another one.

    Nothing in it is personal: why lies sealed in the history, in the entry with this
    version.
    """

    __tablename__ = "case_window_changes"
    __table_args__ = (
        UniqueConstraint("case_id", "version"),
        # What went from a window, and what came to it: the newest first.
        Index(None, "from_code", "changed_at"),
        Index(None, "to_code", "changed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    #: The version of the case that it made.
    version: Mapped[int]
    #: What duties know it by: the number of the case, and that version.
    subject: Mapped[str] = mapped_column(String(50), unique=True)
    #: The communities whose windows these are.
    from_code: Mapped[str] = mapped_column(String(12))
    to_code: Mapped[str] = mapped_column(String(12))
    changed_at: Mapped[datetime]
    #: The user id of staff.
    changed_by: Mapped[str]
    #: Since when somebody of either window knows.
    from_knows_at: Mapped[datetime | None]
    to_knows_at: Mapped[datetime | None]

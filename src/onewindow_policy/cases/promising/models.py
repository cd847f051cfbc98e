"""Who did not keep a promise, by a keyed hash of their document."""

from datetime import datetime
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID


class PromiseBar(SealedRow, Base):
    """That a promise made in a case was not kept, under the key of that case: who made it
    makes none until somebody has lifted this, or the case is erased."""

    __tablename__ = "promise_bars"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    #: The version of the case that made it.
    case_version: Mapped[int]
    #: Finds the person; None once it is lifted.
    person_hash: Mapped[bytes | None] = mapped_column(index=True)
    since: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None]
    #: Why it was lifted.
    reason = SealedText(nullable=True)

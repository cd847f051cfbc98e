"""The table of steps: what the guide said when somebody applied, and how far it is."""

from datetime import date
from datetime import datetime
from onewindow_policy.records.api import Base
from sqlalchemy import false
from sqlalchemy import ForeignKey
from sqlalchemy import String
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID
from uuid import uuid4


class CaseStep(Base):
    """A step of a case, as its guide had it on the day of the application.

    Nothing in it is personal. The case itself keeps which step it is at, for lists.
    """

    __tablename__ = "case_steps"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    position: Mapped[int]
    name: Mapped[str]
    #: See `guides.rows`; the unit that has this role, None for the community's window.
    unit_role: Mapped[str]
    unit_code: Mapped[str | None] = mapped_column(index=True)
    days: Mapped[int]
    day_type: Mapped[str] = mapped_column(String(16))
    #: Whether its days count towards the promise.
    counted: Mapped[bool]
    #: Whether a public notice shows the whole name.
    name_in_full: Mapped[bool] = mapped_column(server_default=false())
    #: Days that came on top: of special procedures in between, and of an extension.
    more_days: Mapped[int]
    begun_at: Mapped[datetime | None]
    #: None while it has not begun, and while its days do not run.
    due_on: Mapped[date | None]
    due_is_estimated: Mapped[bool]
    done_at: Mapped[datetime | None]
    #: The user id of staff.
    done_by: Mapped[str | None]

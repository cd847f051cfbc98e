"""The table of jobs: when each is due, who is at it, and how it went."""

from datetime import datetime
from onewindow_policy.records.api import Base
from sqlalchemy import String
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID

LONGEST_NAME = 100


class JobState(Base):
    """A job. Whoever holds its lease does it; one that has run out is anybody's."""

    __tablename__ = "jobs"

    name: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    lane: Mapped[str] = mapped_column(String(20))
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    lease_holder: Mapped[UUID | None]

    #: The last run: when it began, when it ended, None while it is going on; how much it
    #: did, None where it failed.
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    done: Mapped[int | None]
    #: When one last went well, how often it has failed since, and over which kind of error.
    succeeded_at: Mapped[datetime | None]
    failures: Mapped[int]
    error: Mapped[str | None] = mapped_column(String(LONGEST_NAME))

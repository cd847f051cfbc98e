"""The table of sessions of staff."""

from datetime import datetime
from onewindow_policy.records.api import Base
from sqlalchemy import LargeBinary
from sqlalchemy import String
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column


class StaffSession(Base):
    """One log-in and what came of it; the browser or program holds what opens it.

    No address and no whole name of a browser: the audit has the address of each log-in,
    and nobody needs more to recognise a device of their own.
    """

    __tablename__ = "staff_sessions"

    #: Of the secret in the ticket, which is kept nowhere else.
    id_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_uid: Mapped[str] = mapped_column(String(32), index=True)
    #: As the account had it: with a newer one the session is over.
    stamp: Mapped[str] = mapped_column(String(32))
    #: "page" or "token"
    door: Mapped[str] = mapped_column(String(10))
    #: The family of the browser and of its system, such as "Firefox, Android".
    device: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    #: Some minutes late: see `asking.SEEN_SECONDS`.
    seen_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    #: "logout", "self" or "administrator"; over by time or by stamp is ended by nobody.
    ended_how: Mapped[str | None] = mapped_column(String(20))

"""The tables of staff: sessions, second factors, and what stands in for those once."""

from datetime import datetime
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from sqlalchemy import BigInteger
from sqlalchemy import ForeignKey
from sqlalchemy import Integer
from sqlalchemy import LargeBinary
from sqlalchemy import String
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID


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


class SecondFactor(SealedRow, Base):
    """What an account is asked for besides its password (TOTP, RFC 6238)."""

    __tablename__ = "second_factors"

    user_id: Mapped[str] = mapped_column(String(255), unique=True)
    since: Mapped[datetime]
    #: The interval of the code that was taken last: none of it or before is taken again.
    last_interval: Mapped[int] = mapped_column(BigInteger)
    #: Wrong codes within the present period, and when it began.
    wrong_count: Mapped[int]
    wrong_since: Mapped[datetime | None]

    #: In base 32, as apps take it.
    secret = SealedText()


class RecoveryCode(Base):
    """A code that stands in for the app once; its hash alone is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("factor_id", "code_hash"),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True
    )
    factor_id: Mapped[UUID] = mapped_column(ForeignKey("second_factors.id"), index=True)
    code_hash: Mapped[bytes]
    used_at: Mapped[datetime | None]

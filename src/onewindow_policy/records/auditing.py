"""Who did what to which record, and when: rows that are only ever added."""

from AccessControl import getSecurityManager
from datetime import datetime
from onewindow_policy.records.base import Base
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.sessions import joined_session
from sqlalchemy import BigInteger
from sqlalchemy import Integer
from sqlalchemy import String
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

ANONYMOUS = "anonymous"


class AuditEntry(Base):
    """One thing that somebody did. The database refuses to change or delete it."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[str] = mapped_column(String(255))
    action: Mapped[str] = mapped_column(String(50))
    subject: Mapped[str] = mapped_column(String(100), index=True)
    detail: Mapped[str] = mapped_column(String(500))


def audit(action: str, subject: str, detail: str = "") -> None:
    """Note that the person of this request did `action` to `subject`.

    `subject` is a case number or the like, and `detail` what else matters: neither is
    ever personal data. It is kept when what it speaks of is kept: it joins the write
    session, or the own transaction around it.
    """
    user = getSecurityManager().getUser()
    user_id = user.getId() if user is not None else None
    entry = AuditEntry(
        at=utc_now(),
        user_id=user_id or ANONYMOUS,
        action=action,
        subject=subject,
        detail=detail,
    )
    joined_session().add(entry)

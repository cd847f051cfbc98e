"""Which cases were written into packages, how long the archive wants cases kept, and the
lists by which they are destroyed (销毁清册)."""

from datetime import date
from datetime import datetime
from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from sqlalchemy import BigInteger
from sqlalchemy import ForeignKey
from sqlalchemy import Index
from sqlalchemy import Integer
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from uuid import UUID
from uuid import uuid4

#: What a term is about: all services, those of a type, or one.
OF_ALL = "all"
OF_TYPE = "type"
OF_ITEM = "item"

#: The longest names and codes of a term.
LONGEST_CODE = 64
LONGEST_NAME = 200

#: Why a case is kept beyond its term: an order, or because it was appraised so.
BY_ORDER = "order"
BY_APPRAISAL = "appraisal"

#: How far a list has come.
DRAFTED = "drafted"
SIGNED = "signed"
EXECUTED = "executed"
CANCELLED = "cancelled"

#: What is to become of a line, and what became of it.
DESTROY = "destroy"
KEEP = "keep"
DESTROYED = "destroyed"
KEPT = "kept"
STOPPED = "stopped"

#: How files of packages end, and of those that are not written to the end.
PACKAGE, UNFINISHED = ".zip", ".part"

_IS_HELD = text("lifted_at IS NULL")
_IS_WAITING = text("outcome IS NULL")
_IS_IN_FORCE = text("ended_at IS NULL")
_IS_DESTROYED = text("outcome = 'destroyed'")


class CasePackage(Base):
    """That a closed case was written into a package, when, and which one: a dated mark of
    the case (归档). Nothing in it is personal; it stays when the case is erased."""

    __tablename__ = "case_packages"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey(Case.id), index=True)
    #: The version of the case that it holds; what has happened since is not in it.
    case_version: Mapped[int]
    made_at: Mapped[datetime]
    #: SHA-256 of the file, and its size.
    digest: Mapped[bytes]
    size_bytes: Mapped[int]
    #: How many files it lacks since nobody had looked into them for a virus: it is written
    #: once more, and has to be destroyed with the others all the same.
    unscanned: Mapped[int] = mapped_column(server_default="0")


class ArchiveTerm(Base):
    """Whether an archive duty runs for the cases of some services, and for how long
    (保管期限): as the archive authority approved it. What was in force stays as a row."""

    __tablename__ = "archive_terms"
    __table_args__ = (
        Index(
            "ix_archive_terms_in_force",
            "kind",
            "code",
            unique=True,
            sqlite_where=_IS_IN_FORCE,
            postgresql_where=_IS_IN_FORCE,
        ),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True
    )
    #: All services, a type of them, or one; and the code of that, "" for all.
    kind: Mapped[str] = mapped_column(String(8))
    code: Mapped[str] = mapped_column(String(LONGEST_CODE))
    is_archived: Mapped[bool]
    #: For how many years after the one in which a case was closed; None without end.
    years: Mapped[int | None]
    #: Whether applications that their people withdrew are among it.
    covers_withdrawn: Mapped[bool]
    #: Which authority approved it, by which number, on which day; None of a duty for which
    #: nobody has approved a term yet.
    approved_by: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    approval_number: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    approved_on: Mapped[date | None]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class CaseHold(SealedRow, Base):
    """That a closed case is kept whatever its term, until a day or until that is lifted.

    Why is sealed under the case's key, as whoever writes it may name people.
    """

    __tablename__ = "case_holds"
    __table_args__ = (
        Index(
            "ix_case_holds_in_force",
            "case_id",
            sqlite_where=_IS_HELD,
            postgresql_where=_IS_HELD,
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey(Case.id))
    case_number: Mapped[str] = mapped_column(String(15))
    kind: Mapped[str] = mapped_column(String(10))
    reason = SealedText()
    #: The last day, None for one that has to be lifted.
    until: Mapped[date | None]
    set_at: Mapped[datetime]
    set_by: Mapped[str]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None]


class DestructionList(Base):
    """A numbered list of cases that are over their term. It is never deleted."""

    __tablename__ = "destruction_lists"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True
    )
    #: The year, and which list of that year it is: 2026-0001.
    number: Mapped[str] = mapped_column(String(9), unique=True)
    #: Counts changes, so that nobody signs what they have not seen.
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    #: When it was executed or cancelled, and who cancelled it.
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class DestructionLine(SealedRow, Base):
    """A case on a list: as number, service, day of closing and term, without its person."""

    __tablename__ = "destruction_lines"
    __table_args__ = (
        UniqueConstraint("list_id", "position"),
        # A case is on one list at a time.
        Index(
            "ix_destruction_lines_waiting",
            "case_id",
            unique=True,
            sqlite_where=_IS_WAITING,
            postgresql_where=_IS_WAITING,
        ),
        Index(
            "ix_destruction_lines_destroyed",
            "list_id",
            sqlite_where=_IS_DESTROYED,
            postgresql_where=_IS_DESTROYED,
        ),
    )

    list_id: Mapped[int] = mapped_column(ForeignKey(DestructionList.id))
    position: Mapped[int]
    case_id: Mapped[UUID] = mapped_column(ForeignKey(Case.id))
    case_number: Mapped[str] = mapped_column(String(15))
    item_code: Mapped[str]
    item_title: Mapped[str]
    closed_on: Mapped[date]
    #: The term that is over, and its approval; None where no duty runs.
    years: Mapped[int | None]
    approval_number: Mapped[str | None]
    #: How many packages were written of it, which lie outside and have to go as well.
    packages: Mapped[int]
    #: What the appraisal says; of one that is to be kept why, sealed, and until when.
    decision: Mapped[str | None] = mapped_column(String(8))
    reason = SealedText(nullable=True)
    keep_until: Mapped[date | None]
    decided_by: Mapped[str | None]
    #: What became of it, and what stopped it.
    outcome: Mapped[str | None] = mapped_column(String(10))
    stopped_by: Mapped[str | None] = mapped_column(String(10))
    done_at: Mapped[datetime | None]


class DestructionSignature(Base):
    """That somebody signed a list; it takes two of them."""

    __tablename__ = "destruction_signatures"

    list_id: Mapped[int] = mapped_column(
        ForeignKey(DestructionList.id), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    at: Mapped[datetime]


class DestroyedPackages(Base):
    """That somebody said of a destroyed case that its packages, which lay outside, are
    destroyed as well. What became of a line stays as it is, so this has a table."""

    __tablename__ = "destroyed_packages"

    line_id: Mapped[UUID] = mapped_column(
        ForeignKey(DestructionLine.id), primary_key=True
    )
    at: Mapped[datetime]
    user_id: Mapped[str] = mapped_column(String(255))

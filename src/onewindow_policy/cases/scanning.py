"""Which files of cases open: with a scanner only those that it found clean.

What was stored while there was none, or while it was away, is scanned by a command
(`commands`). What was found infected stays shut, whatever is set up later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from onewindow_policy.cases.exceptions import FileInfected
from onewindow_policy.cases.exceptions import FileUnscanned
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.models import FileScan
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.scanning.api import is_configured
from onewindow_policy.scanning.api import scan
from onewindow_policy.scanning.api import Verdict
from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from uuid import UUID

#: Of a file.
OPEN = "open"
UNSCANNED = "unscanned"
INFECTED = "infected"

#: How long the command waits for one file; clamd gives up on one after two minutes.
PATIENCE_SECONDS = 300

_BATCH = 100


@dataclass(frozen=True, slots=True)
class FileCounts:
    """How many files of cases there are of each state, with a scanner."""

    clean: int
    infected: int
    unscanned: int


@dataclass(frozen=True, slots=True)
class InfectedFileFacts:
    """What an operator is told of an infected file."""

    case_number: str
    signature: str
    scanned_at: datetime


def state_of(found: FileScan | None) -> str:
    """Return whether a file opens, by what was found in it."""
    if found is not None and found.signature is not None:
        return INFECTED
    return UNSCANNED if found is None and is_configured() else OPEN


def require_open(found: FileScan | None) -> None:
    """Raise `FileInfected` or `FileUnscanned` for a file that opens for nobody."""
    state = state_of(found)
    if state == INFECTED:
        raise FileInfected
    if state == UNSCANNED:
        raise FileUnscanned


def files_to_scan(before: datetime | None) -> Iterator[UUID]:
    """Yield the files that were never scanned, and those that were before `before`.

    They are looked up a few at a time, and nothing is held meanwhile: whoever scans ends
    the transaction after each.
    """
    last = None
    while ids := read_session().scalars(_to_scan(before, last)).all():
        yield from ids
        last = ids[-1]


def _to_scan(before: datetime | None, last: UUID | None):
    unseen: ColumnElement[bool] = FileScan.file_id.is_(None)
    if before is not None:
        unseen = or_(unseen, FileScan.scanned_at < before)
    query = (
        select(CaseFile.id)
        .outerjoin(FileScan, FileScan.file_id == CaseFile.id)
        .where(unseen)
        .order_by(CaseFile.id)
        .limit(_BATCH)
    )
    return query if last is None else query.where(CaseFile.id > last)


def content_to_scan(file_id: UUID) -> tuple[str, bytes] | None:
    """Return the number of its case and the content of a file, None for one that was
    erased meanwhile."""
    found = (
        read_session()
        .execute(
            select(Case.number, CaseFile)
            .join(Case, Case.id == CaseFile.case_id)
            .where(CaseFile.id == file_id)
        )
        .first()
    )
    return (found.number, found.CaseFile.content) if found is not None else None


def scan_content(content: bytes) -> Verdict:
    """Have the content of a file scanned, with no transaction open.

    Raises `ScannerAway` and `NotScannable`.
    """
    return scan(BytesIO(content), PATIENCE_SECONDS)


def keep_verdict(file_id: UUID, verdict: Verdict) -> bool:
    """Keep what was found in a file; what is infected, or is so no more, is in the audit,
    by its case.

    It is kept when Zope's transaction commits. Returns False for a file that was erased,
    or that somebody else scanned, meanwhile.
    """
    session = write_session()
    row = session.execute(
        select(Case.number, CaseFile.media_type, CaseFile.size_bytes)
        .join(Case, Case.id == CaseFile.case_id)
        .where(CaseFile.id == file_id)
    ).first()
    if row is None:
        return False
    known = session.get(FileScan, file_id)
    if known is not None:
        if known.signature is not None and verdict.signature is None:
            audit("file.cleared", row.number, known.signature)
        known.scanned_at, known.signature = verdict.at, verdict.signature
    else:
        found = FileScan(
            file_id=file_id, scanned_at=verdict.at, signature=verdict.signature
        )
        try:
            with session.begin_nested():
                session.add(found)
        except IntegrityError:
            return False
    if verdict.signature is not None:
        detail = f"{row.media_type} {row.size_bytes} {verdict.signature}"
        audit("file.infected", row.number, detail)
    return True


def count_files() -> FileCounts:
    """Return how many files of cases there are of each state."""
    clean, infected, unscanned = (
        read_session()
        .execute(
            select(
                func.count(FileScan.file_id).filter(FileScan.signature.is_(None)),
                func.count(FileScan.signature),
                func.count(CaseFile.id).filter(FileScan.file_id.is_(None)),
            )
            .select_from(CaseFile)
            .outerjoin(FileScan, FileScan.file_id == CaseFile.id)
        )
        .one()
    )
    return FileCounts(clean, infected, unscanned)


def infected_files() -> list[InfectedFileFacts]:
    """Return the files in which something was found, the latest first."""
    rows = read_session().execute(
        select(Case.number, FileScan.signature, FileScan.scanned_at)
        .join(CaseFile, CaseFile.id == FileScan.file_id)
        .join(Case, Case.id == CaseFile.case_id)
        .where(FileScan.signature.is_not(None))
        .order_by(FileScan.scanned_at.desc(), Case.number)
    )
    return [InfectedFileFacts(*row) for row in rows]

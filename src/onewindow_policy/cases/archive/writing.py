"""Writing the packages of closed cases into a folder, one case a transaction."""

from collections.abc import Iterator
from datetime import date
from onewindow_policy.cases.archive.models import CasePackage
from onewindow_policy.cases.archive.models import PACKAGE
from onewindow_policy.cases.archive.models import UNFINISHED
from onewindow_policy.cases.archive.package import HASHES
from onewindow_policy.cases.archive.package import METADATA
from onewindow_policy.cases.archive.package import Package
from onewindow_policy.cases.archive.package import package_of
from onewindow_policy.cases.exceptions import CaseOpen
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.handingout.originals import originals_here
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.transferring.reading import went_on_since
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import start_of_day
from pathlib import Path
from sqlalchemy import ColumnElement
from sqlalchemy import exists
from sqlalchemy import func
from sqlalchemy import select
from zipfile import BadZipFile
from zipfile import ZipFile

import hashlib
import os

#: Records of a city are in Chinese.
CHINESE = "zh-cn"

#: As many numbers are read at once.
_BATCH = 500


class PackageBroken(Exception):
    """A package is not what was written; its text says why, and nothing personal."""


def cases_to_archive(closed_before: date, *, is_again: bool = False) -> Iterator[str]:
    """Yield the numbers of cases that were closed before a day and were not written yet as
    they are now, or of all of them, in the order in which they were closed. Erased ones are
    left out.

    Each part is read in a transaction of its own, so that the caller may commit.
    """
    before = start_of_day(closed_before)
    last: tuple = ()
    while True:
        query = select(Case.closed_at, Case.number).where(
            Case.closed_at < before, Case.erased_at.is_(None)
        )
        if not is_again:
            query = query.where(~_is_written())
        if last:
            query = query.where(_after(*last))
        query = query.order_by(Case.closed_at, Case.number).limit(_BATCH)
        found = read_session().execute(query).all()
        for row in found:
            yield row.number
        if len(found) < _BATCH:
            return
        last = tuple(found[-1])


def _is_written() -> ColumnElement[bool]:
    """Return the condition that a package holds a case as it is now: what is handed out or
    put right later, and where its papers go, belongs into it as well."""
    return exists().where(
        CasePackage.case_id == Case.id,
        CasePackage.case_version >= Case.version,
        CasePackage.unscanned == 0,
        ~went_on_since(CasePackage.made_at),
    )


def _after(closed_at, number):
    return (Case.closed_at > closed_at) | (
        (Case.closed_at == closed_at) & (Case.number > number)
    )


class OriginalsHere(Exception):
    """Originals of the applicant are still at the window: they belong in no archive."""


def write_package(
    number: str, folder: Path, *, with_originals_here: bool = False
) -> Package:
    """Write the package of a case into `folder`, mark the case, and return the package; the
    mark is kept when Zope's transaction commits.

    The file is there before the mark is: what was not marked is written once more, and so
    is what is marked as lacking files that nobody has looked into for a virus.

    Raises `CaseUnknown`, `CaseOpen`, `PrintFailed`, `OSError`, and `OriginalsHere` unless
    it is to be written all the same (`with_originals_here`): then the package names them.
    """
    session = write_session()
    case = find_case(session, number, to_move=True)
    if case is None:
        raise CaseUnknown
    if case.closed_at is None:
        raise CaseOpen
    if originals_here(case) and not with_originals_here:
        raise OriginalsHere
    package = package_of(session, case, CaseWording(CHINESE))
    _write(package.content, folder / f"{case.number}{PACKAGE}")
    session.add(
        CasePackage(
            case_id=case.id,
            case_version=case.version,
            made_at=utc_now(),
            digest=package.digest,
            size_bytes=len(package.content),
            unscanned=package.unscanned,
        )
    )
    audit("case.archive", case.number, package.digest.hex())
    session.flush()
    return package


def _write(content: bytes, path: Path) -> None:
    """Write a file that only its owner reads: whole, or not at all."""
    unfinished = path.with_suffix(UNFINISHED)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with open(os.open(unfinished, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def check_package(path: Path) -> int:
    """Return how many files a package holds, all of which are what its list of hashes says.

    Nothing else is needed for it: no database, no keys. Raises `PackageBroken`.
    """
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
            listed = dict(
                reversed(line.split("  ", 1))
                for line in archive.read(HASHES).decode().splitlines()
            )
            if names != {*listed, HASHES} or METADATA not in listed:
                raise PackageBroken("it does not hold what its list names")
            for name, digest in listed.items():
                if hashlib.sha256(archive.read(name)).hexdigest() != digest:
                    raise PackageBroken(f"{name} was changed")
    except (BadZipFile, KeyError, OSError, ValueError) as error:
        raise PackageBroken(f"it cannot be read ({type(error).__name__})") from error
    return len(names)


def lacking_packages() -> list[str]:
    """Return the numbers of the cases, in their order, whose packages all lack files that
    nobody had looked into for a virus: the next run writes them anew."""
    lacks = exists().where(CasePackage.case_id == Case.id, CasePackage.unscanned > 0)
    query = select(Case.number).where(
        lacks, ~_is_written(), Case.closed_at.is_not(None), Case.erased_at.is_(None)
    )
    return list(read_session().scalars(query.order_by(Case.number)))


def count_archived() -> tuple[int, int]:
    """Return how many closed cases were written as they are now, and how many were not, of
    those that are not erased."""
    is_written = _is_written()
    closed = (
        select(func.count()).select_from(Case).where(Case.closed_at.is_not(None))
    ).where(Case.erased_at.is_(None))
    session = read_session()
    return session.scalar(closed.where(is_written)), session.scalar(
        closed.where(~is_written)
    )

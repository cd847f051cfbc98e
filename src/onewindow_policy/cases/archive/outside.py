"""Packages of destroyed cases, which lie outside: destroyed where they can be reached, and
confirmed by a person where they were handed on.

Nothing here knows where packages went: they are written to a folder, handed to the archive
and copied there. So a list is not done with before somebody says that they are destroyed as
well; the command deletes those that lie in a folder.

Source: Regulation on implementing the Archives Law (档案法实施条例, 2024) art. 24.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from onewindow_policy.cases.archive.exceptions import ListChanged
from onewindow_policy.cases.archive.exceptions import ListUnknown
from onewindow_policy.cases.archive.exceptions import NothingTicked
from onewindow_policy.cases.archive.models import CasePackage
from onewindow_policy.cases.archive.models import DESTROYED
from onewindow_policy.cases.archive.models import DestroyedPackages
from onewindow_policy.cases.archive.models import DestructionLine
from onewindow_policy.cases.archive.models import DestructionList
from onewindow_policy.cases.archive.models import PACKAGE
from onewindow_policy.cases.archive.models import UNFINISHED
from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from pathlib import Path
from sqlalchemy import exists
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid import UUID

import os


def _waits():
    """Return the condition for the lines of destroyed cases whose packages nobody has said
    to be destroyed."""
    return (
        DestructionLine.outcome == DESTROYED,
        exists().where(CasePackage.case_id == DestructionLine.case_id),
        ~exists().where(DestroyedPackages.line_id == DestructionLine.id),
    )


def count_outside(session: Session) -> int:
    """Return of how many destroyed cases packages are outside."""
    return session.scalar(select(func.count(DestructionLine.id)).where(*_waits())) or 0


def lists_with_packages(session: Session) -> set[int]:
    """Return the ids of the lists of which packages are outside."""
    return set(session.scalars(select(DestructionLine.list_id).where(*_waits())))


def lines_outside(session: Session, found: DestructionList) -> list[DestructionLine]:
    """Return the lines of a list whose packages are outside, in their order."""
    query = select(DestructionLine).where(
        DestructionLine.list_id == found.id, *_waits()
    )
    return list(session.scalars(query.order_by(DestructionLine.position)))


def digests_of(
    session: Session, case_ids: Collection[UUID]
) -> Mapping[UUID, tuple[str, ...]]:
    """Return the SHA-256 of each package that was written of some cases, the oldest first:
    by these an archive finds them."""
    query = select(CasePackage.case_id, CasePackage.digest).where(
        CasePackage.case_id.in_(case_ids)
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for case_id, digest in session.execute(query.order_by(CasePackage.made_at)):
        found[case_id] = (*found.get(case_id, ()), digest.hex())
    return found


def confirmations_of(
    session: Session, found: DestructionList
) -> Mapping[UUID, DestroyedPackages]:
    """Return who said of which lines of a list that their packages are destroyed."""
    query = (
        select(DestroyedPackages)
        .join(DestructionLine, DestructionLine.id == DestroyedPackages.line_id)
        .where(DestructionLine.list_id == found.id)
    )
    return {each.line_id: each for each in session.scalars(query)}


def confirm_destroyed(number: str, positions: Collection[int], user_id: str) -> None:
    """Note that all packages of some lines of a list are destroyed, wherever they were.

    It is kept when Zope's transaction commits; the audit notes it. Raises `ListUnknown`,
    `NothingTicked`, and `ListChanged` where somebody was quicker.
    """
    session, now = write_session(), utc_now()
    found = session.scalar(
        select(DestructionList)
        .where(DestructionList.number == number)
        .with_for_update()
    )
    if found is None:
        raise ListUnknown
    if not positions:
        raise NothingTicked
    waiting = {each.position: each for each in lines_outside(session, found)}
    if not waiting.keys() >= set(positions):
        raise ListChanged
    for position in sorted(positions):
        line_id = waiting[position].id
        session.add(DestroyedPackages(line_id=line_id, at=now, user_id=user_id))
    audit("archive.confirm_packages", number, str(len(positions)))
    session.flush()


def erased_packages(folder: Path) -> Iterator[Path]:
    """Yield the packages in a folder whose cases are erased, by a list or otherwise,
    and what was left of one whose writing broke off.

    A package is called by the number of its case; one of no case of this database, and one
    of a case that is kept, is none of them. Raises `OSError` for what is no folder.
    """
    for path in sorted(folder.iterdir()):
        if path.suffix not in (PACKAGE, UNFINISHED):
            continue
        query = select(Case.erased_at).where(Case.number == path.stem)
        if path.stem.isdigit() and read_session().scalar(query) is not None:
            yield path


def delete_package(path: Path, in_transaction: Callable[[Callable], None]) -> None:
    """Delete a package, for good as far as the file system goes; `in_transaction` calls
    what it is given in a transaction of its own, and commits.

    The audit first notes that it is to be deleted, then that it is. So none is gone of
    which it does not tell, and where only the first is noted, the file may be there:
    another run deletes it, and notes both. Raises `OSError`.
    """
    in_transaction(lambda: _note("case.delete_package", path))
    path.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    in_transaction(lambda: _note("case.package_deleted", path))


def _note(action: str, path: Path) -> None:
    audit(action, path.stem)
    write_session().flush()

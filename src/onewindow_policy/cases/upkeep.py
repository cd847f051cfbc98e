"""Erasing cases: at once, or when their term is over."""

from collections.abc import Collection
from datetime import datetime
from onewindow_policy.cases.archive.holds import are_held
from onewindow_policy.cases.archive.terms import terms_in_force
from onewindow_policy.cases.assigning.models import end_hand_over
from onewindow_policy.cases.duties import forget_duties_of
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.finders import forget_finders
from onewindow_policy.cases.interfaces import IDestructionStop
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.process.following import forget_steps
from onewindow_policy.cases.promising.bars import forget_bars
from onewindow_policy.cases.publicity.following import forget_notice
from onewindow_policy.cases.publicity.left import keep_left_sheet
from onewindow_policy.cases.publicity.left import sheet_left_by
from onewindow_policy.cases.windows.duties import forget_notices
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import update
from sqlalchemy.orm import Session
from zope.component import getUtilitiesFor

import secrets

#: So that nobody waits long for the write lock: a case may have 30 MB of files. Whoever
#: erases goes on until none is left.
ERASED_AT_ONCE = 20

#: Why a case was erased, in the audit.
RETENTION = "retention"


def erase_case(number: str, reason: str = "") -> None:
    """Erase all that is personal of a case, for good; what remains can be counted.

    The data key goes, and with it all that it sealed; so does what could find the person,
    and the files. `records.erasing` tells when nothing of the key is left. It is kept
    when Zope's transaction commits; once erased, it stays as it is. `reason` goes to the
    audit, and is never personal. Raises `CaseUnknown`.
    """
    session = write_session()
    case = session.scalar(select(Case).where(Case.number == number).with_for_update())
    if case is None:
        raise CaseUnknown
    if case.erased_at is None:
        _erase(session, case, reason)


def erase_old_cases(now: datetime, size: int = ERASED_AT_ONCE) -> int:
    """Erase the cases that are closed for as long as their people were told, and return
    how many: `size` at most.

    Cases without a term stay, and so do those that the archive wants kept (see
    `archive.storing`), and, until they have an answer, those whose persons ask about their
    data. It is kept when Zope's transaction commits; what another process is erasing is
    left to it.
    """
    session = write_session()
    old = (
        select(Case)
        .where(
            Case.erase_at <= now,
            Case.erased_at.is_(None),
            ~terms_in_force(session).are_kept,
            ~are_held(now),
        )
        .order_by(Case.erase_at, Case.number)
        .limit(size)
        .with_for_update(skip_locked=True, of=Case)
    )
    passed = 0
    while cases := session.scalars(old.offset(passed)).all():
        stopped = _stopped(session, [each.number for each in cases])
        due = [each for each in cases if each.number not in stopped]
        for case in due:
            _erase(session, case, RETENTION)
        if due:
            return len(due)
        passed += len(cases)
    return 0


def _stopped(session: Session, numbers: Collection[str]) -> set[str]:
    """Return those of some cases about which a room above has something to do still."""
    stops = getUtilitiesFor(IDestructionStop)
    return set().union(*(stop.stopped(session, numbers) for _name, stop in stops))


def count_kept_without_term() -> int:
    """Return how many closed cases nothing says when to erase."""
    return read_session().scalar(
        select(func.count(Case.id)).where(
            Case.closed_at.is_not(None),
            Case.kept_months.is_(None),
            Case.stored_at.is_(None),
            Case.erased_at.is_(None),
        )
    )


def _erase(session: Session, case: Case, reason: str) -> None:
    # Where a sheet hangs its history says, which nobody reads once the key is gone.
    left = sheet_left_by(session, case)
    case.data_key.erase()
    case.erased_at = utc_now()
    case.erase_at = None
    case.person_hash = None
    # What they asked before has a term of its own.
    case.inquiry_number = None
    case.content_hash = None
    case.query_code = case.receipt_until = None
    case.handing_out = case.originals_held = None
    # Nor is it told any more which cases are of one person.
    case.runs_out_on = case.earlier_number = case.later_number = None
    case.earlier_link = case.later_link = None
    # What no code has.
    case.code_hash = secrets.token_bytes(len(case.code_hash))
    # Nor who saw to it, or on which day its person came.
    case.assignee = case.first_contact = case.visited_on = None
    forget_steps(session, case)
    # Nor does the case that was made from it name it.
    later = update(Case).where(Case.earlier_number == case.number)
    session.execute(later.values(earlier_number=None, earlier_link=None))
    forget_duties_of(session, case)
    forget_notices(session, case)
    keep_left_sheet(session, left)
    forget_finders(session, case)
    forget_bars(session, case)
    forget_notice(session, case)
    end_hand_over(session, case.id, case.erased_at)
    # What the scanner found goes with them.
    session.execute(delete(CaseFile).where(CaseFile.case_id == case.id))
    audit("case.erase", case.number, reason)

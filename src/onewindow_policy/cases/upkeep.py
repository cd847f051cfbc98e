"""Erasing cases: at once, or when their term is over."""

from datetime import datetime
from onewindow_policy.cases.assigning.models import end_hand_over
from onewindow_policy.cases.duties import forget_duties_of
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.finders import forget_finders
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.orm import Session

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

    Cases without a term stay. It is kept when Zope's transaction commits; what another
    process is erasing is left to it.
    """
    session = write_session()
    old = (
        select(Case)
        .where(Case.erase_at <= now, Case.erased_at.is_(None))
        .order_by(Case.erase_at)
        .limit(size)
        .with_for_update(skip_locked=True, of=Case)
    )
    cases = session.scalars(old).all()
    for case in cases:
        _erase(session, case, RETENTION)
    return len(cases)


def count_kept_without_term() -> int:
    """Return how many closed cases nothing says when to erase."""
    return read_session().scalar(
        select(func.count(Case.id)).where(
            Case.closed_at.is_not(None),
            Case.kept_months.is_(None),
            Case.erased_at.is_(None),
        )
    )


def _erase(session: Session, case: Case, reason: str) -> None:
    case.data_key.erase()
    case.erased_at = utc_now()
    case.erase_at = None
    case.person_hash = None
    case.content_hash = None
    case.query_code = case.receipt_until = None
    # What no code has.
    case.code_hash = secrets.token_bytes(len(case.code_hash))
    forget_duties_of(session, case)
    forget_finders(session, case)
    end_hand_over(session, case.id, case.erased_at)
    # What the scanner found goes with them.
    session.execute(delete(CaseFile).where(CaseFile.case_id == case.id))
    audit("case.erase", case.number, reason)

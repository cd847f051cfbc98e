"""*Only stored* (仅存档): a closed case that the archive wants kept beyond its term.

It is used for nothing else from then on (个人信息保护法 art. 47 last paragraph): no search
finds it, no form is filled in from it, nobody is barred by it, nothing is to be done about
it, and it opens to whoever has a permission of its own and says why. Its person still sees
it, and may have a copy.
"""

from datetime import datetime
from onewindow_policy.cases.archive.holds import are_held
from onewindow_policy.cases.archive.holds import is_held
from onewindow_policy.cases.archive.terms import terms_in_force
from onewindow_policy.cases.duties import lapse_duties_of
from onewindow_policy.cases.exceptions import ArchiveDutyRuns
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.finders import forget_finders
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.promising.bars import bars_of
from onewindow_policy.cases.publicity.following import forget_notice
from onewindow_policy.cases.publicity.left import keep_left_sheet
from onewindow_policy.cases.publicity.left import sheet_left_by
from onewindow_policy.cases.undoing import message_subject
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.cases.upkeep import ERASED_AT_ONCE
from onewindow_policy.cases.upkeep import RETENTION
from onewindow_policy.cases.windows.duties import lapse_notices
from onewindow_policy.messages.api import drop_waiting
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import OnlyStored
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy.orm import Session


def store_old_cases(now: datetime, size: int = ERASED_AT_ONCE) -> int:
    """Only store the cases whose term is over and for which an archive duty runs, or which
    are held, and return how many: `size` at most.

    It is kept when Zope's transaction commits; what another process is at is left to it.
    """
    session = write_session()
    old = (
        select(Case)
        .where(
            Case.erase_at <= now,
            Case.erased_at.is_(None),
            or_(terms_in_force(session).are_kept, are_held(now)),
        )
        .order_by(Case.erase_at)
        .limit(size)
        .with_for_update(skip_locked=True, of=Case)
    )
    cases = session.scalars(old).all()
    for case in cases:
        _store(session, case, RETENTION)
    return len(cases)


def erase_or_store(number: str, reason: str) -> None:
    """Erase a case; only store it where an archive duty runs: then it is not erased
    (个人信息保护法 art. 47).

    It is kept when Zope's transaction commits. `reason` goes to the audit, and is never
    personal. Raises `CaseUnknown`.
    """
    session = write_session()
    case = _require(session, number)
    if not _is_kept(session, case):
        erase_case(number, reason)
    elif case.stored_at is None:
        _store(session, case, reason)


def stored_after(case: Case) -> OnlyStored | None:
    """Return until when a case is only stored that its person wants erased, None where
    `erase_or_store` leaves nothing of it."""
    session = write_session()
    if not _is_kept(session, case):
        return None
    return OnlyStored(terms_in_force(session).ends_on(case))


def erase_unless_kept(number: str, reason: str) -> None:
    """Erase a case, as `erase_case` does. Raises `CaseUnknown`, and `ArchiveDutyRuns`
    where the archive wants it kept or it is only stored already."""
    session = write_session()
    case = _require(session, number)
    is_kept = case.stored_at is not None or _is_kept(session, case)
    if case.erased_at is None and is_kept:
        raise ArchiveDutyRuns
    erase_case(number, reason)


def count_stored() -> int:
    """Return how many cases are only stored."""
    query = select(func.count(Case.id)).where(
        Case.stored_at.is_not(None), Case.erased_at.is_(None)
    )
    return read_session().scalar(query)


def _is_kept(session: Session, case: Case) -> bool:
    """Return whether the archive wants a closed case kept, or an order does."""
    if case.closed_at is None:
        return False
    is_kept = terms_in_force(session).is_kept(case)
    return is_kept or is_held(session, case, utc_now())


def _require(session: Session, number: str) -> Case:
    case = session.scalar(select(Case).where(Case.number == number).with_for_update())
    if case is None:
        raise CaseUnknown
    return case


def _store(session: Session, case: Case, reason: str) -> None:
    """Have a case found by nothing but its number, and used for nothing."""
    left = sheet_left_by(session, case)
    case.stored_at = utc_now()
    # From here on it ends by a destruction list alone.
    case.erase_at = None
    case.person_hash = case.content_hash = None
    case.query_code = case.receipt_until = None
    # Nobody is reminded of what nobody uses.
    case.runs_out_on = None
    for bar in bars_of(session, case):
        bar.person_hash = None
    case.step_name = case.step_unit_code = case.step_due_on = None
    # What waits to be told is told no more.
    drop_waiting(message_subject(case))
    lapse_duties_of(session, case)
    lapse_notices(session, case)
    keep_left_sheet(session, left)
    forget_notice(session, case)
    forget_finders(session, case)
    audit("case.store", case.number, reason)
    session.flush()

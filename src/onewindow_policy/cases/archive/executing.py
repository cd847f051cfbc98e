"""Carrying out destruction lists: line by line, in short transactions.

It is found from the rows what is left to do, so that what was broken off goes on, and done
twice is done once. What stands against a line is asked in the transaction that destroys it.
"""

from collections.abc import Sequence
from datetime import datetime
from onewindow_policy.cases.archive.holds import add_hold
from onewindow_policy.cases.archive.models import BY_APPRAISAL
from onewindow_policy.cases.archive.models import DESTROY
from onewindow_policy.cases.archive.models import DESTROYED
from onewindow_policy.cases.archive.models import DestructionLine
from onewindow_policy.cases.archive.models import DestructionList
from onewindow_policy.cases.archive.models import EXECUTED
from onewindow_policy.cases.archive.models import KEPT
from onewindow_policy.cases.archive.models import SIGNED
from onewindow_policy.cases.archive.models import STOPPED
from onewindow_policy.cases.archive.overdue import stops_of
from onewindow_policy.cases.archive.terms import terms_in_force
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.cases.upkeep import ERASED_AT_ONCE
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import write_session
from sqlalchemy import exists
from sqlalchemy import select
from sqlalchemy.orm import Session

#: The job that does it, which is asked for as soon as a list is signed.
JOB = "cases.destruction"


def execute_lines(now: datetime, size: int = ERASED_AT_ONCE) -> int:
    """Carry out lines of signed lists at `now`, `size` at most; return how many.

    Of a line that is destroyed the case's key goes, with all that it sealed. It is kept
    when Zope's transaction commits; the audit notes each case, and the end of a list.
    """
    session = write_session()
    query = (
        select(DestructionLine, DestructionList)
        .join(DestructionList, DestructionList.id == DestructionLine.list_id)
        .where(DestructionList.state == SIGNED, DestructionLine.outcome.is_(None))
        .order_by(DestructionLine.list_id, DestructionLine.position)
        .limit(size)
        .with_for_update(skip_locked=True, of=DestructionLine)
    )
    found = [tuple(row) for row in session.execute(query)]
    cases = _locked(session, [line.case_id for line, _list in found])
    stops = stops_of(session, list(cases.values()), terms_in_force(session), now)
    for line, of_list in found:
        case = cases[line.case_id]
        _carry_out(session, line, of_list, case, stops.get(case.number), now)
    session.flush()
    _end_lists(session, now)
    return len(found)


def _locked(session: Session, case_ids: Sequence) -> dict:
    query = select(Case).where(Case.id.in_(case_ids)).order_by(Case.number)
    return {each.id: each for each in session.scalars(query.with_for_update(of=Case))}


def _carry_out(
    session: Session,
    line: DestructionLine,
    of_list: DestructionList,
    case: Case,
    stop: str | None,
    now: datetime,
) -> None:
    line.done_at = now
    if line.decision != DESTROY and case.erased_at is None:
        line.outcome = KEPT
        reason, by = line.reason, line.decided_by
        add_hold(session, case, BY_APPRAISAL, reason, line.keep_until, by)
    elif stop is not None:
        line.outcome, line.stopped_by = STOPPED, stop
    else:
        line.outcome = DESTROYED
        erase_case(case.number, f"list {of_list.number}")


def _end_lists(session: Session, now: datetime) -> None:
    """Note which lists have no line left to carry out."""
    is_waiting = exists().where(
        DestructionLine.list_id == DestructionList.id, DestructionLine.outcome.is_(None)
    )
    done = select(DestructionList).where(DestructionList.state == SIGNED, ~is_waiting)
    for each in session.scalars(done.with_for_update(skip_locked=True)):
        each.state, each.ended_at = EXECUTED, now
        each.version += 1
        audit("archive.execute_list", each.number)

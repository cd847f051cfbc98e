"""Destruction lists (销毁清册): made, appraised line by line, signed by two.

Source: Regulation on implementing the Archives Law (档案法实施条例, 2024) art. 24. Who
executes them is `executing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from onewindow_policy.cases.archive.exceptions import DecisionMissing
from onewindow_policy.cases.archive.exceptions import ListChanged
from onewindow_policy.cases.archive.exceptions import ListClosed
from onewindow_policy.cases.archive.exceptions import ListUnknown
from onewindow_policy.cases.archive.exceptions import NothingOverdue
from onewindow_policy.cases.archive.exceptions import SignedAlready
from onewindow_policy.cases.archive.exceptions import SignedByOther
from onewindow_policy.cases.archive.holds import require_reason
from onewindow_policy.cases.archive.models import CANCELLED
from onewindow_policy.cases.archive.models import CasePackage
from onewindow_policy.cases.archive.models import DESTROY
from onewindow_policy.cases.archive.models import DestructionLine
from onewindow_policy.cases.archive.models import DestructionList
from onewindow_policy.cases.archive.models import DestructionSignature
from onewindow_policy.cases.archive.models import DRAFTED
from onewindow_policy.cases.archive.models import KEEP
from onewindow_policy.cases.archive.models import SIGNED
from onewindow_policy.cases.archive.overdue import cases_to_list
from onewindow_policy.cases.archive.terms import terms_in_force
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

#: More are not looked through with care at once; what is left goes on the next list.
MOST_LINES = 100

#: How many accounts sign one.
SIGNATURES = 2


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of a line: `DESTROY`, or `KEEP` with why and until when."""

    what: str
    reason: str = field(default="", repr=False)
    until: date | None = None


class LineUnfit(CaseError):
    """A line was appraised wrongly; `cause` says how, `field` is its input."""

    def __init__(self, position: int, cause: CaseError):
        super().__init__(position)
        self.position = position
        self.field = f"{cause.field}-{position}"
        self.message = cause.message


def make_list(user_id: str) -> DestructionList:
    """Make a list of the cases that are over their term, `MOST_LINES` at most, without
    those against which something stands.

    It is kept when Zope's transaction commits; the audit notes it. Raises
    `NothingOverdue`.
    """
    session, now = write_session(), utc_now()
    terms = terms_in_force(session)
    cases = cases_to_list(session, now, MOST_LINES)
    if not cases:
        raise NothingOverdue
    made = DestructionList(
        number=_next_number(session, local_date(now).year),
        version=1,
        state=DRAFTED,
        made_at=now,
        made_by=user_id,
    )
    session.add(made)
    _flush(session)
    packages = _packages_of(session, cases)
    for position, case in enumerate(cases, start=1):
        term = terms.of(case)
        session.add(
            DestructionLine(
                case.data_key,
                list_id=made.id,
                position=position,
                case_id=case.id,
                case_number=case.number,
                item_code=case.item_code,
                item_title=case.item_title,
                closed_on=local_date(case.closed_at),
                years=term.years,
                approval_number=term.approval_number,
                packages=packages.get(case.id, 0),
            )
        )
    _flush(session)
    audit("archive.make_list", made.number, str(len(cases)))
    return made


def appraise(
    number: str, version: int, decisions: Mapping[int, Decision], user_id: str
) -> None:
    """Note what is to become of lines, by position; what is not among them stays.

    It is kept when Zope's transaction commits; the audit notes it. Raises `ListUnknown`,
    `ListChanged`, `ListClosed`, `SignedAlready` once somebody has signed, and `LineUnfit`.
    """
    session = write_session()
    found = _open_list(session, number, version)
    if signatures_of(session, found):
        raise SignedAlready
    # First all of them: what is refused changes nothing.
    for position, decision in decisions.items():
        _require_fit(position, decision)
    for line in lines_of(session, found):
        decision = decisions.get(line.position)
        if decision is not None:
            _decide(line, decision, user_id)
    found.version += 1
    audit("archive.appraise_list", number, str(len(decisions)))
    session.flush()


def sign_list(number: str, version: int, user_id: str) -> bool:
    """Sign a list whose lines are all appraised; return whether it is signed by enough, and
    so to be executed.

    It is kept when Zope's transaction commits; the audit notes it. Raises `ListUnknown`,
    `ListChanged`, `ListClosed`, `DecisionMissing`, and `SignedByOther` for who has signed
    it: it takes another account.
    """
    session, now = write_session(), utc_now()
    found = _open_list(session, number, version)
    if any(line.decision is None for line in lines_of(session, found)):
        raise DecisionMissing
    signatures = signatures_of(session, found)
    if any(each.user_id == user_id for each in signatures):
        raise SignedByOther
    session.add(DestructionSignature(list_id=found.id, user_id=user_id, at=now))
    is_signed = len(signatures) + 1 >= SIGNATURES
    if is_signed:
        found.state = SIGNED
    found.version += 1
    audit("archive.sign_list", number)
    session.flush()
    return is_signed


def cancel_list(number: str, version: int, user_id: str) -> None:
    """Give up a list that not enough have signed: its cases may be on another one.

    It is kept when Zope's transaction commits; the audit notes it. Raises `ListUnknown`,
    `ListChanged`, `ListClosed`.
    """
    session, now = write_session(), utc_now()
    found = _open_list(session, number, version)
    session.execute(
        update(DestructionLine)
        .where(DestructionLine.list_id == found.id)
        .values(outcome=CANCELLED, done_at=now)
        .execution_options(synchronize_session=False)
    )
    found.state, found.ended_at, found.ended_by = CANCELLED, now, user_id
    found.version += 1
    audit("archive.cancel_list", number)
    session.flush()


def find_list(session: Session, number: str) -> DestructionList:
    """Return the list with this number. Raises `ListUnknown`."""
    found = session.scalar(
        select(DestructionList).where(DestructionList.number == number)
    )
    if found is None:
        raise ListUnknown
    return found


def newest_lists(session: Session, size: int) -> list[tuple[DestructionList, int]]:
    """Return the newest lists, `size` at most, each with how many lines it has."""
    count = (
        select(func.count(DestructionLine.id))
        .where(DestructionLine.list_id == DestructionList.id)
        .scalar_subquery()
    )
    query = select(DestructionList, count).order_by(DestructionList.id.desc())
    return [tuple(row) for row in session.execute(query.limit(size))]


def lines_of(session: Session, found: DestructionList) -> list[DestructionLine]:
    """Return the lines of a list, in their order."""
    query = select(DestructionLine).where(DestructionLine.list_id == found.id)
    return list(session.scalars(query.order_by(DestructionLine.position)))


def open_lines(session: Session, found: DestructionList) -> list[DestructionLine]:
    """Return what `lines_of` does, for a person who reads why lines are kept: the audit
    notes each such case, as reasons may name people. Nobody gets what cannot be noted."""
    lines = lines_of(session, found)
    for each in lines:
        if not each.data_key.is_erased and each.reason:
            audit("archive.open_reason", each.case_number, found.number)
    write_session().flush()
    return lines


def signatures_of(
    session: Session, found: DestructionList
) -> list[DestructionSignature]:
    """Return who has signed a list, the first one first."""
    query = select(DestructionSignature).where(DestructionSignature.list_id == found.id)
    return list(session.scalars(query.order_by(DestructionSignature.at)))


def _open_list(session: Session, number: str, version: int) -> DestructionList:
    found = session.scalar(
        select(DestructionList)
        .where(DestructionList.number == number)
        .with_for_update()
    )
    if found is None:
        raise ListUnknown
    if found.state != DRAFTED:
        raise ListClosed
    if found.version != version:
        raise ListChanged
    return found


def _require_fit(position: int, decision: Decision) -> None:
    if decision.what == DESTROY:
        return
    try:
        require_reason(decision.reason, decision.until)
    except CaseError as error:
        raise LineUnfit(position, error) from error


def _decide(line: DestructionLine, decision: Decision, user_id: str) -> None:
    is_kept = decision.what == KEEP
    line.decision, line.decided_by = decision.what, user_id
    line.reason = decision.reason.strip() if is_kept else None
    line.keep_until = decision.until if is_kept else None


def _packages_of(session: Session, cases: list[Case]) -> dict:
    query = (
        select(CasePackage.case_id, func.count(CasePackage.id))
        .where(CasePackage.case_id.in_([each.id for each in cases]))
        .group_by(CasePackage.case_id)
    )
    return dict(tuple(row) for row in session.execute(query))


def _next_number(session: Session, year: int) -> str:
    latest = session.scalar(
        select(func.max(DestructionList.number)).where(
            DestructionList.number.like(f"{year}-%")
        )
    )
    serial = int(latest.rpartition("-")[2]) + 1 if latest else 1
    return f"{year}-{serial:04}"


def _flush(session: Session) -> None:
    """Write what was added. Raises `DatabaseBusy` where somebody else makes a list at the
    same moment: the request is tried again, and finds that."""
    try:
        session.flush()
    except IntegrityError as error:
        raise DatabaseBusy("Another list is being made.") from error

"""Cases that are kept whatever their term: by order of a court, an inspection or the like,
or because they were appraised so.

What is held is neither erased by the clock nor destroyed by a list; once its own term is
over it is only stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from onewindow_policy.cases.archive.exceptions import HeldAlready
from onewindow_policy.cases.archive.exceptions import HeldIsOpen
from onewindow_policy.cases.archive.exceptions import HoldUnknown
from onewindow_policy.cases.archive.exceptions import NumberUnknown
from onewindow_policy.cases.archive.exceptions import ReasonMissing
from onewindow_policy.cases.archive.exceptions import TooLong
from onewindow_policy.cases.archive.exceptions import UntilPassed
from onewindow_policy.cases.archive.models import BY_ORDER
from onewindow_policy.cases.archive.models import CaseHold
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import is_numbered
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import exists
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid import UUID

LONGEST_REASON = 500

#: As many are listed; who has more looks for one by its number.
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A hold that is in force; `until` is its last day, None for one without."""

    id: str
    case_number: str
    kind: str
    until: date | None
    set_at: datetime
    set_by: str
    reason: str = field(repr=False)


def are_held(now: datetime) -> ColumnElement[bool]:
    """Return the condition for the cases that are held at `now`."""
    return exists().where(CaseHold.case_id == Case.id, _is_in_force(now))


def is_held(session: Session, case: Case, now: datetime) -> bool:
    """Return whether a case is held at `now`."""
    query = select(CaseHold.id).where(CaseHold.case_id == case.id, _is_in_force(now))
    return session.scalar(query.limit(1)) is not None


def held_kinds(
    session: Session, case_ids: Sequence[UUID], now: datetime
) -> dict[UUID, str]:
    """Return by what each of these cases is held at `now`; what is not, is left out."""
    query = select(CaseHold.case_id, CaseHold.kind).where(
        CaseHold.case_id.in_(case_ids), _is_in_force(now)
    )
    # An order counts for more: it comes last.
    return dict(tuple(row) for row in session.execute(query.order_by(CaseHold.kind)))


def holds_in_force() -> list[HoldFacts]:
    """Return the holds that are in force, the newest first, `MOST_LISTED` at most."""
    query = (
        select(CaseHold)
        .join(Case, Case.id == CaseHold.case_id)
        .where(_is_in_force(utc_now()), Case.erased_at.is_(None))
        .order_by(CaseHold.set_at.desc())
        .limit(MOST_LISTED)
    )
    return [
        HoldFacts(
            id=each.id.hex,
            case_number=each.case_number,
            kind=each.kind,
            until=each.until,
            set_at=each.set_at,
            set_by=each.set_by,
            reason=each.reason,
        )
        for each in read_session().scalars(query)
    ]


def open_holds() -> list[HoldFacts]:
    """Return what `holds_in_force` does, for a person who reads why: the audit notes each
    case, as reasons may name people. Nobody gets what cannot be noted."""
    found = holds_in_force()
    for number in sorted({each.case_number for each in found}):
        audit("case.open_hold", number)
    write_session().flush()
    return found


def holds_of(session: Session, case: Case) -> Sequence[CaseHold]:
    """Return all that held a case, or holds it."""
    query = select(CaseHold).where(CaseHold.case_id == case.id)
    return session.scalars(query.order_by(CaseHold.set_at)).all()


def hold_case(number: str, reason: str, until: date | None, user_id: str) -> None:
    """Keep a closed case by order, whatever its term, until a day or until that is lifted.

    It is kept when Zope's transaction commits; the audit notes it, and not why. Raises
    `NumberUnknown`, `HeldIsOpen` for a case that is not over, what `require_reason` does,
    and `HeldAlready` for an order that is in force.
    """
    session = write_session()
    case = session.scalar(select(Case).where(is_numbered(number)).with_for_update())
    if case is None:
        raise NumberUnknown
    if case.closed_at is None:
        raise HeldIsOpen
    reason = require_reason(reason, until)
    _require_other(session, case, reason, until)
    add_hold(session, case, BY_ORDER, reason, until, user_id)


def _require_other(session: Session, case: Case, reason: str, until: date | None):
    """Raise `HeldAlready` where the same order is in force: the case is locked, so that
    two who enter it at once do not both find none."""
    query = select(CaseHold).where(
        CaseHold.case_id == case.id,
        CaseHold.kind == BY_ORDER,
        _is_in_force(utc_now()),
    )
    for each in session.scalars(query):
        if (each.reason.split(), each.until) == (reason.split(), until):
            raise HeldAlready


def require_reason(reason: str, until: date | None) -> str:
    """Return a reason without spaces around it. Raises `ReasonMissing`, `TooLong`, and
    `UntilPassed` for a day that is over."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    if len(reason) > LONGEST_REASON:
        raise TooLong("reason", LONGEST_REASON)
    if until is not None and until <= local_date(utc_now()):
        raise UntilPassed
    return reason


def add_hold(
    session: Session,
    case: Case,
    kind: str,
    reason: str,
    until: date | None,
    user_id: str,
) -> None:
    """Note that a case is held from now on; the audit has that."""
    session.add(
        CaseHold(
            case.data_key,
            case_id=case.id,
            case_number=case.number,
            kind=kind,
            reason=reason,
            until=until,
            set_at=utc_now(),
            set_by=user_id,
        )
    )
    audit("case.hold", case.number, kind)
    session.flush()


def lift_hold(hold_id: str, user_id: str) -> None:
    """Have a hold end now. It is kept when Zope's transaction commits; the audit notes it.
    Raises `HoldUnknown` for what is none any more."""
    try:
        wanted = UUID(hold_id)
    except ValueError as error:
        raise HoldUnknown from error
    hold = write_session().get(CaseHold, wanted, with_for_update={"of": CaseHold})
    if hold is None or hold.lifted_at is not None:
        raise HoldUnknown
    hold.lifted_at, hold.lifted_by = utc_now(), user_id
    audit("case.lift_hold", hold.case_number, hold.kind)
    write_session().flush()


def _is_in_force(now: datetime) -> ColumnElement[bool]:
    lasts = or_(CaseHold.until.is_(None), CaseHold.until >= local_date(now))
    return and_(CaseHold.lifted_at.is_(None), lasts)

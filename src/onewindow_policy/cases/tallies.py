"""How many cases came in, were accepted, decided and so on, on a day: as fine as rows tell.

Each function returns rows of `division`, `unit`, `item`, `channel`, `numerator` and
`denominator`, of communities, units, items and channels that had any. A day is given as the
moments at which it begins and ends, in the city's time. All are told from moments that stay
with a case, also once it was erased, and so of any day later on; but for `overdue_cases`:
due dates change.

What is received, accepted and asked for again is counted for the unit that accepts, all
else for the one that decides; a community that decides by itself has neither.
"""

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from onewindow_policy.cases.correcting.models import RepeatedCorrection
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.models import is_recounting
from onewindow_policy.cases.overruling.rules import was_corrected
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import UNDO
from onewindow_policy.records.api import read_session
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import exists
from sqlalchemy import func
from sqlalchemy import null
from sqlalchemy import or_
from sqlalchemy import Row
from sqlalchemy import Select
from sqlalchemy import select
from sqlalchemy.orm import aliased

#: The steps by which a case is accepted, also together with its decision.
_SILENCE = "accept_by_silence"
_ACCEPTING = (
    *("accept", _SILENCE, "accept_conditionally"),
    "complete_at_once",
)

DECIDED = (COMPLETED_APPROVED, COMPLETED_REFUSED)


def received_cases(begins: datetime, ends: datetime) -> Sequence[Row]:
    """Return how many came in."""
    return _counted(Case.unit_code, _within(Case.received_at, begins, ends))


def accepted_cases(begins: datetime, ends: datetime) -> Sequence[Row]:
    """Return how many were accepted: the day from which the promise counts. What was undone
    is none, nor is what silence accepted wrongly once that was put right."""
    undoing = aliased(CaseEvent)
    # What undoes a step comes right after it.
    is_undone = exists().where(
        undoing.case_id == CaseEvent.case_id,
        undoing.version == CaseEvent.version + 1,
        undoing.transition == UNDO,
    )
    is_accepted = and_(
        CaseEvent.case_id == Case.id,
        CaseEvent.transition.in_(_ACCEPTING),
        or_(CaseEvent.transition != _SILENCE, ~was_corrected(_SILENCE)),
        _within(CaseEvent.at, begins, ends),
        ~is_undone,
    )
    return _counted(Case.unit_code, is_accepted)


def asked_again_cases(begins: datetime, ends: datetime) -> Sequence[Row]:
    """Return how often somebody was asked again for what they had been asked for before."""
    is_asked = and_(
        RepeatedCorrection.case_id == Case.id,
        _within(RepeatedCorrection.asked_at, begins, ends),
    )
    return _counted(Case.unit_code, is_asked)


def decided_cases(begins: datetime, ends: datetime) -> Sequence[Row]:
    """Return how many were decided, whatever was decided."""
    return _counted(Case.deciding_unit_code, _decided(begins, ends))


def undecided_cases(begins: datetime, ends: datetime) -> Sequence[Row]:
    """Return how many came to an end without a decision: not accepted, returned or
    withdrawn."""
    is_over = and_(_within(Case.closed_at, begins, ends), Case.state.not_in(DECIDED))
    return _counted(Case.deciding_unit_code, is_over)


def cases_in_time(begins: datetime, ends: datetime, day: date) -> Sequence[Row]:
    """Return how many of those decided on `day` were so by the day that was promised, of
    all for which one was: without days that do not count (see `states`)."""
    query = _grouped(
        Case.deciding_unit_code,
        func.count().filter(Case.due_on >= day),
        func.count(),
    )
    is_promised = Case.due_on.is_not(None)
    return _rows(query.where(_decided(begins, ends), is_promised))


def open_cases(ends: datetime) -> Sequence[Row]:
    """Return how many were not over at the end of the day."""
    return _counted(Case.deciding_unit_code, _open_at(ends))


def overdue_cases(ends: datetime, day: date) -> Sequence[Row] | None:
    """Return how many were not over although the last day promised was `day` or earlier.

    None while due dates are being reckoned anew: nobody knows then.
    """
    if is_recounting(read_session()):
        return None
    return _counted(Case.deciding_unit_code, and_(_open_at(ends), Case.due_on <= day))


def _within(column, begins: datetime, ends: datetime) -> ColumnElement[bool]:
    return and_(column >= begins, column < ends)


def _decided(begins: datetime, ends: datetime) -> ColumnElement[bool]:
    return and_(_within(Case.closed_at, begins, ends), Case.state.in_(DECIDED))


def _open_at(moment: datetime) -> ColumnElement[bool]:
    is_not_over = or_(Case.closed_at.is_(None), Case.closed_at >= moment)
    return and_(Case.received_at < moment, is_not_over)


def _counted(unit, condition: ColumnElement[bool]) -> Sequence[Row]:
    return _rows(_grouped(unit, func.count(), null()).where(condition))


def _grouped(unit, numerator, denominator) -> Select:
    by = (Case.community_code, unit, Case.item_code, Case.channel)
    return select(
        Case.community_code.label("division"),
        unit.label("unit"),
        Case.item_code.label("item"),
        Case.channel.label("channel"),
        numerator.label("numerator"),
        denominator.label("denominator"),
    ).group_by(*by)


def _rows(query: Select) -> Sequence[Row]:
    return read_session().execute(query).all()

"""What lists of cases are narrowed down to, that no single index finds.

Each function returns conditions that have nothing in common: a case that is meant meets one
of them, and of each a database finds an index of its own.
"""

from collections.abc import Collection
from datetime import date
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.orders import DUE_FIRST
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import AWAITING_CORRECTION
from onewindow_policy.cases.states import SUSPENDED
from onewindow_policy.cases.states import TO_ACCEPT
from onewindow_policy.cases.states import UNDECIDED
from onewindow_policy.cases.units import Parts
from onewindow_policy.cases.units import unit_code_in_turn
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.units import deciding_units
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import or_

#: In the order in which people go through them: what was never accepted, and what was while
#: papers follow. Special procedures wait for nobody's papers.
FOR_THE_APPLICANT = (AWAITING_CORRECTION, ACCEPTED_CONDITIONALLY)

#: While a case is in one of these, its step is under way.
_UNDER_WAY = UNDECIDED | {SUSPENDED}


def due_on(day: date) -> Parts:
    """Return the conditions for the open cases that are due on a day, or whose step is."""
    is_open = Case.closed_at.is_(None)
    return (
        and_(is_open, DUE_FIRST.key == day),
        and_(is_open, Case.step_due_on == day, DUE_FIRST.key != day),
    )


def due_before(day: date) -> Parts:
    """Return the conditions for the open cases that were due before a day, or whose step
    was."""
    return (
        and_(Case.closed_at.is_(None), DUE_FIRST.key < day),
        and_(_is_at_step(), Case.step_due_on < day, DUE_FIRST.key >= day),
    )


def due_between(first: date, last: date) -> Parts:
    """Return the conditions for the open cases that are due from one day to another, or
    whose step is, and of which neither was due before."""
    is_open = Case.closed_at.is_(None)
    is_in_time = or_(Case.step_due_on.is_(None), Case.step_due_on >= first)
    is_step_due = and_(Case.step_due_on >= first, Case.step_due_on <= last)
    return (
        and_(is_open, DUE_FIRST.key >= first, DUE_FIRST.key <= last, is_in_time),
        and_(_is_at_step(), is_step_due, DUE_FIRST.key > last),
    )


def _is_at_step() -> ColumnElement[bool]:
    # As the indexes of it say it.
    return and_(Case.closed_at.is_(None), Case.step_name.is_not(None))


def waits_for_applicant() -> Parts:
    """Return the conditions for the cases with which nobody goes on before their applicant
    has brought something."""
    return tuple(
        and_(Case.closed_at.is_(None), Case.state == each) for each in FOR_THE_APPLICANT
    )


def with_units(scope: Scope) -> Parts:
    """Return the conditions for the cases that lie with a unit that is none of `scope`.

    That is the unit of the step under way, also one that does not decide in this system:
    the papers are there. Before a case has steps, or where its guide has none, it is the
    unit that accepts or decides it here; else the window does.
    """
    own = sorted(scope.units)
    deciding = sorted(deciding_units() - scope.units)
    parts = [
        and_(
            Case.closed_at.is_(None),
            Case.step_unit_code.is_not(None),
            Case.state.in_(sorted(_UNDER_WAY)),
            *([Case.step_unit_code.not_in(own)] if own else []),
        )
    ]
    if deciding:
        # As their index has it.
        is_without_step = and_(Case.closed_at.is_(None), Case.step_name.is_(None))
        for states, column in (
            (TO_ACCEPT, Case.unit_code),
            (_UNDER_WAY, Case.deciding_unit_code),
        ):
            is_in = Case.state.in_(sorted(states))
            parts.append(and_(is_without_step, is_in, column.in_(deciding)))
    return parts


def unit_with(case: Case, deciding: Collection[str]) -> str | None:
    """Return the code of the unit with which an open case lies, as `with_units` says it;
    None where the window, or its applicant, has it. `deciding` are the units that decide in
    this system."""
    if case.state in _UNDER_WAY and case.step_name is not None:
        return case.step_unit_code
    if case.state not in TO_ACCEPT | _UNDER_WAY:
        return None
    code = unit_code_in_turn(case)
    return code if code in deciding else None

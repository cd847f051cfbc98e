"""The units that accept and decide a case, and whose turn it is.

A case has both from the guide that its applicant could read. What a community decides by
itself has none; nor has a case from before there were units.
"""

from collections.abc import Collection
from collections.abc import Sequence
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.states import ACCEPTED
from onewindow_policy.cases.states import BEFORE_ACCEPTANCE
from onewindow_policy.cases.states import TO_ACCEPT
from onewindow_policy.cases.states import UNDECIDED
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import CommunityFacts
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.units import deciding_units
from onewindow_policy.communities.units import find_unit
from onewindow_policy.communities.units import get_unit
from onewindow_policy.communities.units import UnitFacts
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.records.api import values_in
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy.orm import object_session

#: The mode of acceptance (see `IServiceItem`) of what a community decides by itself.
DIRECT = "direct"

#: What units have to do with cases by: they accept, decide, or have the step that it is at.
_OF_UNITS = (Case.unit_code, Case.deciding_unit_code, Case.step_unit_code)

#: Conditions that have nothing in common.
Parts = Sequence[ColumnElement[bool]]


def units_for(
    acceptance_mode: str | None, guide: ResolvedGuide | None, community_code: str
) -> tuple[str | None, str | None]:
    """Return the codes of the units that accept and decide what is applied for by a guide.

    A guide says who takes an application in: where that is the window of the community,
    the first step that is a unit's is its acceptance. None stands for no unit; one unit of
    the two is both.
    """
    if guide is None or acceptance_mode == DIRECT:
        return None, None
    steps = (step.unit_role for step in guide.process)
    accepting = _first_unit((guide.accepting_unit_role, *steps), community_code)
    deciding = _first_unit((guide.decision_role,), community_code)
    return accepting or deciding, deciding or accepting


def _first_unit(roles, community_code: str) -> str | None:
    found = (find_unit(role, community_code) for role in roles if role)
    return next((unit.code for unit in found if unit is not None), None)


def unit_code_in_turn(case: Case) -> str | None:
    """Return the code of the unit that goes the next step with a case, None where the
    window does: the one that accepts it, then that of the step that it is at, and of one
    without steps the one that decides."""
    if case.state in BEFORE_ACCEPTANCE:
        return case.unit_code
    if case.step_name is not None:
        # Also of what is withdrawn, while its public notice hangs.
        return case.step_unit_code
    return case.deciding_unit_code


def unit_in_turn(case: Case) -> UnitFacts | None:
    """Return the unit whose officers go the next step with a case.

    None where windows do, who also enter what a unit decided on paper: where it does not
    decide in this system, or is there no more, no case is out of everybody's reach.
    """
    code = unit_code_in_turn(case)
    unit = get_unit(code) if code else None
    return unit if unit is not None and unit.decides_here else None


def cases_within(scope: Scope) -> ColumnElement[bool]:
    """Return the condition for the cases of a scope: by community, or by unit."""
    conditions = [scope.sql(Case.community_code)]
    if scope.units and not scope.is_everywhere:
        conditions += [column.in_(sorted(scope.units)) for column in _OF_UNITS]
        if not scope.communities:
            del conditions[0]
    return or_(*conditions)


def taken_in_within(scope: Scope) -> ColumnElement[bool] | None:
    """Return the condition for the cases that windows of a scope took in for others (通办)
    and that are none of `cases_within`; None where there can be none.

    A condition of its own, so that each of the two finds its index: there are few of these.
    """
    if scope.is_everywhere or not scope.communities:
        return None
    own = sorted(scope.communities)
    units = sorted(scope.units)
    return and_(
        Case.taken_in_at.in_(own),
        Case.taken_in_at != Case.community_code,
        Case.community_code.not_in(own),
        *(or_(column.is_(None), column.not_in(units)) for column in _OF_UNITS if units),
    )


def seen_within(scope: Scope) -> ColumnElement[bool]:
    """Return the condition for the cases that a scope sees: its own, and what its windows
    took in. For what is looked up by something else; lists read the two apart."""
    taken_in = taken_in_within(scope)
    own = cases_within(scope)
    return own if taken_in is None else or_(own, taken_in)


def waits_for(scope: Scope) -> Parts:
    """Return the conditions for the cases that nobody has begun with, and that are for
    whoever leads cases on in `scope`: windows, or officers where a unit decides here.

    As in `narrowing`, and in what follows, they have nothing in common: of each a database
    finds an index of its own.
    """
    deciding = deciding_units()
    own = sorted(scope.units & deciding)
    at_window = [
        and_(Case.state.in_(TO_ACCEPT), each)
        for each in _of_windows(scope, Case.unit_code, deciding)
    ]
    if not own:
        return at_window
    accepts = and_(Case.state.in_(TO_ACCEPT), Case.unit_code.in_(own))
    decides = and_(
        Case.state == ACCEPTED,
        Case.deciding_unit_code.in_(own),
        Case.step_name.is_(None),
    )
    examines = and_(
        Case.state == ACCEPTED,
        Case.step_name.is_not(None),
        Case.step_unit_code.in_(own),
    )
    return *at_window, accepts, decides, examines


def at_step_of(scope: Scope) -> Parts:
    """Return the conditions for the open cases at a step of whoever leads cases on in
    `scope`: of its units that decide here, and of the windows of its communities."""
    deciding = deciding_units()
    own = sorted(scope.units & deciding)
    parts = []
    if own:
        parts.append(Case.step_unit_code.in_(own))
    if scope.communities or scope.is_everywhere or not own:
        parts += [
            and_(Case.step_name.is_not(None), each)
            for each in _of_windows(scope, Case.step_unit_code, deciding)
        ]
    return tuple(and_(Case.closed_at.is_(None), each) for each in parts)


def in_turn_within(scope: Scope) -> Parts:
    """Return the conditions for the open cases with which whoever leads cases on in `scope`
    goes the next step: not those that wait for their applicant, or for a day."""
    deciding = deciding_units()
    own = sorted(scope.units & deciding)
    parts = []
    for states, has_step, column in (
        (TO_ACCEPT, None, Case.unit_code),
        (UNDECIDED, Case.step_name.is_not(None), Case.step_unit_code),
        (UNDECIDED, Case.step_name.is_(None), Case.deciding_unit_code),
    ):
        turns = [column.in_(own)] if own else []
        if scope.communities or scope.has_city or scope.is_everywhere or not own:
            turns += _of_windows(scope, column, deciding)
        is_here = [Case.closed_at.is_(None), Case.state.in_(sorted(states))]
        if has_step is not None:
            is_here.append(has_step)
        parts += [and_(*is_here, turn) for turn in turns]
    return tuple(parts)


def _of_windows(scope: Scope, column, deciding: Collection[str]) -> Parts:
    """Return the conditions for the cases of the windows of a scope: those of which
    `column` is none of the units that decide here. What was theirs and is no more, or never
    was, is the window's.

    Of the whole city they are asked by which units there are: of those that are meant there
    may be few or none, and "all but these" is found by no index.
    """
    if scope.is_everywhere:
        is_open = [Case.closed_at.is_(None)] if column is Case.step_unit_code else []
        codes = values_in(column, *is_open)
        others = [each for each in codes if each not in deciding]
        return column.is_(None), *([column.in_(others)] if others else [])
    is_others = or_(column.is_(None), column.not_in(sorted(deciding)))
    return (and_(scope.sql(Case.community_code), is_others),)


def communities_within(scope: Scope) -> tuple[CommunityFacts, ...]:
    """Return the communities that cases of a scope may be about, by code."""
    units = filter(None, map(get_unit, scope.units))
    divisions = {unit.division for unit in units}
    is_of_city = get_city() is not None and get_city().code in divisions
    return tuple(
        each
        for each in all_communities()
        if is_of_city
        or scope.has_community(each.place.code)
        or not divisions.isdisjoint({each.district.code, each.street.code})
    )


def is_within(case: Case, scope: Scope) -> bool:
    """Return whether a case is one of a scope: one that it is responsible for."""
    units = {case.unit_code, case.deciding_unit_code, case.step_unit_code}
    return scope.has_community(case.community_code) or not units.isdisjoint(scope.units)


def is_seen_within(case: Case, scope: Scope) -> bool:
    """Return whether a scope sees a case: one of its own, one that a window of it took in,
    or one of which a unit of it has ended a step: it stands by that, wherever the case has
    gone since. Who leads it on is asked by `is_within`."""
    is_taken_in = case.taken_in_at is not None
    return (
        is_within(case, scope)
        or (is_taken_in and scope.has_community(case.taken_in_at))
        or _went_step(case, scope)
    )


def _went_step(case: Case, scope: Scope) -> bool:
    """Return whether a unit of a scope has ended a step of a case."""
    if not scope.units:
        return False
    gone = select(CaseStep.id).where(
        CaseStep.case_id == case.id,
        CaseStep.unit_code.in_(sorted(scope.units)),
        CaseStep.done_at.is_not(None),
    )
    return object_session(case).scalar(gone.limit(1)) is not None

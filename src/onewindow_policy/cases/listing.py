"""Lists of cases: masked, a page at a time, of where somebody works."""

from collections import Counter
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from itertools import product
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.narrowing import due_before as was_due_before
from onewindow_policy.cases.narrowing import due_between
from onewindow_policy.cases.narrowing import unit_with
from onewindow_policy.cases.orders import DUE_FIRST
from onewindow_policy.cases.orders import NEWEST_FIRST
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.units import at_step_of
from onewindow_policy.cases.units import cases_within
from onewindow_policy.cases.units import Parts
from onewindow_policy.cases.units import seen_within
from onewindow_policy.cases.units import taken_in_within
from onewindow_policy.cases.units import waits_for
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.communities.units import deciding_units
from onewindow_policy.records.api import count_up_to_most
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import MOST_COUNTED
from onewindow_policy.records.api import read_page
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import DueDate
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import Select
from sqlalchemy import select
from sqlalchemy import true
from sqlalchemy.orm import load_only
from uuid import UUID

_SHOWN = (
    *(Case.number, Case.item_title, Case.community_code, Case.taken_in_at, Case.state),
    *(Case.assignee, Case.handing_out, Case.runs_out_on),
    *(Case.received_at, Case.due_on, Case.due_is_estimated, Case.masked_sealed),
    *(Case.promised_days, Case.promised_day_type),
    *(Case.reckoned_from, Case.suspended_days, Case.extended_days),
    *(Case.deferred_until, Case.item_type),
    *(Case.step_name, Case.step_unit_code, Case.step_due_on),
    *(Case.step_due_is_estimated, Case.unit_code, Case.deciding_unit_code),
    *(Case.data_key_id,),
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What lists say of a case; the applicant's data is masked.

    `step` is the step of the guide that it is at, `step_unit_code` the unit that has it
    (None: the window), `step_due` by when it is over; `lies_with` is the unit that has the
    case now, with a step or without (None: the window, or its applicant), and
    `lies_there_since` says since when, None where nobody knows; `handing_out` is how its
    result waits to be handed out, None where it does not; `runs_out_on` is by when it is to
    be renewed, None for nothing.
    """

    number: str
    item_title: str
    community_code: str
    taken_in_at: str | None
    state: str
    received_at: datetime
    due: DueDate | None
    step: str | None
    step_unit_code: str | None
    step_due: DueDate | None
    lies_with: str | None
    lies_there_since: date | None
    assignee: str | None
    handing_out: str | None
    runs_out_on: date | None
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    phone: str = field(repr=False)

    def is_overdue(self, today: date) -> bool:
        """Return whether the promise was missed, and the case is not over yet."""
        is_late = self.due is not None and self.due.date < today
        return is_late and self.state in OPEN_STATES


def newest_cases(user, condition: ColumnElement[bool], size: int) -> KeyedPage[CaseRow]:
    """Return cases that fit `condition`, in whatever state, of where `user` works: the
    newest first, `size` at most. What is left over has a next page."""
    query = _cases_of(seen_within(scope_of(user, LIST_CASES))).where(condition)
    return _rows(read_page(read_session(), query, NEWEST_FIRST, None, size))


def cases_in(
    user,
    communities: Collection[str] | None = None,
    states: Collection[str] = OPEN_STATES,
    *,
    order: KeyOrder = NEWEST_FIRST,
    due_before: date | None = None,
    is_waiting: bool = False,
    is_here: bool = False,
    late_since: date | None = None,
    due_by: date | None = None,
    assignees: Collection[str] = (),
    seen_to_by: str = "",
    is_unassigned: bool = False,
    handed_to: Collection[str] = (),
    is_to_hand_out: bool = False,
    waits_by: str = "",
    runs_out_from: date | None = None,
    ran_out_before: date | None = None,
    among: Parts = (),
    page: str | None = None,
    size: int = 50,
) -> KeyedPage[CaseRow]:
    """Return cases of `communities` (codes), by default of all that `user` works in.

    Communities that are not the user's are passed over. `due_before` narrows them down to
    those that were promised by an earlier day, `is_waiting` to those that wait for `user`
    to begin with them, `assignees` and `handed_to` (user ids) to those that some people see
    to or are asked to take over, `seen_to_by` to those of one of them besides,
    `is_unassigned` to those that nobody does. `page` is
    what an earlier page called its next one; what makes no sense there gives the first.
    `is_here` narrows them down to those at a step of `user`, `late_since` to those of which
    itself or its step was due before that day, `due_by` to those that are not late, and
    due by that day; `is_to_hand_out` to those whose result waits to be handed out, or was
    sent and has not arrived, `waits_by` to one way of that (see `Case.handing_out`);
    `runs_out_from` to those whose result runs out on that day or later, `ran_out_before` to
    those of which it has before that day, and nobody has renewed it; `among` to those that
    meet one of some conditions, which have nothing in common (see `narrowing`).
    """
    wanted = [_is_in(states)]
    narrowed: list[Parts] = [parts_of(scope_of(user, LIST_CASES)), among or (true(),)]
    if communities is not None:
        wanted.append(Case.community_code.in_(communities))
    if due_before is not None:
        wanted.append(DUE_FIRST.key < due_before)
    if is_waiting:
        narrowed.append(waits_for(scope_of(user, MOVE_CASES)))
    if is_here:
        narrowed.append(at_step_of(scope_of(user, MOVE_CASES)))
    # What is over keeps its day, and is not late any more.
    if late_since is not None:
        narrowed.append(was_due_before(late_since))
    if due_by is not None:
        narrowed.append(due_between(local_date(utc_now()), due_by))
    if assignees:
        wanted.append(Case.assignee.in_(sorted(assignees)))
    if seen_to_by:
        wanted.append(Case.assignee == seen_to_by)
    if is_unassigned:
        wanted.append(Case.assignee.is_(None))
    if handed_to:
        offered = select(HandOver.case_id).where(
            HandOver.to_user.in_(sorted(handed_to)), HandOver.answered_at.is_(None)
        )
        wanted.append(Case.id.in_(offered))
    # What is compared is there: said twice, PostgreSQL would take it for fewer than it is.
    if waits_by:
        wanted.append(Case.handing_out == waits_by)
    elif is_to_hand_out:
        wanted.append(Case.handing_out.is_not(None))
    if runs_out_from is not None:
        wanted.append(Case.runs_out_on >= runs_out_from)
    if ran_out_before is not None:
        wanted.append(Case.runs_out_on < ran_out_before)
    own, *besides = (
        _cases_of(own).where(*wanted, *parts) for own, *parts in product(*narrowed)
    )
    return _rows(read_page(read_session(), own, order, page, size, besides))


def parts_of(scope: Scope) -> list[ColumnElement[bool]]:
    """Return the conditions for the cases of a scope, which have none in common."""
    taken_in = taken_in_within(scope)
    return [cases_within(scope), *([taken_in] if taken_in is not None else [])]


def _cases_of(is_theirs: ColumnElement[bool]) -> Select[tuple[Case]]:
    """Return the query for the cases of this condition, with what lists show."""
    query = select(Case).where(is_theirs, Case.erased_at.is_(None))
    query = query.where(Case.stored_at.is_(None))
    return query.options(load_only(*_SHOWN))


def _is_in(states: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a case is in one of `states`, as an index has it: by a list
    of states, SQLite would look each of them up, and sort all it finds."""
    states = frozenset(states)
    if states == frozenset(STATES):
        return true()
    if states == OPEN_STATES:
        return Case.closed_at.is_(None)
    return Case.state.in_(states)


def count_cases(user, states: Collection[str] = OPEN_STATES) -> dict[str, int]:
    """Return how many cases in each of `states` there are where `user` works, more than
    `MOST_COUNTED` where there are more than that; states without cases are left out."""
    scope = scope_of(user, LIST_CASES)
    own = cases_within(scope)
    counts = select(
        *(count_up_to_most(Case, own, *_is_kept_in(state)) for state in states)
    )
    numbers = read_session().execute(counts).one()
    found = Counter(dict(zip(states, numbers, strict=True)))
    found.update(_taken_in_for_others(scope, states))
    return {state: number for state, number in found.items() if number}


def _taken_in_for_others(scope: Scope, states: Collection[str]) -> dict[str, int]:
    """Return how many cases in each of `states` windows of a scope took in for others.

    They are few, and found by where they came in; asked for by state, SQLite would look
    through all that are in it.
    """
    taken_in = taken_in_within(scope)
    if taken_in is None:
        return {}
    kept = select(Case.state).where(taken_in, _is_in(states), Case.erased_at.is_(None))
    kept = kept.where(Case.stored_at.is_(None))
    few = kept.limit(len(states) * (MOST_COUNTED + 1)).subquery()
    counts = select(few.c.state, func.count()).group_by(few.c.state)
    return {state: count for state, count in read_session().execute(counts)}


def _is_kept_in(state: str) -> tuple[ColumnElement[bool], ...]:
    """Return the condition for what is in a state, as the index of open cases has it."""
    is_kept = Case.state == state, Case.erased_at.is_(None)
    # What is only stored is closed; asked for, it would keep the index from answering.
    rest = Case.closed_at if state in OPEN_STATES else Case.stored_at
    return *is_kept, rest.is_(None)


def _rows(page: KeyedPage[Case]) -> KeyedPage[CaseRow]:
    deciding = deciding_units()
    lies_with = {case.id: unit_with(case, deciding) for case in page.rows}
    since = _steps_since(
        [case.id for case in page.rows if case.step_name and lies_with[case.id]]
    )

    def row(case: Case) -> CaseRow:
        unit_code = lies_with[case.id]
        begun = since.get(case.id) if case.step_name else case.reckoned_from
        return _row(case, unit_code, begun if unit_code is not None else None)

    return page.map(row)


def _steps_since(cases: Collection[UUID]) -> Mapping[UUID, date]:
    """Return since when the step is under way that each of some cases is at."""
    if not cases:
        return {}
    query = select(CaseStep.case_id, CaseStep.begun_at).where(
        CaseStep.case_id.in_(cases),
        CaseStep.begun_at.is_not(None),
        CaseStep.done_at.is_(None),
    )
    found = read_session().execute(query.order_by(CaseStep.position.desc()))
    # Of several the first is under way, as `process.current_of` has it.
    return {case_id: local_date(begun_at) for case_id, begun_at in found}


def _row(case: Case, lies_with: str | None, since: date | None) -> CaseRow:
    masked = case.masked
    return CaseRow(
        number=case.number,
        item_title=case.item_title,
        community_code=case.community_code,
        taken_in_at=case.taken_in_at,
        state=case.state,
        received_at=case.received_at,
        due=case.due,
        step=case.step_name,
        step_unit_code=case.step_unit_code,
        step_due=case.step_due,
        lies_with=lies_with,
        lies_there_since=since,
        assignee=case.assignee,
        handing_out=case.handing_out,
        runs_out_on=case.runs_out_on,
        name=masked["name"],
        id_number=masked["id_number"],
        phone=masked["phone"],
    )

"""Lists of cases: masked, a page at a time, of where somebody works."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.units import cases_within
from onewindow_policy.cases.units import seen_within
from onewindow_policy.cases.units import taken_in_within
from onewindow_policy.cases.units import waits_for
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import count_up_to_most
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import MOST_COUNTED
from onewindow_policy.records.api import read_page
from onewindow_policy.records.api import read_session
from onewindow_policy.workdays.deadlines import DueDate
from sqlalchemy import ColumnElement
from sqlalchemy import Date
from sqlalchemy import func
from sqlalchemy import literal_column
from sqlalchemy import Select
from sqlalchemy import select
from sqlalchemy import true
from sqlalchemy.orm import load_only

#: What has no due date comes last, where the list is ordered by them. A literal, as in the
#: index.
NEVER = literal_column("'9999-12-31'", Date)

NEWEST_FIRST = KeyOrder(Case.received_at, Case.number, is_descending=True)
DUE_FIRST = KeyOrder(func.coalesce(Case.due_on, NEVER), Case.number)

_SHOWN = (
    *(Case.number, Case.item_title, Case.community_code, Case.taken_in_at, Case.state),
    *(Case.received_at, Case.due_on, Case.due_is_estimated, Case.masked_sealed),
    *(Case.promised_days, Case.promised_day_type),
    *(Case.reckoned_from, Case.suspended_days, Case.extended_days),
    *(Case.deferred_until, Case.item_type),
    *(Case.data_key_id,),
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What lists say of a case; the applicant's data is masked."""

    number: str
    item_title: str
    community_code: str
    taken_in_at: str | None
    state: str
    received_at: datetime
    due: DueDate | None
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
    return read_page(read_session(), query, NEWEST_FIRST, None, size).map(_row)


def cases_in(
    user,
    communities: Collection[str] | None = None,
    states: Collection[str] = OPEN_STATES,
    *,
    order: KeyOrder = NEWEST_FIRST,
    due_before: date | None = None,
    is_waiting: bool = False,
    assignee: str | None = None,
    is_unassigned: bool = False,
    handed_to: str | None = None,
    page: str | None = None,
    size: int = 50,
) -> KeyedPage[CaseRow]:
    """Return cases of `communities` (codes), by default of all that `user` works in.

    Communities that are not the user's are passed over. `due_before` narrows them down to
    those that were promised by an earlier day, `is_waiting` to those that wait for `user`
    to begin with them, `assignee` and `handed_to` (user ids) to those that somebody sees to
    or is asked to take over, `is_unassigned` to those that nobody does. `page` is
    what an earlier page called its next one; what makes no sense there gives the first.
    """
    wanted = [_is_in(states)]
    if communities is not None:
        wanted.append(Case.community_code.in_(communities))
    if due_before is not None:
        wanted.append(DUE_FIRST.key < due_before)
    if is_waiting:
        wanted.append(waits_for(scope_of(user, MOVE_CASES)))
    if assignee is not None:
        wanted.append(Case.assignee == assignee)
    if is_unassigned:
        wanted.append(Case.assignee.is_(None))
    if handed_to is not None:
        offered = select(HandOver.case_id).where(
            HandOver.to_user == handed_to, HandOver.answered_at.is_(None)
        )
        wanted.append(Case.id.in_(offered))
    own, *besides = (
        _cases_of(each).where(*wanted) for each in _parts_of(scope_of(user, LIST_CASES))
    )
    return read_page(read_session(), own, order, page, size, besides).map(_row)


def _parts_of(scope: Scope) -> list[ColumnElement[bool]]:
    """Return the conditions for the cases of a scope, which have none in common."""
    taken_in = taken_in_within(scope)
    return [cases_within(scope), *([taken_in] if taken_in is not None else [])]


def _cases_of(is_theirs: ColumnElement[bool]) -> Select[tuple[Case]]:
    """Return the query for the cases of this condition, with what lists show."""
    query = select(Case).where(is_theirs, Case.erased_at.is_(None))
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
    few = kept.limit(len(states) * (MOST_COUNTED + 1)).subquery()
    counts = select(few.c.state, func.count()).group_by(few.c.state)
    return {state: count for state, count in read_session().execute(counts)}


def _is_kept_in(state: str) -> tuple[ColumnElement[bool], ...]:
    """Return the condition for what is in a state, as the index of open cases has it."""
    is_kept = Case.state == state, Case.erased_at.is_(None)
    return (*is_kept, Case.closed_at.is_(None)) if state in OPEN_STATES else is_kept


def _row(case: Case) -> CaseRow:
    masked = case.masked
    return CaseRow(
        number=case.number,
        item_title=case.item_title,
        community_code=case.community_code,
        taken_in_at=case.taken_in_at,
        state=case.state,
        received_at=case.received_at,
        due=case.due,
        name=masked["name"],
        id_number=masked["id_number"],
        phone=masked["phone"],
    )

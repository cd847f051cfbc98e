"""Lists of cases: masked, a page at a time, of where somebody works."""

from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.permissions import VIEW_CASES
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.units import cases_within
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import read_session
from onewindow_policy.workdays.deadlines import DueDate
from sqlalchemy import and_
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import Select
from sqlalchemy import select
from sqlalchemy.orm import load_only

#: Where a page is sorted by due dates, what has none comes last.
_NEVER = date.max

_SHOWN = (
    *(Case.number, Case.item_title, Case.community_code, Case.state),
    *(Case.received_at, Case.due_on, Case.due_is_estimated, Case.masked_sealed),
    *(Case.promised_days, Case.promised_day_type),
    *(Case.reckoned_from, Case.suspended_days),
    *(Case.data_key_id,),
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What lists say of a case; the applicant's data is masked."""

    number: str
    item_title: str
    community_code: str
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


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of a list; `next_page` asks for the one after it, None on the last."""

    rows: tuple[CaseRow, ...]
    next_page: str | None


def cases_in(
    user,
    communities: Collection[str] | None = None,
    states: Collection[str] = OPEN_STATES,
    *,
    by_due: bool = False,
    page: str | None = None,
    size: int = 50,
) -> CasePage:
    """Return cases of `communities` (codes), by default of all that `user` works in.

    Communities that are not the user's are passed over. The newest come first, or with
    `by_due` the most urgent. `page` is what an earlier page called its next one; what
    makes no sense there gives the first page.
    """
    query = (
        select(Case)
        .where(
            cases_within(scope_of(user, VIEW_CASES)),
            Case.state.in_(states),
            Case.erased_at.is_(None),
        )
        .options(load_only(*_SHOWN))
        .limit(size + 1)
    )
    if communities is not None:
        query = query.where(Case.community_code.in_(communities))
    query = _by_due(query, page) if by_due else _newest_first(query, page)
    found = read_session().scalars(query).all()
    rows = tuple(map(_row, found[:size]))
    is_last = len(found) <= size
    return CasePage(rows, None if is_last else _page_after(found[size - 1], by_due))


def count_cases(user, states: Collection[str] = OPEN_STATES) -> dict[str, int]:
    """Return how many cases in each of `states` there are where `user` works."""
    query = (
        select(Case.state, func.count())
        .where(
            cases_within(scope_of(user, VIEW_CASES)),
            Case.state.in_(states),
            Case.erased_at.is_(None),
        )
        .group_by(Case.state)
    )
    return {state: number for state, number in read_session().execute(query)}


def _newest_first(query: Select, page: str | None) -> Select:
    key, number = _read_page(page, datetime.fromisoformat)
    if key is not None and key.tzinfo is not None:
        query = query.where(
            or_(
                Case.received_at < key,
                and_(Case.received_at == key, Case.number < number),
            )
        )
    return query.order_by(Case.received_at.desc(), Case.number.desc())


def _by_due(query: Select, page: str | None) -> Select:
    due_on = func.coalesce(Case.due_on, _NEVER)
    key, number = _read_page(page, date.fromisoformat)
    if key is not None:
        query = query.where(
            or_(due_on > key, and_(due_on == key, Case.number > number))
        )
    return query.order_by(due_on, Case.number)


def _page_after(case: Case, by_due: bool) -> str:
    key = (case.due_on or _NEVER) if by_due else case.received_at
    return f"{key.isoformat()}_{case.number}"


def _read_page(page: str | None, read) -> tuple:
    """Return the key and the number after which a page begins, None without either."""
    key, _separator, number = (page or "").rpartition("_")
    try:
        return (read(key), number) if number.isdigit() else (None, None)
    except ValueError:
        return None, None


def _row(case: Case) -> CaseRow:
    masked = case.masked
    return CaseRow(
        number=case.number,
        item_title=case.item_title,
        community_code=case.community_code,
        state=case.state,
        received_at=case.received_at,
        due=case.due,
        name=masked["name"],
        id_number=masked["id_number"],
        phone=masked["phone"],
    )

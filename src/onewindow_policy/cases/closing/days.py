"""Closing a day at a window: what is still up to somebody, and who has closed theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from onewindow_policy.accounts.api import is_open
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.closing.models import DayClosing
from onewindow_policy.cases.exceptions import WindowUnknown
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.permissions import CLOSE_DAY
from onewindow_policy.cases.permissions import EXTEND_CASES
from onewindow_policy.cases.states import RECEIVED
from onewindow_policy.cases.states import WINDOW_STAFF
from onewindow_policy.cases.transferring.whereabouts import is_elsewhere
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import people_in
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.duties.api import away_today
from onewindow_policy.intake.api import drafts_of
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import start_of_day
from sqlalchemy import ColumnElement
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import load_only

#: What may be left at the end of a day.
UNANSWERED = "unanswered"
DUE = "due"
HANDED = "handed"
ORIGINALS = "originals"
DRAFTS = "drafts"

#: As many are listed of each.
MOST_LISTED = 20

#: Cases whose originals are here; the first finds the index.
_ARE_HERE = Case.originals_held.is_not(None), Case.originals_held > 0

_SHOWN = (
    Case.number,
    Case.item_title,
    Case.due_on,
    Case.masked_sealed,
    Case.data_key_id,
)


@dataclass(frozen=True, slots=True)
class LeftCase:
    """A case that is left; its applicant is masked."""

    number: str
    item_title: str
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of one kind: `cases`, `MOST_LISTED` at most, and how many there are in
    all, with the numbers of all of them; drafts are counted alone."""

    kind: str
    count: int
    cases: tuple[LeftCase, ...] = ()
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Closed:
    """Who has closed a day at the window of a community, when, with how much left over."""

    user_id: str
    closed_at: datetime
    left_over: int


@dataclass(frozen=True, slots=True)
class HallDay:
    """A window on a day: who has closed it, and who of its staff has not."""

    community_code: str
    title: str
    closed: tuple[Closed, ...]
    missing: tuple[str, ...]


def today() -> date:
    """Return the day that is being closed, in the city."""
    return local_date(utc_now())


def windows_to_close(user) -> dict[str, str]:
    """Return the titles by code of the communities at whose windows `user` closes days."""
    scope = scope_of(user, CLOSE_DAY)
    return {
        each.place.code: each.place.title
        for each in all_communities()
        if scope.has_community(each.place.code)
    }


def left_over(user) -> list[Left]:
    """Return what is still up to `user` at the end of the day, the most pressing first."""
    user_id, day = user.getId(), today()
    own, goes_on = Case.assignee == user_id, Case.closed_at.is_(None)
    taken_in = Case.taken_in_at.is_not(None), Case.first_contact == user_id
    handed = select(HandOver.case_id).where(
        HandOver.to_user == user_id, HandOver.answered_at.is_(None)
    )
    return [
        _left(DUE, own, goes_on, Case.due_on <= day),
        _left(HANDED, goes_on, Case.id.in_(handed)),
        _left(
            UNANSWERED,
            own,
            goes_on,
            *taken_in,
            Case.state == RECEIVED,
            Case.received_at >= start_of_day(day),
        ),
        # Also of what is over: they are their owner's.
        _left(ORIGINALS, own, *_ARE_HERE, ~is_elsewhere()),
        Left(DRAFTS, len(drafts_of(user_id))),
    ]


def count_left(left: Sequence[Left]) -> int:
    """Return how much is left in all: a case once, whatever is left of it."""
    cases = frozenset[str]().union(*(each.numbers for each in left))
    return len(cases) + sum(each.count for each in left if each.kind == DRAFTS)


def close_day(community_code: str, user) -> DayClosing:
    """Close today at a window for `user`; once more is the same. The audit notes it.

    It is kept when Zope's transaction commits. Raises `WindowUnknown` for one that is not
    theirs.
    """
    if community_code not in windows_to_close(user):
        raise WindowUnknown
    day = today()
    left = count_left(left_over(user))
    session = write_session()
    closing = DayClosing(
        user_id=user.getId(),
        community_code=community_code,
        day=day,
        closed_at=utc_now(),
        left_over=left,
    )
    try:
        with session.begin_nested():
            session.add(closing)
    except IntegrityError:
        # Pressed twice, or closed before: what was left then stays.
        return session.scalar(
            select(DayClosing).where(
                DayClosing.user_id == user.getId(),
                DayClosing.community_code == community_code,
                DayClosing.day == day,
            )
        )
    audit("day.close", community_code, day.isoformat())
    session.flush()
    return closing


def closed_by(user) -> dict[str, datetime]:
    """Return when `user` closed today, by the code of the window."""
    query = select(DayClosing.community_code, DayClosing.closed_at).where(
        DayClosing.user_id == user.getId(), DayClosing.day == today()
    )
    return {code: at for code, at in read_session().execute(query)}


def hall_days(user) -> list[HallDay]:
    """Return how today stands at each window that `user` oversees: those without staff are
    left out. Who has closed the day at one is missed at no other; who is away is missed
    nowhere."""
    scope = scope_of(user, EXTEND_CASES)
    communities = [
        each.place for each in all_communities() if scope.has_community(each.place.code)
    ]
    query = (
        select(DayClosing)
        .where(DayClosing.day == today(), scope.sql(DayClosing.community_code))
        .order_by(DayClosing.closed_at)
    )
    closed: dict[str, list[Closed]] = {}
    session = read_session()
    gone = set(
        session.scalars(select(DayClosing.user_id).where(DayClosing.day == today()))
    )
    for each in session.scalars(query):
        row = Closed(each.user_id, each.closed_at, each.left_over)
        closed.setdefault(each.community_code, []).append(row)
    days = []
    for place in communities:
        staff = set(filter(is_open, people_in(place.code, None, WINDOW_STAFF)))
        rows = closed.get(place.code, [])
        missing = staff - gone - away_today(staff).keys()
        if staff or rows:
            days.append(
                HallDay(place.code, place.title, tuple(rows), tuple(sorted(missing)))
            )
    return days


def _left(kind: str, *about: ColumnElement[bool]) -> Left:
    """Return the cases of a kind: all their numbers, which count, and the first of them as
    they are listed."""
    session = read_session()
    # What is only stored stands on no list.
    wanted = Case.erased_at.is_(None), Case.stored_at.is_(None), *about
    numbers = frozenset(session.scalars(select(Case.number).where(*wanted)))
    query = (
        select(Case)
        .where(*wanted)
        .order_by(Case.due_on, Case.number)
        .limit(MOST_LISTED)
        .options(load_only(*_SHOWN))
    )
    shown = session.scalars(query).all() if numbers else ()
    rows = (
        LeftCase(each.number, each.item_title, each.masked["name"]) for each in shown
    )
    return Left(kind, len(numbers), tuple(rows), numbers)

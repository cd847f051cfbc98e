"""What waits for somebody, of all kinds at once, and a list of it."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from itertools import islice
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.interfaces import IScopes
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import IS_OPEN
from onewindow_policy.duties.models import NEVER
from onewindow_policy.duties.settings import escalation_days
from onewindow_policy.records.api import count_up_to_most
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import read_page
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import start_of_day
from onewindow_policy.workdays.deadlines import working_day_before
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import false
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import ScalarSelect
from sqlalchemy import select
from sqlalchemy import true
from zope.component import getUtilitiesFor
from zope.component import getUtility

#: Where the list is ordered by what is most overdue.
MOST_OVERDUE_FIRST = KeyOrder(Duty.due_at, Duty.id)


@dataclass(frozen=True, slots=True)
class KindCount:
    """How much of a kind waits for somebody, how much of that is overdue, and how much is
    so long overdue that they hear of it without having to do it.

    Each is as `records.api.count_up_to_most` has it.
    """

    name: str
    kind: IDutyKind
    waiting: int
    overdue: int
    escalated: int


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty as lists show it; `last_moment` is the last in time, None without a term."""

    kind: IDutyKind
    subject: str
    place: str
    opened_at: datetime
    last_moment: datetime | None
    is_overdue: bool


def kinds_for(user) -> list[tuple[str, IDutyKind]]:
    """Return the kinds that may be somebody's to do or to oversee, in their order."""
    scopes = getUtility(IScopes)
    found = [
        (name, kind)
        for name, kind in getUtilitiesFor(IDutyKind)
        if scopes.is_anywhere(user, kind.permission)
        or scopes.is_anywhere(user, kind.overseen_with)
    ]
    return sorted(found, key=lambda each: each[1].order)


def count_duties(user) -> list[KindCount]:
    """Return what waits for somebody, kind by kind: in one statement."""
    kinds = kinds_for(user)
    if not kinds:
        return []
    now = utc_now()
    columns = []
    for name, kind in kinds:
        columns.append(_count_theirs(user, name, kind))
        columns.append(_count_theirs(user, name, kind, Duty.due_at <= now))
        overseen = _is_overseen(user, name, kind, now)
        columns.append(_count(IS_OPEN, overseen))
    counts = iter(read_session().execute(select(*columns)).one())
    return [
        KindCount(name, kind, waiting, overdue, escalated)
        for (name, kind), waiting, overdue, escalated in zip(
            kinds, counts, counts, counts, strict=True
        )
    ]


def count_ending(user, moments: Sequence[datetime]) -> dict[str, tuple[int, ...]]:
    """Return how much of each kind waits for somebody, is in time, and will not be at each
    of these moments: in one statement."""
    kinds, now = kinds_for(user), utc_now()
    columns = [
        _count_theirs(user, name, kind, Duty.due_at > now, Duty.due_at <= moment)
        for name, kind in kinds
        for moment in moments
    ]
    if not columns:
        return {}
    counts = iter(read_session().execute(select(*columns)).one())
    return {name: tuple(islice(counts, len(moments))) for name, _kind in kinds}


def next_ends(user) -> dict[str, datetime]:
    """Return when what waits for somebody is overdue next, of each kind that has a term
    and is in time: in one statement."""
    kinds, now = kinds_for(user), utc_now()
    columns = [
        select(func.min(Duty.due_at))
        .where(IS_OPEN, Duty.kind == name, is_theirs)
        .where(Duty.due_at > now, Duty.due_at < NEVER)
        .scalar_subquery()
        for name, kind in kinds
        for is_theirs in _whose(user, kind)
    ]
    if not columns:
        return {}
    moments = iter(read_session().execute(select(*columns)).one())
    both = ((name, list(islice(moments, 2))) for name, _kind in kinds)
    return {name: min(filter(None, found)) for name, found in both if any(found)}


def duties_of(
    user,
    kinds: Iterable[tuple[str, IDutyKind]],
    *,
    is_overdue: bool = False,
    is_overseen: bool = False,
    page: str | None = None,
    size: int = 50,
) -> KeyedPage[DutyRow]:
    """Return what waits for somebody, or with `is_overseen` what is long overdue where they
    do not have to do it themselves: the most overdue first."""
    now = utc_now()
    of_kind = dict(kinds)
    conditions = [
        _is_overseen(user, name, kind, now)
        if is_overseen
        else _is_theirs(user, name, kind)
        for name, kind in of_kind.items()
    ]
    query = select(Duty).where(or_(false(), *conditions), IS_OPEN)
    if is_overdue:
        query = query.where(Duty.due_at <= now)
    scopes = getUtility(IScopes)

    def row(duty: Duty) -> DutyRow:
        return DutyRow(
            kind=of_kind[duty.kind],
            subject=duty.subject,
            place=scopes.place_of(duty),
            opened_at=duty.opened_at,
            last_moment=(
                duty.due_at - timedelta.resolution if duty.due_at < NEVER else None
            ),
            is_overdue=duty.due_at <= now,
        )

    found = read_page(read_session(), query, MOST_OVERDUE_FIRST, page, size)
    return found.map(row)


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return count_up_to_most(Duty, *conditions, along=Duty.due_at)


def _is_theirs(user, name: str, kind: IDutyKind) -> ColumnElement[bool]:
    """Return the condition for what somebody has to do."""
    return and_(Duty.kind == name, or_(*_whose(user, kind)))


def _count_theirs(
    user, name: str, kind: IDutyKind, *more: ColumnElement[bool]
) -> ColumnElement[int]:
    """Return, to be selected, how much of a kind somebody has to do."""
    # Each has an index; both by one condition would have none.
    alone, with_others = (
        _count(IS_OPEN, Duty.kind == name, is_theirs, *more)
        for is_theirs in _whose(user, kind)
    )
    return alone + with_others


def _whose(user, kind: IDutyKind) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions for what is somebody's alone, and with those who work there."""
    has_turn = getUtility(IScopes).has_turn(user, kind.permission, Duty)
    return Duty.assignee == user.getId(), and_(Duty.assignee.is_(None), has_turn)


def _is_overseen(
    user, name: str, kind: IDutyKind, now: datetime
) -> ColumnElement[bool]:
    """Return the condition for what somebody hears of, since it is long overdue."""
    is_within = getUtility(IScopes).is_within(user, kind.overseen_with, Duty)
    return and_(
        is_within,
        Duty.due_at <= _long_overdue(now),
        # Most columns may be empty, of which SQL knows neither this nor that.
        _is_theirs(user, name, kind).is_not(true()),
        Duty.kind == name,
    )


def _long_overdue(now: datetime) -> datetime:
    """Return until when something must have been due to be long overdue."""
    return start_of_day(working_day_before(local_date(now), escalation_days() + 1))

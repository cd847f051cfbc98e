"""What waits for somebody, of all kinds at once, and a list of it."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from itertools import islice
from onewindow_policy.duties.absences import Away
from onewindow_policy.duties.absences import away_today
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.interfaces import IScopes
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import IS_OPEN
from onewindow_policy.duties.models import NEVER
from onewindow_policy.duties.whose import Doer
from onewindow_policy.duties.whose import ends_soon
from onewindow_policy.duties.whose import is_up_to
from onewindow_policy.duties.whose import rises_to
from onewindow_policy.duties.whose import soon_until
from onewindow_policy.duties.whose import whose
from onewindow_policy.records.api import count_up_to_most
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import read_page
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import counted_days
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import is_estimated
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import start_of_day
from onewindow_policy.workdays.deadlines import WORKING
from onewindow_policy.workdays.deadlines import working_day_before
from sqlalchemy import ColumnElement
from sqlalchemy import false
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import ScalarSelect
from sqlalchemy import select
from zope.component import getUtilitiesFor
from zope.component import getUtility

#: Where the list is ordered by what is most overdue.
MOST_OVERDUE_FIRST = KeyOrder(Duty.due_at, Duty.id)


@dataclass(frozen=True, slots=True)
class KindCount:
    """How much of a kind waits for somebody, how much of that is overdue or ends soon, and
    how much of what others have to do is overdue for so long that they hear of it.

    Each is as `records.api.count_up_to_most` has it.
    """

    name: str
    kind: IDutyKind
    waiting: int
    overdue: int
    soon: int
    escalated: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """What somebody is told of a kind on one working day: how much ends today, and after
    that up to the last of the days that are soon; how much is overdue, and how much of that
    since the working day before; and the same of what others have to do."""

    today: int
    soon: int
    overdue: int
    newly_overdue: int
    escalated: int
    newly_escalated: int

    @property
    def has_news(self) -> bool:
        """Whether there is anything to tell that was not told before."""
        return any((self.today, self.soon, self.newly_overdue, self.newly_escalated))


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty as lists show it.

    `last_moment` is the last in time, None without a term, `is_estimated` whether it was
    reckoned with days that nobody has announced yet. `days_over` are the working days since
    then. `holder` is the user id of who sees to it, None where nobody has taken it on, and
    `away` says that they are away, and who stands in.
    """

    kind: IDutyKind
    subject: str
    place: str
    opened_at: datetime
    last_moment: datetime | None
    is_overdue: bool
    is_estimated: bool
    days_over: int
    holder: str | None
    away: Away | None


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
    now, doer = utc_now(), Doer.of(user)
    columns = []
    for name, kind in kinds:
        columns.append(_count_theirs(doer, name, kind))
        columns.append(_count_theirs(doer, name, kind, Duty.due_at <= now))
        columns.append(_count_theirs(doer, name, kind, *ends_soon(now)))
        columns.append(_count(IS_OPEN, rises_to(doer, name, kind, now)))
    counts = iter(read_session().execute(select(*columns)).one())
    return [
        KindCount(name, kind, *of_kind)
        for (name, kind), *of_kind in zip(kinds, *[counts] * 4, strict=True)
    ]


def count_day(user) -> dict[str, DayCount]:
    """Return what somebody is told of each kind today, a working day: in one statement."""
    kinds, now, doer = kinds_for(user), utc_now(), Doer.of(user)
    today = local_date(now)
    before = start_of_day(working_day_before(today - timedelta(days=1), 1))
    tonight = end_of_day(today)
    columns: list[ColumnElement[int]] = []
    for name, kind in kinds:
        columns += [
            _count_theirs(doer, name, kind, *conditions)
            for conditions in (
                (Duty.due_at > now, Duty.due_at <= tonight),
                (Duty.due_at > tonight, Duty.due_at <= soon_until(now)),
                (Duty.due_at <= now,),
                (Duty.due_at <= now, Duty.due_at > before),
            )
        ]
        columns.append(_count(IS_OPEN, rises_to(doer, name, kind, now)))
        news = rises_to(doer, name, kind, now, since=before)
        columns.append(_count(IS_OPEN, news))
    if not columns:
        return {}
    counts = iter(read_session().execute(select(*columns)).one())
    return {name: DayCount(*islice(counts, 6)) for name, _kind in kinds}


def next_ends(user) -> dict[str, datetime]:
    """Return when what waits for somebody is overdue next, of each kind that has a term
    and is in time: in one statement."""
    kinds, now, doer = kinds_for(user), utc_now(), Doer.of(user)
    columns = [
        select(func.min(Duty.due_at))
        .where(IS_OPEN, Duty.kind == name, condition)
        .where(Duty.due_at > now, Duty.due_at < NEVER)
        .scalar_subquery()
        for name, kind in kinds
        for condition in whose(doer, kind)
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
    is_soon: bool = False,
    is_overseen: bool = False,
    page: str | None = None,
    size: int = 50,
) -> KeyedPage[DutyRow]:
    """Return what waits for somebody, or with `is_overseen` what others have to do and is
    overdue for so long that they hear of it: the most overdue first."""
    now, doer = utc_now(), Doer.of(user)
    of_kind = dict(kinds)
    conditions = [
        rises_to(doer, name, kind, now) if is_overseen else is_up_to(doer, name, kind)
        for name, kind in of_kind.items()
    ]
    query = select(Duty).where(or_(false(), *conditions), IS_OPEN)
    if is_overdue:
        query = query.where(Duty.due_at <= now)
    if is_soon:
        query = query.where(*ends_soon(now))
    found = read_page(read_session(), query, MOST_OVERDUE_FIRST, page, size)
    holders = _holders(of_kind, found.rows)
    away = away_today([*holders.values(), *_assignees(found.rows)])
    return found.map(lambda duty: _row(duty, of_kind[duty.kind], holders, away, now))


def _assignees(duties: Iterable[Duty]) -> list[str]:
    return [each.assignee for each in duties if each.assignee]


def _row(
    duty: Duty,
    kind: IDutyKind,
    holders: Mapping[tuple[str, str], str],
    away: Mapping[str, Away],
    now: datetime,
) -> DutyRow:
    has_term = duty.due_at < NEVER
    last_moment = duty.due_at - timedelta.resolution if has_term else None
    last_day = local_date(last_moment) if has_term else None
    is_overdue, today = duty.due_at <= now, local_date(now)
    holder = duty.assignee or holders.get((duty.kind, duty.subject))
    return DutyRow(
        kind=kind,
        subject=duty.subject,
        place=getUtility(IScopes).place_of(duty),
        opened_at=duty.opened_at,
        last_moment=last_moment,
        is_overdue=is_overdue,
        is_estimated=has_term and is_estimated(min(today, last_day), last_day),
        days_over=counted_days(last_day, today, WORKING) if is_overdue else 0,
        holder=holder,
        away=away.get(holder),
    )


def _holders(
    of_kind: Mapping[str, IDutyKind], duties: Iterable[Duty]
) -> dict[tuple[str, str], str]:
    """Return who sees to some duties, by kind and subject: a statement for each kind at
    most."""
    subjects: dict[str, list[str]] = {}
    for duty in duties:
        subjects.setdefault(duty.kind, []).append(duty.subject)
    return {
        (name, subject): user_id
        for name, of_name in subjects.items()
        for subject, user_id in of_kind[name].holders(read_session(), of_name).items()
    }


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return count_up_to_most(Duty, *conditions, along=Duty.due_at)


def _count_theirs(
    doer: Doer, name: str, kind: IDutyKind, *more: ColumnElement[bool]
) -> ColumnElement[int]:
    """Return, to be selected, how much of a kind somebody has to do."""
    # Each has an index; both by one condition would have none.
    alone, with_others = (
        _count(IS_OPEN, Duty.kind == name, condition, *more)
        for condition in whose(doer, kind)
    )
    return alone + with_others

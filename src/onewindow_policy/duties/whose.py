"""Whose a duty is, who hears of it, and when it ends soon: as conditions in SQL."""

from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.duties.absences import absent_for
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.interfaces import IScopes
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.settings import escalation_days
from onewindow_policy.duties.settings import remind_days
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import start_of_day
from onewindow_policy.workdays.deadlines import WORKING
from onewindow_policy.workdays.deadlines import working_day_before
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import false
from sqlalchemy import or_
from sqlalchemy import true
from typing import Any
from zope.component import getUtility


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody, a user, and the ids of those for whom they stand in today."""

    user: Any
    stands_in_for: frozenset[str]

    @classmethod
    def of(cls, user) -> "Doer":
        """Return what is known of a user."""
        return cls(user, absent_for(user.getId() or ""))


def is_up_to(doer: Doer, name: str, kind: IDutyKind) -> ColumnElement[bool]:
    """Return the condition for what somebody has to do."""
    return and_(Duty.kind == name, or_(*whose(doer, kind)))


def whose(
    doer: Doer, kind: IDutyKind
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions for what is somebody's alone, and with those who work there.

    What is up to somebody who is away is also their deputy's, who has to have the turn by
    a role of their own.
    """
    has_turn = getUtility(IScopes).has_turn(doer.user, kind.permission, Duty)
    alone = Duty.assignee == doer.user.getId()
    if doer.stands_in_for:
        is_away = Duty.assignee.in_(sorted(doer.stands_in_for))
        alone = or_(alone, and_(is_away, has_turn))
    return alone, and_(Duty.assignee.is_(None), has_turn)


def rises_to(
    doer: Doer,
    name: str,
    kind: IDutyKind,
    now: datetime,
    *,
    since: datetime | None = None,
) -> ColumnElement[bool]:
    """Return the condition for what somebody hears of, since others have left it undone;
    with the beginning of a working day as `since`, for what they did not hear of then."""
    levels = getUtility(IScopes).overseen(doer.user, kind.overseen_with, Duty)
    if not levels:
        return false()
    days = escalation_days()
    heard = []
    for level, lies_there in levels.items():
        is_heard = Duty.due_at <= _overdue_by(days[level], now)
        if since is not None:
            is_heard = and_(is_heard, Duty.due_at > _overdue_by(days[level], since))
        heard.append(and_(lies_there, is_heard))
    return and_(
        or_(*heard),
        # What all levels have in common, by which an index is found.
        Duty.due_at <= now,
        # Most columns may be empty, of which SQL knows neither this nor that.
        is_up_to(doer, name, kind).is_not(true()),
        Duty.kind == name,
    )


def _overdue_by(days: int, now: datetime) -> datetime:
    """Return until when something must have been due to be overdue by `days` working days,
    which are over by now; by none, to be overdue."""
    if not days:
        return now
    return start_of_day(working_day_before(local_date(now), days + 1))


def soon_until(now: datetime) -> datetime:
    """Return until when something ends soon."""
    return end_of_day(due_date(local_date(now), remind_days(), WORKING).date)


def ends_soon(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Duty.due_at > now, Duty.due_at <= soon_until(now)

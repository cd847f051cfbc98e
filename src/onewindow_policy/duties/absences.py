"""Who is away from when until when, and who stands in for them (代理)."""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from onewindow_policy.accounts.api import is_open
from onewindow_policy.duties.models import Absence
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import ColumnElement
from sqlalchemy import or_
from sqlalchemy import select


@dataclass(frozen=True, slots=True)
class Away:
    """That somebody is away, from the first to the last day; `deputy` is the user id of
    who stands in, None where that account is closed or gone."""

    absent: str
    deputy: str | None
    first: date
    last: date


def away_today(user_ids: Collection[str]) -> Mapping[str, Away]:
    """Return which of some people are away today, by user id."""
    ids = sorted(set(user_ids))
    if not ids:
        return {}
    query = select(Absence).where(Absence.absent.in_(ids), *_holds_today())
    return {
        each.absent: Away(
            each.absent,
            each.deputy if is_open(each.deputy) else None,
            each.from_on,
            each.until_on,
        )
        for each in read_session().scalars(query)
    }


def absent_for(user_id: str) -> frozenset[str]:
    """Return for whom somebody stands in today."""
    query = select(Absence.absent).where(Absence.deputy == user_id, *_holds_today())
    return frozenset(read_session().scalars(query))


def absences_with(user_ids: Collection[str]) -> list[Absence]:
    """Return what holds now or will, of which any of some people is part: those who are
    away first."""
    ids = sorted(set(user_ids))
    query = select(Absence).where(
        Absence.ended_at.is_(None),
        Absence.until_on >= local_date(utc_now()),
        or_(Absence.absent.in_(ids), Absence.deputy.in_(ids)),
    )
    order = (Absence.from_on, Absence.id)
    return list(read_session().scalars(query.order_by(*order)))


def overlapping(user_id: str, first: date, last: date) -> Absence | None:
    """Return an absence of somebody that has a day in common with a period."""
    query = select(Absence).where(
        Absence.absent == user_id,
        Absence.ended_at.is_(None),
        Absence.from_on <= last,
        Absence.until_on >= first,
    )
    return read_session().scalar(query.order_by(Absence.from_on).limit(1))


def _holds_today() -> tuple[ColumnElement[bool], ...]:
    today = local_date(utc_now())
    return (
        Absence.ended_at.is_(None),
        Absence.from_on <= today,
        Absence.until_on >= today,
    )

"""How many suggestions came in and were answered on a day, by what they are about.

Each function returns rows of `division`, `numerator` and `denominator`; a day is given as
the moments at which it begins and ends, in the city's time. All of it is told from moments
that stay with a suggestion, also once it was erased.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.feedback.settings import answer_days
from onewindow_policy.records.api import read_session
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import null
from sqlalchemy import or_
from sqlalchemy import Row
from sqlalchemy import select
from typing import NamedTuple


class Tally(NamedTuple):
    """A row as the database gives it, counted here."""

    division: str | None
    numerator: int
    denominator: int


def received_suggestions(begins: datetime, ends: datetime) -> Sequence[Row]:
    """Return how many came in."""
    return _counted(_within(Suggestion.received_at, begins, ends))


def answered_suggestions(begins: datetime, ends: datetime) -> Sequence[Row]:
    """Return how many were answered for the first time."""
    return _counted(_within(Suggestion.answered_at, begins, ends))


def suggestions_in_time(begins: datetime, ends: datetime, day: date) -> Sequence[Tally]:
    """Return how many of those answered for the first time on `day` were so within
    `answer_days`, of all of them. Reads settings of the city."""
    days = answer_days()
    query = select(Suggestion.community_code, Suggestion.received_at).where(
        _within(Suggestion.answered_at, begins, ends)
    )
    answered: Counter = Counter()
    in_time: Counter = Counter()
    for code, received_at in read_session().execute(query):
        due = due_date(received_at, days, WORKING)
        answered[code] += 1
        in_time[code] += day <= due.date
    return [Tally(code, in_time[code], count) for code, count in answered.items()]


def open_suggestions(ends: datetime) -> Sequence[Row]:
    """Return how many were neither answered nor put away at the end of the day."""
    is_not_settled = or_(Suggestion.settled_at.is_(None), Suggestion.settled_at >= ends)
    is_not_answered = or_(
        Suggestion.answered_at.is_(None), Suggestion.answered_at >= ends
    )
    return _counted(
        and_(Suggestion.received_at < ends, is_not_settled, is_not_answered)
    )


def _within(column, begins: datetime, ends: datetime) -> ColumnElement[bool]:
    return and_(column >= begins, column < ends)


def _counted(condition: ColumnElement[bool]) -> Sequence[Row]:
    query = (
        select(
            Suggestion.community_code.label("division"),
            func.count().label("numerator"),
            null().label("denominator"),
        )
        .where(condition)
        .group_by(Suggestion.community_code)
    )
    return read_session().execute(query).all()

"""The counts of the search in SQL: adding to them, reading them, dropping old ones."""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from onewindow_policy.records.api import insert_into
from onewindow_policy.records.api import read_session
from onewindow_policy.search.models import AskedQuery
from onewindow_policy.search.models import Reformulation
from onewindow_policy.search.visitors import DRAWERS
from sqlalchemy import case
from sqlalchemy import ColumnElement
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.orm import Session

#: Older counts are dropped, and with them what only one person ever asked.
KEPT_DAYS = 30

#: A question is shown once it lies in as many drawers, which takes as many visitors at
#: least: what fewer ask may be about one person.
SHOWN_FROM = 3

#: More rows of a kind are not one day's work.
MOST_ROWS = 50

#: A question whose results fewer than one in so many visitors open finds the wrong things.
WEAK = 5


def add_counts(
    session: Session,
    queries: Mapping,
    followed: Mapping[tuple[date, str, str], int],
) -> None:
    """Add what a process counted to the rows of its days.

    In one order for all processes, so that none waits for another in a circle.
    """
    if queries:
        new = insert_into(session, AskedQuery)
        changes = {
            "asked": AskedQuery.asked + new.excluded.asked,
            "opened": AskedQuery.opened + new.excluded.opened,
            "drawers": AskedQuery.drawers.bitwise_or(new.excluded.drawers),
            # Who only opens a result says nothing of how many there are.
            "found": case(
                (new.excluded.asked > 0, new.excluded.found), else_=AskedQuery.found
            ),
        }
        session.execute(
            new.on_conflict_do_update(index_elements=["day", "query"], set_=changes),
            [
                {"day": day, "query": query, **asdict(counts)}
                for (day, query), counts in sorted(
                    queries.items(), key=lambda each: each[0]
                )
            ],
        )
    if followed:
        new = insert_into(session, Reformulation)
        session.execute(
            new.on_conflict_do_update(
                index_elements=["day", "query", "following"],
                set_={"times": Reformulation.times + new.excluded.times},
            ),
            [
                {"day": day, "query": query, "following": following, "times": times}
                for (day, query, following), times in sorted(followed.items())
            ],
        )


def drop_old_counts(session: Session, today: date) -> int:
    """Drop what is older than a month, and return how many rows."""
    first = today - timedelta(days=KEPT_DAYS)
    return sum(
        session.execute(delete(table).where(table.day <= first)).rowcount
        for table in (AskedQuery, Reformulation)
    )


@dataclass(frozen=True, slots=True)
class QueryRow:
    """A question over some days."""

    query: str
    asked: int
    found: int
    opened: int


@dataclass(frozen=True, slots=True)
class ReformulationRow:
    """A question, and what as many visitors asked right after it."""

    query: str
    following: str
    times: int


def unanswered(since: date) -> list[QueryRow]:
    """Return the questions that find nothing, those asked most first."""
    return _queries(since, lambda found, asked, opened: found == 0)


def hardly_opened(since: date) -> list[QueryRow]:
    """Return the questions of whose results hardly anything is opened."""
    return _queries(
        since, lambda found, asked, opened: (found > 0) & (opened * WEAK < asked)
    )


def _queries(since: date, condition) -> list[QueryRow]:
    # Which of a question's days is the last on which it was asked.
    place = func.row_number().over(
        partition_by=AskedQuery.query,
        order_by=[case((AskedQuery.asked > 0, 0), else_=1), AskedQuery.day.desc()],
    )
    days = select(AskedQuery, place.label("place")).where(AskedQuery.day > since)
    day = days.subquery().columns
    asked, opened = func.sum(day.asked), func.sum(day.opened)
    found = func.max(case((day.place == 1, day.found)))
    statement = (
        select(day.query, asked, found, opened)
        .group_by(day.query)
        .having(_drawers(day.drawers) >= SHOWN_FROM, condition(found, asked, opened))
        .order_by(asked.desc(), day.query)
        .limit(MOST_ROWS)
    )
    return [QueryRow(*row) for row in read_session().execute(statement)]


def _drawers(bits: ColumnElement[int]) -> ColumnElement[int]:
    """Return how many drawers are in use in any of the rows of a group."""
    return sum(
        func.max(bits.bitwise_rshift(drawer).bitwise_and(1))
        for drawer in range(DRAWERS)
    )


def asked_otherwise(since: date) -> list[ReformulationRow]:
    """Return what is asked right after what, by enough visitors, as both must be."""
    often = (
        select(AskedQuery.query)
        .where(AskedQuery.day > since)
        .group_by(AskedQuery.query)
        .having(_drawers(AskedQuery.drawers) >= SHOWN_FROM)
    )
    times = func.sum(Reformulation.times)
    statement = (
        select(Reformulation.query, Reformulation.following, times)
        .where(
            Reformulation.day > since,
            Reformulation.query.in_(often),
            Reformulation.following.in_(often),
        )
        .group_by(Reformulation.query, Reformulation.following)
        .having(times >= SHOWN_FROM)
        .order_by(times.desc(), Reformulation.query, Reformulation.following)
        .limit(MOST_ROWS)
    )
    return [ReformulationRow(*row) for row in read_session().execute(statement)]

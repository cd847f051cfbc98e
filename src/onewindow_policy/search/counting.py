"""The counts of the search in SQL: adding to them, reading them, dropping old ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from onewindow_policy.records.api import read_session
from onewindow_policy.search.models import AskedQuery
from onewindow_policy.search.models import Reformulation
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

#: Older counts are dropped, and with them what only one person ever asked.
KEPT_DAYS = 30

#: A question is shown once as many visitors have asked it: what fewer ask may be about
#: one person.
SHOWN_FROM = 3

#: More rows of a kind are not one day's work.
MOST_ROWS = 50

#: A question whose results fewer than one in so many visitors open finds the wrong things.
WEAK = 5

_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def add_counts(
    session: Session,
    queries: Mapping,
    followed: Mapping[tuple[date, str, str], int],
    today: date,
) -> None:
    """Add what a process counted to the rows of its days, and drop old rows.

    In one order for all processes, so that none waits for another in a circle.
    """
    insert = _INSERT[session.get_bind().dialect.name]
    for (day, query), counts in sorted(queries.items(), key=lambda each: each[0]):
        new = insert(AskedQuery).values(
            day=day,
            query=query,
            asked=counts.asked,
            found=counts.found,
            opened=counts.opened,
        )
        changes = {
            "asked": AskedQuery.asked + new.excluded.asked,
            "opened": AskedQuery.opened + new.excluded.opened,
        }
        if counts.asked:
            changes["found"] = new.excluded.found
        session.execute(
            new.on_conflict_do_update(index_elements=["day", "query"], set_=changes)
        )
    for (day, query, following), times in sorted(followed.items()):
        new = insert(Reformulation).values(
            day=day, query=query, following=following, times=times
        )
        session.execute(
            new.on_conflict_do_update(
                index_elements=["day", "query", "following"],
                set_={"times": Reformulation.times + new.excluded.times},
            )
        )
    drop_old_counts(session, today)


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
    asked, opened = func.sum(AskedQuery.asked), func.sum(AskedQuery.opened)
    latest = (
        select(AskedQuery.query, func.max(AskedQuery.day).label("day"))
        .where(AskedQuery.day > since, AskedQuery.asked > 0)
        .group_by(AskedQuery.query)
        .subquery()
    )
    found = (
        select(AskedQuery.query, AskedQuery.found)
        .join(
            latest,
            (AskedQuery.query == latest.c.query) & (AskedQuery.day == latest.c.day),
        )
        .subquery()
    )
    statement = (
        select(AskedQuery.query, asked, func.max(found.c.found), opened)
        .join(found, found.c.query == AskedQuery.query)
        .where(AskedQuery.day > since)
        .group_by(AskedQuery.query)
        .having(asked >= SHOWN_FROM, condition(func.max(found.c.found), asked, opened))
        .order_by(asked.desc(), AskedQuery.query)
        .limit(MOST_ROWS)
    )
    return [QueryRow(*row) for row in read_session().execute(statement)]


def asked_otherwise(since: date) -> list[ReformulationRow]:
    """Return what is asked right after what; both must be asked by enough visitors."""
    often = (
        select(AskedQuery.query)
        .where(AskedQuery.day > since)
        .group_by(AskedQuery.query)
        .having(func.sum(AskedQuery.asked) >= SHOWN_FROM)
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
        .order_by(times.desc(), Reformulation.query, Reformulation.following)
        .limit(MOST_ROWS)
    )
    return [ReformulationRow(*row) for row in read_session().execute(statement)]

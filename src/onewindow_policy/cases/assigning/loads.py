"""How much there is with each window and each colleague, for who coordinates them: what is
open, overdue, due today, waits for its applicant, or lies with a unit."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.cases.glance import names_for
from onewindow_policy.cases.glance import parts_for
from onewindow_policy.cases.listing import parts_of
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.permissions import EXTEND_CASES
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.units import cases_within
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import literal
from sqlalchemy import select
from sqlalchemy import union_all

#: What is counted beside what `glance` has, by the names that the list of cases has for it.
OPEN, OVERDUE = "open", "overdue"

#: As many are told of each: a street has fewer, and nobody reads through a city.
MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is with a window or a colleague: `key` is the code of the community or
    the user id, `counts` are by what is counted, without what there is none of."""

    key: str
    counts: Mapping[str, int]

    def count(self, name: str) -> int:
        """Return how many there are of something."""
        return self.counts.get(name, 0)


def coordinates(user) -> bool:
    """Return whether `user` coordinates somewhere."""
    return bool(scope_of(user, EXTEND_CASES))


def counted_for(user) -> tuple[str, ...]:
    """Return what is counted, by name, in its order."""
    return (OPEN, OVERDUE, *names_for(scope_of(user, LIST_CASES)))


def loads_of_windows(user) -> list[Load]:
    """Return what there is with each window of `user`, also where there is nothing: the
    most burdened first, `MOST_TOLD` of them. It is one statement."""
    scope = scope_of(user, LIST_CASES)
    counts = _counted(Case.community_code, [cases_within(scope)], scope)
    windows = (each.place.code for each in all_communities())
    own = filter(scope.has_community, windows)
    return _first([Load(code, counts.get(code, {})) for code in own])


def loads_of_colleagues(user) -> list[Load]:
    """Return what each colleague of where `user` coordinates sees to: the most burdened
    first, `MOST_TOLD` of them. It is one statement."""
    scope = scope_of(user, LIST_CASES)
    counts = _counted(Case.assignee, parts_of(scope), scope)
    return _first([Load(user_id, each) for user_id, each in counts.items()])


def _first(loads: list[Load]) -> list[Load]:
    loads.sort(key=lambda each: (-each.count(OVERDUE), -each.count(OPEN), each.key))
    return loads[:MOST_TOLD]


def _counted(
    column, among: list[ColumnElement[bool]], scope: Scope
) -> dict[str, Counter[str]]:
    """Return how many there are of everything among some cases, by the value of a column.

    Each part of it is counted for itself, since each finds an index of its own.
    """
    is_open, today = Case.closed_at.is_(None), local_date(utc_now())
    wanted = {
        OPEN: (is_open,),
        OVERDUE: (is_open & (Case.due_on < today),),
        **{name: parts_for(name, scope) for name in names_for(scope)},
    }
    parts = [
        select(
            column.label("key"),
            literal(name).label("what"),
            func.count().label("count"),
        )
        .where(own, part, column.is_not(None), Case.erased_at.is_(None))
        .group_by(column)
        for name, conditions in wanted.items()
        for part in conditions
        for own in among
    ]
    counts: dict[str, Counter[str]] = {}
    for key, what, count in read_session().execute(union_all(*parts)):
        counts.setdefault(key, Counter())[what] += count
    return counts

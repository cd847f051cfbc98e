"""How much there is of what whoever works with cases keeps in view, at `/@@work`."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.cases.listing import parts_of
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.narrowing import due_on
from onewindow_policy.cases.narrowing import Parts
from onewindow_policy.cases.narrowing import waits_for_applicant
from onewindow_policy.cases.narrowing import with_units
from onewindow_policy.cases.permissions import EXTEND_CASES
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import count_up_to_most
from onewindow_policy.records.api import MOST_COUNTED
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import ScalarSelect
from sqlalchemy import select
from zope.i18nmessageid import Message

#: The names that the list of cases has for them in its address.
DUE_TODAY = "due-today"
FOR_APPLICANT = "applicant"
WITH_UNITS = "with-units"

TITLES = {
    DUE_TODAY: _("option_cases_due_today", default="Due today"),
    FOR_APPLICANT: _("option_cases_for_applicant", default="Wait for the applicant"),
    WITH_UNITS: _("option_cases_with_units", default="With the department"),
}


@dataclass(frozen=True, slots=True)
class Glance:
    """How many cases there are of something, as `records.api.count_up_to_most` has it, and
    where they are listed, below the site."""

    title: Message
    path: str
    count: int


def is_at_work(user) -> bool:
    """Return whether somebody leads cases on, or has others do it: who only looks on is
    told of none of this."""
    return any(scope_of(user, each) for each in (MOVE_CASES, EXTEND_CASES))


def parts_for(name: str, scope: Scope) -> Parts:
    """Return the conditions for what the list of cases calls `name`, as `narrowing` has
    them; none for what it narrows down by something else."""
    if name == DUE_TODAY:
        return due_on(local_date(utc_now()))
    if name == FOR_APPLICANT:
        return waits_for_applicant()
    return with_units(scope) if name == WITH_UNITS else ()


def names_for(scope: Scope) -> tuple[str, ...]:
    """Return which of these lists there are for a scope: what lies with the department is
    asked by windows, and by who oversees them."""
    is_windows = scope.communities or scope.has_city or scope.is_everywhere
    return tuple(each for each in TITLES if each != WITH_UNITS or is_windows)


def at_a_glance(user) -> list[Glance]:
    """Return how many cases of where `user` works are due today, wait for their applicant,
    and lie with a unit that is not theirs: in one statement."""
    scope = scope_of(user, LIST_CASES)
    columns = {name: list(_counts(name, scope)) for name in names_for(scope)}
    return glances(columns, TITLES)


def glances(
    columns: Mapping[str, Sequence[ScalarSelect[int]]], titles: Mapping[str, Message]
) -> list[Glance]:
    """Return how much there is of each list of cases, by its name in the address: the
    counts of its parts together, in one statement for all lists."""
    together = (each for of_list in columns.values() for each in of_list)
    counts = iter(read_session().execute(select(*together)).one())
    return [
        Glance(
            titles[name],
            f"@@desk?state={name}",
            min(sum(next(counts) for _part in of_list), MOST_COUNTED + 1),
        )
        for name, of_list in columns.items()
    ]


def _counts(name: str, scope: Scope) -> Iterator[ScalarSelect[int]]:
    is_kept = Case.erased_at.is_(None), Case.stored_at.is_(None)
    for own in parts_of(scope):
        for part in parts_for(name, scope):
            yield count_up_to_most(Case, own, part, *is_kept)

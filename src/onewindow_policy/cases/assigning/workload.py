"""How much each colleague sees to: of where somebody works, the busiest first."""

from collections import Counter
from dataclasses import dataclass
from onewindow_policy.cases.listing import parts_of
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import func
from sqlalchemy import select

#: As many colleagues are told: a street has fewer, and nobody reads through a city.
MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Workload:
    """How many open cases somebody sees to, and how many of them are overdue."""

    user_id: str
    open: int
    overdue: int


def workloads(user) -> list[Workload]:
    """Return what each colleague sees to of where `user` works: those with most of it,
    `MOST_TOLD` of them. Of communities it is read from an index alone."""
    today = local_date(utc_now())
    loads: dict[str, Counter] = {}
    for part in parts_of(scope_of(user, LIST_CASES)):
        query = select(
            Case.assignee,
            func.count(),
            func.count().filter(Case.due_on < today),
        ).where(
            part,
            Case.closed_at.is_(None),
            Case.assignee.is_not(None),
            Case.erased_at.is_(None),
        )
        found = read_session().execute(query.group_by(Case.assignee))
        for user_id, count, overdue in found:
            load = loads.setdefault(user_id, Counter())
            load.update(open=count, overdue=overdue)
    told = [
        Workload(user_id, each["open"], each["overdue"])
        for user_id, each in loads.items()
    ]
    told.sort(key=lambda each: (-each.open, each.user_id))
    return told[:MOST_TOLD]

"""How often people came for each service, beside what its guide says (到现场次数)."""

from dataclasses import dataclass
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import DECIDED_STATES
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.released import released_guides
from onewindow_policy.records.api import read_session
from onewindow_policy.snapshots.api import until_content_changes
from plone import api
from sqlalchemy import func
from sqlalchemy import select

import hashlib


@dataclass(frozen=True, slots=True)
class VisitsOfItem:
    """How often people came for a service, of so many `cases` that were decided; `promised`
    is what the guide of the city says at most, None where it does not say. `path` is the
    service from the site, "" where it is gone."""

    item_code: str
    title: str
    path: str
    promised: int | None
    cases: int
    average: float
    most: int

    @property
    def uid(self) -> str:
        """What tells it from others in a list."""
        return hashlib.sha256(self.item_code.encode()).hexdigest()[:32]

    @property
    def excess(self) -> float:
        """By how much the average is more than what the guide says, 0 for not at all."""
        return 0 if self.promised is None else max(0, self.average - self.promised)

    @property
    def is_exceeded(self) -> bool:
        """Whether anybody had to come more often than the guide says."""
        return self.promised is not None and self.most > self.promised


def visits_of_items() -> list[VisitsOfItem]:
    """Return how often people came for each service, those first whose average exceeds the
    guide most, then those of which anybody came more often.

    Raises `DatabaseUnavailable`.
    """
    query = (
        select(
            Case.item_code, func.count(), func.sum(Case.visits), func.max(Case.visits)
        )
        .where(Case.closed_at.is_not(None), Case.state.in_(DECIDED_STATES))
        .group_by(Case.item_code)
    )
    rows = read_session().execute(query).all()
    found = [
        VisitsOfItem(code, *_service(code), count, total / count, most)
        for code, count, total, most in rows
    ]
    return sorted(
        found, key=lambda each: (-each.excess, not each.is_exceeded, each.item_code)
    )


@until_content_changes
def _service(code: str) -> tuple[str, str, int | None]:
    """Return the title of a service, its path from the site, and how often its guide says
    that people come. Reading a guide wakes it, which is not done for each page anew."""
    item = find_item(code)
    if item is None:
        return code, "", None
    guide = resolve_guide(released_guides(item)[0])
    promised = guide.max_visits if guide is not None else None
    site = len(api.portal.get().getPhysicalPath())
    return item.title, "/".join(item.getPhysicalPath()[site:]), promised

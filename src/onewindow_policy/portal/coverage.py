"""How far the city is with its roll-out."""

from collections import Counter
from dataclasses import dataclass
from math import ceil
from onewindow_policy.portal.remembered import until_catalog_changes
from plone import api

#: The percentages of communities to reach, one after the other.
TARGET_PERCENTS = (80, 100)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The communities that run one window, of all communities."""

    implemented: int
    total: int

    @property
    def percent(self) -> float:
        return round(100 * self.implemented / self.total, 1)

    @property
    def target_percent(self) -> int:
        """The next target that is not yet reached, else the last."""
        return next(
            (target for target in TARGET_PERCENTS if self.percent < target),
            TARGET_PERCENTS[-1],
        )

    @property
    def missing(self) -> int:
        """How many more communities reach the target."""
        return max(ceil(self.total * self.target_percent / 100) - self.implemented, 0)


def get_coverage() -> Coverage | None:
    """Return the coverage of the city, or None while it has no communities."""
    return until_catalog_changes("coverage", _count_communities)


def _count_communities() -> Coverage | None:
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="Community"
    )
    statuses = Counter(brain._unrestrictedGetObject().rollout_status for brain in brains)
    total = statuses.total()
    return Coverage(statuses["implemented"], total) if total else None

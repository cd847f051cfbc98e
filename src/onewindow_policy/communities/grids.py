"""The grids of a community as plain values, and whose an address is."""

from dataclasses import dataclass
from onewindow_policy.communities.interfaces import IGrid

#: On a community of a former version: how many grids it said it had.
FORMER_COUNT = "_former_grid_count"


@dataclass(frozen=True, slots=True)
class GridWorker:
    """Who looks after a grid, as residents see it."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class GridFacts:
    """What the page of a community says of one of its grids."""

    code: str
    title: str
    area: tuple[str, ...]
    workers: tuple[GridWorker, ...]
    supervise_phone: str
    url: str


def grid_contents(community) -> list:
    """Return the grids in `community`, by code."""
    found = (each for each in community.objectValues() if IGrid.providedBy(each))
    return sorted(found, key=lambda each: each.code)


def grids_of(community) -> tuple[GridFacts, ...]:
    """Return what residents are told of the grids in `community`, by code.

    Nothing is remembered of it: a city has ten times as many as communities, and each is
    on one page.
    """
    return tuple(facts_of(each) for each in grid_contents(community))


def facts_of(grid) -> GridFacts:
    """Return what residents are told of `grid`."""
    return GridFacts(
        code=grid.code,
        title=grid.title,
        area=tuple(line for line in grid.area or () if line),
        workers=tuple(
            GridWorker(row["name"], row.get("phone") or "")
            for row in grid.workers or ()
        ),
        supervise_phone=grid.supervise_phone or "",
        url=grid.absolute_url(),
    )

"""The grids of a community as plain values, and whose an address is."""

from Acquisition import aq_base
from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.content import contents_of
from onewindow_policy.communities.content import Grid
from onewindow_policy.communities.interfaces import COMMUNITY_DIGITS
from plone import api

#: On the city: how many grids communities said they had in a former version, by code.
_FORMER_COUNTS = "_former_grid_counts"


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


def communities_with_grids() -> frozenset[str]:
    """Return the codes of the communities that have grids; no grid is loaded for it."""
    catalog = api.portal.get_tool("portal_catalog")
    grids = catalog.unrestrictedSearchResults(portal_type="Grid")
    digits = slice(COMMUNITY_DIGITS)
    return frozenset(brain.getId[digits] for brain in grids)


def former_counts() -> Mapping[str, int]:
    """Return how many grids communities said they had in a former version, by code."""
    return getattr(aq_base(get_city()), _FORMER_COUNTS, None) or {}


def remember_former_counts(counts: Mapping[str, int]) -> None:
    """Keep how many grids communities said they had."""
    setattr(aq_base(get_city()), _FORMER_COUNTS, {**former_counts(), **counts})


def grid_contents(community) -> list:
    """Return the grids in `community`, by code."""
    return sorted(contents_of(community, Grid), key=lambda each: each.code)


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

"""The communities of the city as plain values, and how far one window has spread."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from onewindow_policy.communities.content import Community
from onewindow_policy.communities.content import contents_of
from onewindow_policy.communities.content import District
from onewindow_policy.communities.content import Hall
from onewindow_policy.communities.content import Street
from onewindow_policy.communities.halls import all_halls
from onewindow_policy.communities.halls import Place
from onewindow_policy.communities.halls import place_of
from onewindow_policy.communities.interfaces import IDivision
from onewindow_policy.snapshots.api import until_content_changes
from plone import api

IMPLEMENTED = "implemented"

#: What the plan asks for: first four of five communities, then all of them.
TARGETS = (0.8, 1.0)


@dataclass(frozen=True, slots=True)
class CommunityFacts:
    """What lists say of a community."""

    place: Place
    street: Place
    district: Place
    status: str | None
    planned_on: date | None
    has_hall: bool

    @property
    def full_name(self) -> str:
        return self.district.title + self.street.title + self.place.title


@dataclass(frozen=True, slots=True)
class StreetFacts:
    """What lists say of a street."""

    place: Place
    district: Place

    @property
    def full_name(self) -> str:
        return self.district.title + self.place.title


@dataclass(frozen=True, slots=True)
class Coverage:
    """In how many communities of all one window is in operation."""

    implemented: int
    total: int

    @property
    def share(self) -> float:
        return self.implemented / self.total if self.total else 0.0

    @property
    def target(self) -> float:
        """The target to reach next; the last one stays when it is reached."""
        return next((goal for goal in TARGETS if self.share < goal), TARGETS[-1])


@until_content_changes
def all_communities() -> tuple[CommunityFacts, ...]:
    """Return the communities of the city by code."""
    catalog = api.portal.get_tool("portal_catalog")
    site_path = "/".join(api.portal.get().getPhysicalPath())
    with_hall = {hall.community.code for hall in all_halls()}
    communities = []
    for brain in catalog.unrestrictedSearchResults(portal_type="Community"):
        community = brain._unrestrictedGetObject()
        street = aq_parent(aq_inner(community))
        communities.append(
            CommunityFacts(
                place=place_of(community, site_path),
                street=place_of(street, site_path),
                district=place_of(aq_parent(street), site_path),
                status=community.rollout_status,
                planned_on=community.planned_on,
                has_hall=community.code in with_hall,
            )
        )
    return tuple(sorted(communities, key=lambda each: each.place.code))


def all_streets() -> tuple[StreetFacts, ...]:
    """Return the streets of the city by code, those without communities too."""
    catalog = api.portal.get_tool("portal_catalog")
    site_path = "/".join(api.portal.get().getPhysicalPath())
    streets = []
    for brain in catalog.unrestrictedSearchResults(portal_type="Street"):
        street = brain._unrestrictedGetObject()
        district = aq_parent(aq_inner(street))
        streets.append(
            StreetFacts(place_of(street, site_path), place_of(district, site_path))
        )
    return tuple(sorted(streets, key=lambda each: each.place.code))


def places_within(division) -> Iterator:
    """Yield the divisions and halls in `division` as content, each before what it holds;
    units and grids are not loaded."""
    for each in contents_of(division, (District, Street, Community, Hall)):
        yield each
        if IDivision.providedBy(each):
            yield from places_within(each)


def coverage_of(communities: Iterable[CommunityFacts]) -> Coverage:
    """Return how far one window has spread among `communities`."""
    statuses = [each.status for each in communities]
    return Coverage(statuses.count(IMPLEMENTED), len(statuses))


def matching(places: Iterable[CommunityFacts | StreetFacts], words: str) -> tuple:
    """Return the places whose full name has all of `words` in it."""
    wanted = words.split()
    return tuple(
        each
        for each in places
        if all(word in each.full_name or word == each.place.code for word in wanted)
    )


def grouped(communities: Iterable[CommunityFacts], level: str) -> list[tuple]:
    """Return pairs of a division and its communities, which are sorted by code.

    `level` is `district` or `street`.
    """
    return [
        (division, tuple(group))
        for division, group in groupby(
            communities, key=lambda each: getattr(each, level)
        )
    ]

"""Where the windows are: the halls of the city as plain values."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from onewindow_policy.communities.content import contents_of
from onewindow_policy.communities.content import Hall
from onewindow_policy.communities.hours import hours_sentence
from onewindow_policy.communities.hours import Spans
from onewindow_policy.communities.hours import spans_of
from onewindow_policy.communities.positions import Position
from onewindow_policy.communities.positions import position_of
from onewindow_policy.snapshots.api import until_content_changes
from plone import api
from zope.i18nmessageid import Message


@dataclass(frozen=True, slots=True)
class Place:
    """A division as lists name it; `path` is relative to the site."""

    code: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class HallFacts:
    """What a list says of a hall; `path` is relative to the site."""

    hall_id: str
    title: str
    path: str
    address: str
    phones: tuple[str, ...]
    spans: Spans
    hours_note: str | None
    closes_on_holidays: bool
    position: Position | None
    community: Place
    street: Place
    district: Place


@dataclass(frozen=True, slots=True)
class HallRow:
    """A hall as an entry of a list."""

    title: str
    url: str
    address: str
    phones: tuple[str, ...]
    hours: str
    note: str | None


def hall_row(hall: HallFacts, site_url: str, say: Callable[[Message], str]) -> HallRow:
    """Return `hall` as pages list it; `say` puts a message into the page's language."""
    return HallRow(
        title=hall.title,
        url=site_url + hall.path,
        address=hall.address,
        phones=hall.phones,
        hours=hours_sentence(hall.spans, say),
        note=hall.hours_note,
    )


def place_of(division, site_path: str) -> Place:
    """Return `division` as lists name it; `site_path` is the physical path of the site."""
    path = "/".join(division.getPhysicalPath())[len(site_path) :]
    return Place(division.code, division.title, path)


def facts_of(hall) -> HallFacts:
    """Return what lists say of `hall`."""
    site_path = "/".join(api.portal.get().getPhysicalPath())
    community = aq_parent(aq_inner(hall))
    street = aq_parent(community)
    return HallFacts(
        hall_id=hall.hall_id,
        title=hall.title,
        path="/".join(hall.getPhysicalPath())[len(site_path) :],
        address=hall.address,
        phones=tuple(row["phone"] for row in hall.windows or () if row.get("phone")),
        spans=spans_of(hall.hours),
        hours_note=hall.hours_note,
        closes_on_holidays=bool(hall.follow_public_holidays),
        position=position_of(hall.latitude, hall.longitude),
        community=place_of(community, site_path),
        street=place_of(street, site_path),
        district=place_of(aq_parent(street), site_path),
    )


def halls_in(community) -> list:
    """Return the halls in `community` as content; its grids are not loaded."""
    return contents_of(community, Hall)


@until_content_changes
def all_halls() -> tuple[HallFacts, ...]:
    """Return the halls of the city by their communities' codes."""
    catalog = api.portal.get_tool("portal_catalog")
    halls = [
        facts_of(brain._unrestrictedGetObject())
        for brain in catalog.unrestrictedSearchResults(portal_type="Hall")
    ]
    return tuple(sorted(halls, key=lambda hall: (hall.community.code, hall.hall_id)))


def halls_of(division_code: str) -> tuple[HallFacts, ...]:
    """Return the halls in a district, street or community.

    The codes of GB/T 2260 and GB/T 10114 are hierarchical: what lies in a division
    begins with its code.
    """
    return tuple(
        hall for hall in all_halls() if hall.community.code.startswith(division_code)
    )


def by_street(halls) -> tuple[tuple[Place, tuple[HallFacts, ...]], ...]:
    """Return `halls`, which are sorted by community, grouped by street."""
    return tuple(
        (street, tuple(group))
        for street, group in groupby(halls, key=lambda hall: hall.street)
    )


def halls_for_community(code: str) -> tuple[HallFacts, ...]:
    """Return the halls that serve a community: its own, or else those of its street."""
    return halls_of(code) or halls_of(code[:9])

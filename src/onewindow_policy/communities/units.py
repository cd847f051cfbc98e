"""The units that handle services, as plain values, and who is meant by a role."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.merged import merged_codes
from onewindow_policy.communities.unitroles import CITY
from onewindow_policy.communities.unitroles import COUNTY
from onewindow_policy.communities.unitroles import level_of
from onewindow_policy.communities.unitroles import ranks_of_roles
from onewindow_policy.communities.unitroles import STREET
from onewindow_policy.snapshots.api import until_content_changes
from plone import api
from types import MappingProxyType

#: Of the civil affairs of the city, which one window is a matter of.
ORGANISER_ROLE = "city:MZ"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What lists and records say of a unit.

    `division` is the code of the city, district or street that it is a unit of; `path` is
    relative to the site.
    """

    code: str
    title: str
    role: str
    phone: str
    division: str
    decides_here: bool
    path: str


@until_content_changes
def _units_by_division() -> Mapping[str, tuple[UnitFacts, ...]]:
    catalog = api.portal.get_tool("portal_catalog")
    site_path = "/".join(api.portal.get().getPhysicalPath())
    found: dict[str, list[UnitFacts]] = {}
    for brain in catalog.unrestrictedSearchResults(portal_type="Unit"):
        unit = facts_of(brain._unrestrictedGetObject(), site_path)
        found.setdefault(unit.division, []).append(unit)
    ranks = ranks_of_roles()
    for units in found.values():
        units.sort(key=lambda each: (ranks.get(each.role, len(ranks)), each.code))
    return MappingProxyType({code: tuple(units) for code, units in found.items()})


def facts_of(unit, site_path: str) -> UnitFacts:
    """Return what lists say of `unit`; `site_path` is the physical path of the site."""
    return UnitFacts(
        code=unit.code,
        title=unit.title,
        role=unit.role,
        phone=unit.phone or "",
        division=aq_parent(aq_inner(unit)).code,
        decides_here=bool(unit.decides_here),
        path="/".join(unit.getPhysicalPath())[len(site_path) :],
    )


def units_of(division_code: str) -> tuple[UnitFacts, ...]:
    """Return the units of the city, a district or a street itself: by their roles in the
    order of the categories of services, then by code."""
    return _units_by_division().get(division_code, ())


@until_content_changes
def _units_by_code() -> Mapping[str, UnitFacts]:
    units = (unit for units in _units_by_division().values() for unit in units)
    return MappingProxyType({unit.code: unit for unit in units})


def get_unit(code: str) -> UnitFacts | None:
    """Return the unit with this code, or None."""
    return _units_by_code().get(code)


def unit_name(code: str | None) -> str | None:
    """Return the name of the unit with this code; an unknown code is its own name."""
    unit = get_unit(code) if code else None
    return unit.title if unit is not None else code


def deciding_units() -> frozenset[str]:
    """Return the codes of the units whose officers decide in this system."""
    return frozenset(
        unit.code
        for units in _units_by_division().values()
        for unit in units
        if unit.decides_here
    )


def organiser() -> UnitFacts | None:
    """Return the unit of the city that runs the portal, and answers where nobody else
    does; None while the city has none of that role."""
    city = get_city()
    units = units_of(city.code) if city is not None else ()
    return next((unit for unit in units if unit.role == ORGANISER_ROLE), None)


def find_unit(role: str, community_code: str) -> UnitFacts | None:
    """Return who has a role for the residents of a community, None where nobody has.

    A role of the city is had by one of its units, `county:…` by one of the community's
    district, `street` by its street's. `community` is no unit's. What was merged away has
    the units of its successor.
    """
    code = merged_codes().get(community_code, community_code)
    city = get_city()
    divisions = {
        CITY: city.code if city is not None else "",
        COUNTY: code[:6],
        STREET: code[:9],
    }
    units = units_of(divisions.get(level_of(role), ""))
    return next((unit for unit in units if unit.role == role), None)

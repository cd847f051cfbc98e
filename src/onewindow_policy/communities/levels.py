"""At which level of the city somebody was given a role that reaches a place."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDivision
from onewindow_policy.communities.interfaces import IStreet
from onewindow_policy.communities.interfaces import IUnit
from onewindow_policy.communities.merged import merged_codes
from onewindow_policy.communities.scopes import Grants
from onewindow_policy.communities.scopes import OF_UNITS
from onewindow_policy.communities.scopes import principals_of
from onewindow_policy.communities.scopes import roles_among
from onewindow_policy.communities.scopes import roles_with
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.communities.scopes import with_own_grants
from onewindow_policy.duties.interfaces import AT_DISTRICT
from onewindow_policy.duties.interfaces import AT_PLACE
from onewindow_policy.duties.interfaces import AT_STREET
from onewindow_policy.snapshots.api import once_a_request
from onewindow_policy.snapshots.api import until_content_changes
from plone import api

LEVELS = (AT_PLACE, AT_STREET, AT_DISTRICT)

#: What was given at each level, the nearest first.
Given = tuple[tuple[str, Grants], ...]


@dataclass(frozen=True, slots=True)
class _Givens:
    """What was given where for communities and units, by code."""

    communities: dict[str, Given] = field(default_factory=dict)
    units: dict[str, Given] = field(default_factory=dict)


def scopes_by_level(user, permission: str) -> Mapping[str, Scope]:
    """Return where `user` has `permission`, by the level at which the role was given.

    A place is at its nearest level alone: its own, its street's, or `AT_DISTRICT`, which
    stands for all that lies above. What is about no single community is the city's own
    place. Together it is what `scope_of` says; levels without a place are left out.
    """
    scope = scope_of(user, permission)
    if not scope:
        return {}
    roles = roles_with(permission)
    if not roles.isdisjoint(user.getRoles()):
        # A role in the whole site is at none of its places.
        return {AT_DISTRICT: scope}
    return _by_level(principals_of(user), roles, scope)


@once_a_request
def _by_level(
    principals: tuple[str, ...], roles: frozenset[str], scope: Scope
) -> Mapping[str, Scope]:
    givens = _givens()
    communities: dict[str, set[str]] = {level: set() for level in LEVELS}
    units: dict[str, set[str]] = {level: set() for level in LEVELS}
    for found, codes, places, reaching in (
        (communities, scope.communities, givens.communities, roles - OF_UNITS),
        (units, scope.units, givens.units, roles & OF_UNITS),
    ):
        for code in codes:
            found[_nearest(places.get(code, ()), principals, reaching)].add(code)
    by_level = {
        level: Scope(
            frozenset(communities[level]),
            frozenset(units[level]),
            scope.grids if level == AT_PLACE else frozenset(),
            has_city=scope.has_city and level == AT_PLACE,
            # Where it is, no code has to be looked at: what is nearer is heard of sooner.
            is_everywhere=level == AT_DISTRICT
            and scope.is_everywhere
            and communities[level] == scope.communities,
        )
        for level in LEVELS
    }
    return {level: found for level, found in by_level.items() if found}


def _nearest(given: Given, principals: tuple[str, ...], roles: frozenset[str]) -> str:
    for level, grants in given:
        if not roles.isdisjoint(roles_among(grants, principals)):
            return level
    return AT_DISTRICT


@until_content_changes
def _givens() -> _Givens:
    found = _Givens()
    city = get_city()
    if city is None:
        return found
    on_site = ((AT_DISTRICT, with_own_grants(api.portal.get(), {})),)
    for place, given in _walk(city, on_site):
        if ICommunity.providedBy(place):
            found.communities[place.code] = given
        elif IUnit.providedBy(place):
            found.units[place.code] = given
    for code, successor in merged_codes().items():
        if successor in found.communities:
            found.communities.setdefault(code, found.communities[successor])
    return found


def _walk(place, above: Given) -> Iterator[tuple[object, Given]]:
    """Yield a place and all in it, each with what was given there and above it."""
    if getattr(place, "__ac_local_roles_block__", False):
        above = ()
    given = ((_level_of(place), with_own_grants(place, {})), *above)
    yield place, given
    if not ICommunity.providedBy(place) and not IUnit.providedBy(place):
        for child in place.values():
            if IDivision.providedBy(child) or IUnit.providedBy(child):
                yield from _walk(child, given)


def _level_of(place) -> str:
    if ICommunity.providedBy(place) or IUnit.providedBy(place):
        return AT_PLACE
    return AT_STREET if IStreet.providedBy(place) else AT_DISTRICT

"""Where in the city somebody works: what a local role reaches, for whoever asks."""

from AccessControl.PermissionRole import rolesForPermissionOn
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.indexers import role_holder
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDivision
from onewindow_policy.communities.interfaces import IUnit
from onewindow_policy.communities.merged import merged_codes
from onewindow_policy.snapshots.api import once_a_request
from onewindow_policy.snapshots.api import until_content_changes
from plone import api
from sqlalchemy import ColumnElement
from sqlalchemy import or_
from sqlalchemy import true

#: The role that reaches units: given to one, or to what has some. It reaches no community;
#: all other roles reach communities, and no unit.
DEPARTMENT_OFFICER = "Department Officer"
OF_UNITS = frozenset({DEPARTMENT_OFFICER})

#: The role that may be given in a grid alone.
GRID_WORKER = "Grid Worker"

#: The names of users and groups, with the roles that each has somewhere.
Grants = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Scope:
    """The communities, units and grids in which somebody may do something, by their codes.

    `grids` are those in which the role was given; those of `communities` go without saying.

    `has_city` says that what is about no single community is among it: that goes with a
    role on the city. Where it `is_everywhere`, no code is looked at.
    """

    communities: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    grids: frozenset[str] = frozenset()
    has_city: bool = False
    is_everywhere: bool = False

    def __bool__(self) -> bool:
        return bool(
            self.is_everywhere
            or self.has_city
            or self.communities
            or self.units
            or self.grids
        )

    def covers(self, other: "Scope") -> bool:
        """Return whether all of another scope is among this one."""
        if self.is_everywhere:
            return True
        return (
            not other.is_everywhere
            and self.communities >= other.communities
            and self.units >= other.units
            and self.grids >= other.grids
            and (self.has_city or not other.has_city)
        )

    def has_community(self, code: str | None) -> bool:
        """Return whether a community is among it; None stands for the whole city."""
        if self.is_everywhere:
            return True
        return self.has_city if code is None else code in self.communities

    def sql(self, column) -> ColumnElement[bool]:
        """Return the condition that the community in `column` is among it."""
        if self.is_everywhere:
            return true()
        condition = column.in_(sorted(self.communities))
        return or_(condition, column.is_(None)) if self.has_city else condition


#: What commands of operators do is done everywhere.
EVERYWHERE = Scope(is_everywhere=True)


@dataclass(frozen=True, slots=True)
class _Granted:
    """The local roles that count on the city, and in communities and units by code."""

    city: Grants
    communities: dict[str, Grants] = field(default_factory=dict)
    units: dict[str, Grants] = field(default_factory=dict)


@until_content_changes
def _granted() -> _Granted:
    """Return the local roles that count in each place.

    They are those of the place and of all that it lies in, up to where somebody switched
    inheritance off (as `borg.localrole` does it). A code that was merged away has those
    of its successor. Sharing reindexes what it changes, and so ends what is remembered.
    """
    city = get_city()
    if city is None:
        return _Granted({})
    on_site = with_own_grants(api.portal.get(), {})
    found = _Granted(with_own_grants(city, on_site))
    _collect(city, on_site, found)
    communities = found.communities
    for code, successor in merged_codes().items():
        # What was sent while the place was merged away belongs to its successor.
        if successor in communities:
            communities.setdefault(code, communities[successor])
    return found


def _collect(place, inherited: Grants, found: _Granted) -> None:
    grants = with_own_grants(place, inherited)
    if ICommunity.providedBy(place):
        found.communities[place.code] = grants
    elif IUnit.providedBy(place):
        found.units[place.code] = grants
    else:
        for child in place.values():
            if IDivision.providedBy(child) or IUnit.providedBy(child):
                _collect(child, grants, found)


def with_own_grants(place, inherited: Grants) -> dict[str, frozenset[str]]:
    """Return what counts in `place`: its own local roles, and what it inherits."""
    grants = {} if getattr(place, "__ac_local_roles_block__", False) else {**inherited}
    for principal, roles in (place.__ac_local_roles__ or {}).items():
        grants[principal] = grants.get(principal, frozenset()).union(roles)
    return grants


def all_community_codes() -> frozenset[str]:
    """Return the codes of all communities of the city."""
    return frozenset(_granted().communities)


def scope_of(user, permission: str) -> Scope:
    """Return where `user` has `permission`.

    That is where the user, or a group of theirs, has a role with it, given there or on
    what it lies in. A role in the whole site counts everywhere.
    """
    roles = roles_with(permission)
    on_site = roles.intersection(user.getRoles())
    if on_site - OF_UNITS:
        return Scope(
            all_community_codes(),
            frozenset(_granted().units),
            has_city=True,
            is_everywhere=True,
        )
    return _scope(principals_of(user), roles, bool(on_site))


def roles_for(user, permission: str) -> frozenset[str]:
    """Return which of the roles with `permission` count for `user` somewhere: the role in
    which somebody does what they may do wherever they have it."""
    principals = principals_of(user)
    roles = roles_with(permission)
    return roles.intersection(user.getRoles()) | {
        role for role in roles if _scope(principals, frozenset({role}), False)
    }


def roles_in(user, community_code: str, unit_code: str | None = None) -> frozenset[str]:
    """Return all roles that count for `user` in a community, and in a unit."""
    granted, principals = _granted(), principals_of(user)
    on_site = frozenset(user.getRoles())
    here = on_site | roles_among(
        granted.communities.get(community_code, {}), principals
    )
    if unit_code is None:
        return here - OF_UNITS
    there = on_site | roles_among(granted.units.get(unit_code, {}), principals)
    return (here - OF_UNITS) | (there & OF_UNITS)


def people_in(community_code: str, unit_code: str | None, role: str) -> frozenset[str]:
    """Return the ids of the users who have `role` in a community; in a unit, where the role
    is one of units. Those of groups are looked up in them."""
    granted = _granted()
    is_of_unit = role in OF_UNITS
    places, code = (
        (granted.units, unit_code)
        if is_of_unit
        else (granted.communities, community_code)
    )
    holders = (each for each, roles in places.get(code, {}).items() if role in roles)
    return _people(holders)


def area_of(user, permission: str) -> Scope:
    """Return the communities in which `user` has `permission`, with the units and grids
    that lie where it was given: of who looks after the people there."""
    scope = scope_of(user, permission)
    if not scope or scope.is_everywhere:
        return scope
    granted, principals = _granted(), principals_of(user)
    roles = roles_with(permission)
    units = frozenset(
        code
        for code, grants in granted.units.items()
        if not roles.isdisjoint(roles_among(grants, principals))
    )
    return replace(scope, units=scope.units | units)


def people_at(scope: Scope) -> frozenset[str]:
    """Return the ids of the users who have any role that counts somewhere in a scope."""
    granted = _granted()
    if scope.is_everywhere:
        grants = [*granted.communities.values(), *granted.units.values()]
    else:
        grants = [granted.communities.get(each, {}) for each in scope.communities]
        grants += [granted.units.get(each, {}) for each in scope.units]
    return _people({principal for each in grants for principal in each})


def people_only_in(scope: Scope, roles: Collection[str]) -> frozenset[str]:
    """Return the ids of the users who have any of some roles within a scope, and none of
    them outside of it; what was given in the whole site is not asked."""
    granted, wanted = _granted(), frozenset(roles)
    inside: set[str] = set()
    outside: set[str] = set()
    for places, codes in (
        (granted.communities, scope.communities),
        (granted.units, scope.units),
    ):
        for code, grants in places.items():
            is_inside = scope.is_everywhere or code in codes
            (inside if is_inside else outside).update(
                each for each, held in grants.items() if not wanted.isdisjoint(held)
            )
    return _people(inside) - _people(outside)


def _people(principals: Iterable[str]) -> frozenset[str]:
    """Return the ids of users, and of those in groups."""
    found: set[str] = set()
    for principal in principals:
        group = api.group.get(principal)
        found.update(group.getMemberIds() if group is not None else [principal])
    return frozenset(found)


def roles_with(permission: str) -> frozenset[str]:
    """Return the roles that have `permission`."""
    return frozenset(rolesForPermissionOn(permission, api.portal.get()))


def principals_of(user) -> tuple[str, ...]:
    """Return what roles are given to: the id of a user, and those of their groups."""
    return (user.getId() or "", *user.getGroups())


def roles_among(grants: Grants, principals: tuple[str, ...]) -> frozenset[str]:
    """Return the roles that any of `principals` has by `grants`."""
    return frozenset().union(*(grants.get(each, ()) for each in principals))


@once_a_request
def _scope(
    principals: tuple[str, ...], roles: frozenset[str], has_all_units: bool
) -> Scope:
    granted = _granted()

    def reached(places: Mapping[str, Grants], roles: frozenset[str]) -> frozenset[str]:
        return frozenset(
            code
            for code, grants in places.items()
            if not roles.isdisjoint(roles_among(grants, principals))
        )

    communities = reached(granted.communities, roles - OF_UNITS)
    has_city = bool(reached({"": granted.city}, roles - OF_UNITS))
    return Scope(
        communities,
        frozenset(granted.units)
        if has_all_units
        else reached(granted.units, roles & OF_UNITS),
        _grids_of(principals) if GRID_WORKER in roles else frozenset(),
        has_city=has_city,
        is_everywhere=has_city and communities == all_community_codes(),
    )


def _grids_of(principals: tuple[str, ...]) -> frozenset[str]:
    """Return the codes of the grids whose grid worker any of `principals` is."""
    holders = [role_holder(GRID_WORKER, each) for each in principals if each]
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.unrestrictedSearchResults(portal_type="Grid", role_holders=holders)
    return frozenset(brain.getId for brain in found)

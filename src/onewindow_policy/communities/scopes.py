"""Where in the city somebody works: what a local role reaches, for whoever asks."""

from AccessControl.PermissionRole import rolesForPermissionOn
from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDivision
from onewindow_policy.communities.merged import merged_codes
from onewindow_policy.snapshots.api import once_a_request
from onewindow_policy.snapshots.api import until_content_changes
from plone import api
from sqlalchemy import ColumnElement
from sqlalchemy import or_
from sqlalchemy import true
from types import MappingProxyType

#: The names of users and groups, with the roles that each has somewhere.
Grants = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Scope:
    """The communities in which somebody may do something, by their codes.

    `has_city` says that what is about no single community is among it: that goes with a
    role on the city. Where it `is_everywhere`, no code is looked at.
    """

    communities: frozenset[str] = frozenset()
    has_city: bool = False
    is_everywhere: bool = False

    def __bool__(self) -> bool:
        return bool(self.is_everywhere or self.has_city or self.communities)

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
    """The local roles that count on the city, and in each community by its code."""

    city: Grants
    communities: Mapping[str, Grants]


@until_content_changes
def _granted() -> _Granted:
    """Return the local roles that count in each place.

    They are those of the place and of all that it lies in, up to where somebody switched
    inheritance off (as `borg.localrole` does it). A code that was merged away has those
    of its successor. Sharing reindexes what it changes, and so ends what is remembered.
    """
    city = get_city()
    if city is None:
        return _Granted({}, {})
    found: dict[str, Grants] = {}
    on_site = _with_own_grants(api.portal.get(), {})
    _collect(city, on_site, found)
    for code, successor in merged_codes().items():
        # What was sent while the place was merged away belongs to its successor.
        if successor in found:
            found.setdefault(code, found[successor])
    on_city = MappingProxyType(_with_own_grants(city, on_site))
    return _Granted(on_city, MappingProxyType(found))


def _collect(division, inherited: Grants, found: dict[str, Grants]) -> None:
    grants = _with_own_grants(division, inherited)
    if ICommunity.providedBy(division):
        found[division.code] = MappingProxyType(grants)
        return
    for child in division.values():
        if IDivision.providedBy(child):
            _collect(child, grants, found)


def _with_own_grants(place, inherited: Grants) -> dict[str, frozenset[str]]:
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
    roles = frozenset(rolesForPermissionOn(permission, api.portal.get()))
    if not roles.isdisjoint(user.getRoles()):
        return Scope(all_community_codes(), has_city=True, is_everywhere=True)
    return _scope(_principals(user), roles)


def roles_in(user, community_code: str) -> frozenset[str]:
    """Return all roles that count for `user` in a community."""
    grants = _granted().communities.get(community_code, {})
    return _roles(grants, _principals(user)).union(user.getRoles())


def _principals(user) -> tuple[str, ...]:
    """Return what roles are given to: the id of a user, and those of their groups."""
    return (user.getId() or "", *user.getGroups())


def _roles(grants: Grants, principals: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(grants.get(each, ()) for each in principals))


@once_a_request
def _scope(principals: tuple[str, ...], roles: frozenset[str]) -> Scope:
    granted = _granted()

    def reach(grants: Grants) -> bool:
        return not roles.isdisjoint(_roles(grants, principals))

    codes = frozenset(
        code for code, grants in granted.communities.items() if reach(grants)
    )
    has_city = reach(granted.city)
    return Scope(
        codes, has_city, is_everywhere=has_city and codes == all_community_codes()
    )

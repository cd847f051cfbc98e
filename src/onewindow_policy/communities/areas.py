"""Where in the city somebody works: the communities that a local role reaches."""

from AccessControl.PermissionRole import rolesForPermissionOn
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDivision
from onewindow_policy.communities.merged import merged_codes
from onewindow_policy.snapshots.api import until_content_changes
from plone import api
from types import MappingProxyType

#: The names of users and groups, with the roles that each has somewhere.
Grants = Mapping[str, frozenset[str]]


@until_content_changes
def _grants_by_community() -> Mapping[str, Grants]:
    """Return the local roles that count in each community, by its code.

    They are those of the community and of all that it lies in, up to where somebody
    switched inheritance off (as `borg.localrole` does it). A code that was merged away has
    those of its successor. Sharing reindexes what it changes, and so ends what is
    remembered.
    """
    found: dict[str, Grants] = {}
    city = get_city()
    if city is not None:
        _collect(city, _with_own_grants(api.portal.get(), {}), found)
        for code, successor in merged_codes().items():
            # What was sent while the place was merged away belongs to its successor.
            if successor in found:
                found.setdefault(code, found[successor])
    return MappingProxyType(found)


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
    return frozenset(_grants_by_community())


def communities_with_role(
    principals: Iterable[str], roles: Collection[str]
) -> frozenset[str]:
    """Return the codes of the communities where any of `principals` has any of `roles`.

    `principals` are the ids of a user and of the user's groups.
    """
    principals = tuple(principals)
    return frozenset(
        code
        for code, grants in _grants_by_community().items()
        if any(
            not grants[principal].isdisjoint(roles)
            for principal in principals
            if principal in grants
        )
    )


def communities_with_permission(user, permission: str) -> frozenset[str]:
    """Return the codes of the communities where `user` has `permission`.

    They are those where the user, or a group of theirs, has a role with it, given there or
    on what they lie in. A role in the whole site counts everywhere.
    """
    roles = frozenset(rolesForPermissionOn(permission, api.portal.get()))
    if not roles.isdisjoint(user.getRoles()):
        return all_community_codes()
    return communities_with_role((user.getId() or "", *user.getGroups()), roles)


def roles_in_community(principals: Iterable[str], code: str) -> frozenset[str]:
    """Return the local roles that any of `principals` has in the community `code`."""
    grants = _grants_by_community().get(code, {})
    return frozenset().union(*(grants.get(each, ()) for each in principals))

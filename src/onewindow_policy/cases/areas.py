"""Which cases somebody of the staff may see: those of the communities they work in."""

from AccessControl.PermissionRole import rolesForPermissionOn
from onewindow_policy.communities.areas import all_community_codes
from onewindow_policy.communities.areas import communities_with_role
from onewindow_policy.communities.areas import roles_in_community
from plone import api

#: Seeing cases, and what is personal in them; and leading them on.
VIEW_CASES = "onewindow_policy: View Cases"
MOVE_CASES = "onewindow_policy: Move Cases"


def areas_of(user, permission: str = VIEW_CASES) -> frozenset[str]:
    """Return the codes of the communities whose cases `user` may see, or move.

    They are those where the user, or a group of theirs, has a role with `permission`,
    given there or on what they lie in. A role in the whole site counts everywhere.
    """
    roles = _roles_with(permission)
    if not roles.isdisjoint(user.getRoles()):
        return all_community_codes()
    return communities_with_role(_principals(user), roles)


def roles_for(user, community_code: str) -> frozenset[str]:
    """Return all roles that count for `user` in a community."""
    local = roles_in_community(_principals(user), community_code)
    return local.union(user.getRoles())


def _roles_with(permission: str) -> frozenset[str]:
    return frozenset(rolesForPermissionOn(permission, api.portal.get()))


def _principals(user) -> tuple[str, ...]:
    return (user.getId() or "", *user.getGroups())

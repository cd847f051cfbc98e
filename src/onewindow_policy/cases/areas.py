"""Which cases somebody of the staff may see: those of the communities they work in."""

from onewindow_policy.communities.areas import communities_with_permission
from onewindow_policy.communities.areas import roles_in_community

#: Seeing cases, and what is personal in them; and leading them on.
VIEW_CASES = "onewindow_policy: View Cases"
MOVE_CASES = "onewindow_policy: Move Cases"


def areas_of(user, permission: str = VIEW_CASES) -> frozenset[str]:
    """Return the codes of the communities whose cases `user` may see, or move."""
    return communities_with_permission(user, permission)


def roles_for(user, community_code: str) -> frozenset[str]:
    """Return all roles that count for `user` in a community."""
    principals = (user.getId() or "", *user.getGroups())
    return roles_in_community(principals, community_code).union(user.getRoles())

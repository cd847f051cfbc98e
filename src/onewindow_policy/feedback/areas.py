"""Which suggestions somebody of the staff deals with: those about where they work."""

from AccessControl.PermissionRole import rolesForPermissionOn
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.areas import all_community_codes
from onewindow_policy.communities.areas import communities_with_role
from plone import api

#: Reading and answering suggestions; and showing question and answer to everybody.
ANSWER_SUGGESTION = "onewindow_policy: Answer Suggestion"
PUBLISH_SUGGESTION = "onewindow_policy: Publish Suggestion"

#: Stands among the codes for the city as a whole, which some suggestions are about.
WHOLE_CITY = None

Areas = frozenset[str | None]


def areas_of(user, permission: str = ANSWER_SUGGESTION) -> Areas:
    """Return the codes of the communities whose suggestions `user` may answer, or publish.

    They are those where the user, or a group of theirs, has a role with `permission`,
    given there or on what they lie in. What is about no community is for those with
    such a role on the city itself.
    """
    roles = frozenset(rolesForPermissionOn(permission, api.portal.get()))
    if not roles.isdisjoint(user.getRoles()):
        return all_community_codes() | {WHOLE_CITY}
    codes = communities_with_role((user.getId() or "", *user.getGroups()), roles)
    city = get_city()
    if city is not None and not roles.isdisjoint(user.getRolesInContext(city)):
        return codes | {WHOLE_CITY}
    return codes

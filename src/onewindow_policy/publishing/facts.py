"""Who may go on with content, and why it was sent back, as rows keep it."""

from AccessControl.PermissionRole import rolesForPermissionOn
from borg.localrole.config import LOCALROLE_PLUGIN_NAME
from onewindow_policy.publishing.interfaces import IAdministered
from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.publishing.rejections import last_rejection
from onewindow_policy.snapshots.facts import Reading
from onewindow_policy.snapshots.interfaces import IFact
from plone import api
from plone.app.iterate.permissions import CheckoutPermission
from plone.uuid.interfaces import IUUID
from Products.CMFCore.permissions import ModifyPortalContent
from Products.CMFCore.permissions import ReviewPortalContent
from zope.interface import implementer

#: The name of the fact.
GOING_ON = "onewindow_policy.going_on"

#: What one goes on with content by: editing it, reviewing it, revising what is public.
_PERMISSIONS = {
    "edit": ModifyPortalContent,
    "review": ReviewPortalContent,
    "revise": CheckoutPermission,
}


@implementer(IFact)
class GoingOn:
    """Roles and principals, as the catalog has them of who sees content: sharing, a step of
    the workflow and an edit index content, and end what is known. See `IFact`."""

    version = 1

    def scope(self, content) -> str:
        """See `IFact`."""
        return IUUID(content)

    def scopes(self, content) -> tuple[str, ...]:
        """See `IFact`."""
        uid = IUUID(content, None) if IPublishable.providedBy(content) else None
        return (uid,) if uid else ()

    def read(self, content) -> Reading:
        """See `IFact`."""
        plugin = api.portal.get_tool("acl_users")[LOCALROLE_PLUGIN_NAME]
        local_roles = plugin.getAllLocalRolesInContext(content)
        rejection = last_rejection(content)
        value: dict = {
            name: _who_has(permission, content, local_roles)
            for name, permission in _PERMISSIONS.items()
        }
        value["is_of_site"] = IAdministered(content, None) is not None
        value["rejection"] = rejection and {
            "reviewer": rejection.reviewer_id,
            "reason": rejection.reason,
        }
        return Reading(value)


def principals_of(user) -> frozenset[str]:
    """Return all that `user` is, as the fact names who may do something."""
    names = (user.getId(), *user.getGroups())
    return frozenset(user.getRoles()) | {f"user:{name}" for name in names}


def _who_has(permission: str, content, local_roles) -> list[str]:
    roles = set(rolesForPermissionOn(permission, content))
    principals = {
        f"user:{name}"
        for name, given in local_roles.items()
        if not roles.isdisjoint(given)
    }
    # Who owns it is named; others are owners of other things.
    return sorted((roles - {"Owner"}) | principals)

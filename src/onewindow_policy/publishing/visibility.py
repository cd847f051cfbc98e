"""Hide at every address what is not effective yet, or has expired."""

from AccessControl import getSecurityManager
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.publishing.api import is_effective
from onewindow_policy.publishing.interfaces import IPublishable
from plone.rest.traverse import RESTWrapper
from Products.CMFCore.permissions import AccessInactivePortalContent
from zExceptions import NotFound

USE_EDITING_INTERFACE = "onewindow_policy: Use Editing Interface"


def hide_ineffective_content(event) -> None:
    """Answer 404 to readers for content outside its dates, and for all it holds.

    Plone leaves such content out of lists only. Editors still see it. A
    hook after traversal covers views, downloads and REST services alike.
    """
    request = event.request
    if not IOneWindowLayer.providedBy(request):
        return
    check = getSecurityManager().checkPermission
    for parent in request.get("PARENTS", ()):
        if isinstance(parent, RESTWrapper):
            parent = parent.context
        if (
            IPublishable.providedBy(parent)
            and not is_effective(parent)
            and not check(AccessInactivePortalContent, parent)
            and not check(USE_EDITING_INTERFACE, parent)
        ):
            raise NotFound(request.get("ACTUAL_URL"))

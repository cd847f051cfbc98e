"""Who sees the public face, in which language."""

from AccessControl import getSecurityManager
from zope.globalrequest import getRequest

USE_EDITING_INTERFACE = "onewindow_policy: Use Editing Interface"

#: The cookie of an editor who looks at the portal as a resident, and what it says then;
#: set by `preferences.SetFace`.
FACE_COOKIE = "onewindow_face"
PUBLIC_FACE = "public"


def may_use_editing_interface(context) -> bool:
    """Return whether the current user may work on `context` in Plone's own interface."""
    return bool(getSecurityManager().checkPermission(USE_EDITING_INTERFACE, context))


def looks_as_resident(request) -> bool:
    """Return whether an editor asked to see the pages that residents see."""
    return request.cookies.get(FACE_COOKIE) == PUBLIC_FACE


def uses_editing_interface(context) -> bool:
    """Return whether the current user works on `context` in Plone's own interface."""
    return may_use_editing_interface(context) and not looks_as_resident(getRequest())

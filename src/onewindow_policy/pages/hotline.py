"""The number to call when somebody needs a person."""

from plone.registry.interfaces import IRegistry
from zope.component import queryUtility

#: The hotline of every Chinese city; a city may enter another in the control panel.
STANDARD_HOTLINE = "12345"

#: The record of `portal.interfaces.IPortalSettings`; every room's pages name the hotline.
_HOTLINE_RECORD = "onewindow_policy.portal.hotline"


def hotline() -> str:
    """Return the number to call when somebody needs a person."""
    registry = queryUtility(IRegistry)
    entered = registry.get(_HOTLINE_RECORD) if registry is not None else None
    return entered or STANDARD_HOTLINE

"""Where somebody comes to when they have logged in, as Plone's log-in form finds it."""

from plone.base.interfaces import IRedirectAfterLogin
from zope.component import queryMultiAdapter


def landing_url(site, request, came_from: str = "") -> str:
    """Return where to lead whoever has just logged in, and came from a page or nowhere."""
    landing = queryMultiAdapter((site, request), IRedirectAfterLogin)
    if landing is not None:
        came_from = landing(came_from)
    return came_from or site.absolute_url()

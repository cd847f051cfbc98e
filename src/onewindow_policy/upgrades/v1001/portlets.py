"""The portlet that fetches feeds, in a site that an earlier version made."""

from plone.portlets.interfaces import IPortletType
from zope.component import getSiteManager

FEEDS = "portlets.rss"


def take_feeds_away(setup_tool) -> None:
    """Let nobody add the portlet any more; those that are there show nothing."""
    registry = getSiteManager()
    if registry.queryUtility(IPortletType, name=FEEDS) is not None:
        registry.unregisterUtility(provided=IPortletType, name=FEEDS)

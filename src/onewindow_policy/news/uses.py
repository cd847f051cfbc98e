"""What stands against re-coding services and places: news that name them."""

from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.interfaces import ICommunity
from plone import api
from zope.i18nmessageid import Message


def news_with(content, code: str) -> list[Message]:
    """Return how many news name the code of `content`. See `ICodeUse`."""
    if IServiceItem.providedBy(content):
        field = "related_items"
    elif ICommunity.providedBy(content):
        field = "related_communities"
    else:
        return []
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.unrestrictedSearchResults(portal_type="News Item")
    count = sum(
        code in (getattr(brain._unrestrictedGetObject(), field, None) or ())
        for brain in found
    )
    if not count:
        return []
    return [_("use_news", default="${count} news name it", mapping={"count": count})]

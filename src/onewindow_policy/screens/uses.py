"""What stands against removing a place: screens that show it."""

from onewindow_policy import _
from onewindow_policy.communities.interfaces import ICommunity
from plone import api
from zope.i18nmessageid import Message


def screens_of_communities(contents: list) -> list[Message]:
    """Return how many screens show communities among `contents`. See `IContentUse`."""
    codes = {each.code for each in contents if ICommunity.providedBy(each)}
    if not codes:
        return []
    catalog = api.portal.get_tool("portal_catalog")
    screens = catalog.unrestrictedSearchResults(portal_type="Screen")
    count = sum(brain._unrestrictedGetObject().community in codes for brain in screens)
    if not count:
        return []
    return [
        _(
            "use_screens",
            default="${count} screens show it: set them to another community first",
            mapping={"count": count},
        )
    ]

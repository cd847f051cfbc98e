"""What stands against removing or re-coding content: screens that show it."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.interfaces import ICommunity
from plone import api
from zope.i18nmessageid import Message


def screens_of_communities(contents: list) -> list[Message]:
    """Return how many screens show communities among `contents`. See `IContentUse`."""
    codes = {each.code for each in contents if ICommunity.providedBy(each)}
    if not codes:
        return []
    count = sum(screen.community in codes for screen in all_screens())
    if not count:
        return []
    return [
        _(
            "use_screens",
            default="${count} screens show it: set them to another community first",
            mapping={"count": count},
        )
    ]


def screens_with(content, code: str) -> list[Message]:
    """Return how many screens show a place or a service. See `ICodeUse`."""
    if ICommunity.providedBy(content):
        count = sum(screen.community == code for screen in all_screens())
    elif IServiceItem.providedBy(content):
        count = sum(code in (screen.item_codes or ()) for screen in all_screens())
    else:
        return []
    if not count:
        return []
    return [
        _(
            "use_screens_with",
            default="${count} screens show it",
            mapping={"count": count},
        )
    ]


def all_screens() -> Iterator:
    """Yield all screens, whatever their state."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="Screen"):
        yield brain._unrestrictedGetObject()

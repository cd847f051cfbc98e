"""What stands against removing a district: guides of its own."""

from onewindow_policy import _
from onewindow_policy.communities.interfaces import IDistrict
from plone import api
from zope.i18nmessageid import Message


def guides_of_districts(contents: list) -> list[Message]:
    """Return how many guides are of districts among `contents`. See `IContentUse`."""
    codes = [each.code for each in contents if IDistrict.providedBy(each)]
    if not codes:
        return []
    catalog = api.portal.get_tool("portal_catalog")
    count = len(
        catalog.unrestrictedSearchResults(portal_type="ServiceGuide", district=codes)
    )
    if not count:
        return []
    return [
        _(
            "use_district_guides",
            default="${count} guides are the district's own: delete them first",
            mapping={"count": count},
        )
    ]

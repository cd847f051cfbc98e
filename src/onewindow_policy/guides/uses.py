"""What stands against removing or re-coding a district: guides of its own."""

from onewindow_policy import _
from onewindow_policy.communities.interfaces import IDistrict
from plone import api
from zope.i18nmessageid import Message


def guides_of_districts(contents: list) -> list[Message]:
    """Return how many guides are of districts among `contents`. See `IContentUse`."""
    codes = [each.code for each in contents if IDistrict.providedBy(each)]
    count = _count_guides(codes) if codes else 0
    if not count:
        return []
    return [
        _(
            "use_district_guides",
            default="${count} guides are the district's own: delete them first",
            mapping={"count": count},
        )
    ]


def guides_with(content, code: str) -> list[Message]:
    """Return how many guides are named after a district. See `ICodeUse`."""
    count = _count_guides([code]) if IDistrict.providedBy(content) else 0
    if not count:
        return []
    return [
        _(
            "use_guides_named",
            default="${count} guides are the district's own",
            mapping={"count": count},
        )
    ]


def _count_guides(codes: list[str]) -> int:
    catalog = api.portal.get_tool("portal_catalog")
    return len(
        catalog.unrestrictedSearchResults(portal_type="ServiceGuide", district=codes)
    )

"""Keep what the catalog says of items true to the districts' lists."""

from onewindow_policy.communities.interfaces import IDistrict
from plone import api


def reindex_adopted_items(district: IDistrict, event) -> None:
    """Reindex the items that came to the district's list or left it."""
    catalog = api.portal.get_tool("portal_catalog")
    listed = {
        brain.item_code: brain
        for brain in catalog.unrestrictedSearchResults(
            portal_type="ServiceItem", adopted_by=district.code
        )
    }
    adopted = set(district.adopted_items)
    changed = [brain for code, brain in listed.items() if code not in adopted]
    joined = sorted(adopted - set(listed))
    if joined:
        changed += catalog.unrestrictedSearchResults(
            portal_type="ServiceItem", item_code=joined
        )
    for brain in changed:
        brain._unrestrictedGetObject().reindexObject(idxs=["adopted_by"])

"""Keep what the catalog says of items true to the districts' lists."""

from onewindow_policy.catalogue.api import get_item
from onewindow_policy.communities.interfaces import IDistrict
from plone import api


def reindex_adopted_items(district: IDistrict, event) -> None:
    """Reindex the items that came to the district's list or left it."""
    _write_as_given(district)
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


def _write_as_given(district: IDistrict) -> None:
    """Write the codes on the district's list as the items have them: case tells no two
    apart, and everything that asks about the list compares letter by letter."""
    codes = district.adopted_items
    given = [item.code if (item := get_item(code)) else code for code in codes]
    if given != codes:
        district.adopted_items = given

"""Items for everybody else."""

from onewindow_policy.communities.api import districts
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy

CATALOGUE_PATH = "catalogue"


def get_catalogue():
    """Return the catalogue of the site, or None before it was created."""
    return api.portal.get().get(CATALOGUE_PATH)


def get_item(code: str):
    """Return the item with this code, or None; no permission is asked."""
    catalogue = get_catalogue()
    return catalogue.get(code.lower()) if catalogue is not None else None


def find_item(code: str):
    """Return the item with this code, whatever address it has by now, or None.

    An address is changed and given away; a code belongs to one item for good.
    """
    item = get_item(code)
    if getattr(item, "portal_type", None) == "ServiceItem" and item.code == code:
        return item
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.unrestrictedSearchResults(portal_type="ServiceItem", item_code=code)
    # A working copy has the code of what it is a copy of.
    items = (each._unrestrictedGetObject() for each in found)
    return next((each for each in items if not IWorkingCopy.providedBy(each)), None)


def adopting_districts(item) -> list:
    """Return the districts that have `item` on their lists, by code."""
    return [each for each in districts() if each.has_adopted(item.code)]

"""Items for everybody else."""

from collections.abc import Collection
from onewindow_policy.communities.api import districts
from onewindow_policy.publishing.codes import name_of
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy

CATALOGUE_PATH = "catalogue"


def get_catalogue():
    """Return the catalogue of the site, or None before it was created."""
    return api.portal.get().get(CATALOGUE_PATH)


def get_item(code: str):
    """Return the item with this code, in large or small letters, or None.

    No permission is asked. What has the code as its short name and is no such item, as
    revisions and what stood there before codes were for good, is not found.
    """
    catalogue = get_catalogue()
    found = catalogue.get(name_of(code)) if catalogue is not None else None
    if getattr(found, "portal_type", None) != "ServiceItem":
        return None
    is_meant = not IWorkingCopy.providedBy(found) and name_of(found.code) == name_of(
        code
    )
    return found if is_meant else None


def find_item(code: str):
    """Return the item with this code, also where an earlier version let it have another
    address, or None."""
    item = get_item(code)
    if item is not None:
        return item
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.unrestrictedSearchResults(portal_type="ServiceItem", item_code=code)
    # A working copy has the code of what it is a copy of.
    items = (each._unrestrictedGetObject() for each in found)
    return next((each for each in items if not IWorkingCopy.providedBy(each)), None)


def titles_of(codes: Collection[str]) -> dict[str, str]:
    """Return what the items with these codes are called, by code; those that are gone are
    left out. No permission is asked."""
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.unrestrictedSearchResults(
        portal_type="ServiceItem", item_code=list(codes)
    )
    titles: dict[str, str] = {}
    for each in found:
        # A working copy has the code of what it is a copy of, but not its short name.
        if each.getId == name_of(each.item_code):
            titles[each.item_code] = each.Title
        else:
            titles.setdefault(each.item_code, each.Title)
    return titles


def title_in(item, language: str) -> str:
    """Return what `item` is called in `language` (a BCP 47 tag), or its Chinese name."""
    if language.startswith("en") and item.title_en:
        return item.title_en
    return item.title


def adopting_districts(item) -> list:
    """Return the districts that have `item` on their lists, by code."""
    return [each for each in districts() if each.has_adopted(item.code)]

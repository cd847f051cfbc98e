"""Items for everybody else."""

from onewindow_policy.communities.api import districts
from plone import api

CATALOGUE_PATH = "catalogue"


def get_catalogue():
    """Return the catalogue of the site, or None before it was created."""
    return api.portal.get().get(CATALOGUE_PATH)


def get_item(code: str):
    """Return the item with this code, or None; no permission is asked."""
    catalogue = get_catalogue()
    return catalogue.get(code.lower()) if catalogue is not None else None


def adopting_districts(item) -> list:
    """Return the districts that have `item` on their lists, by code."""
    return [each for each in districts() if each.has_adopted(item.code)]

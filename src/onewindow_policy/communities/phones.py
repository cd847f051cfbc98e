"""The phone numbers of the city's offices and halls, which everybody may know."""

from onewindow_policy.snapshots.api import until_content_changes
from plone import api

import re


@until_content_changes
def office_phones() -> frozenset[str]:
    """Return the numbers of all units, windows and complaint desks, digits only."""
    catalog = api.portal.get_tool("portal_catalog")
    types = ("Unit", "Hall")
    phones = set()
    for brain in catalog.unrestrictedSearchResults(portal_type=types):
        phones.update(_phones_of(brain._unrestrictedGetObject()))
    return frozenset(re.sub(r"\D", "", phone) for phone in phones if phone)


def _phones_of(place):
    yield from (row.get("phone") for row in getattr(place, "windows", None) or ())
    yield getattr(place, "phone", None)
    yield getattr(place, "supervise_phone", None)

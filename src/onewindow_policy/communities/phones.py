"""The phone numbers of the city's offices and halls, which everybody may know."""

from onewindow_policy.snapshots.api import until_content_changes
from plone import api
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility

import re

#: The hotline of every Chinese city; a city may enter another in the control panel.
STANDARD_HOTLINE = "12345"

#: The record of `portal.interfaces.IPortalSettings`; every room's pages name the hotline.
_HOTLINE_RECORD = "onewindow_policy.portal.hotline"


def hotline() -> str:
    """Return the number to call when somebody needs a person."""
    registry = queryUtility(IRegistry)
    entered = registry.get(_HOTLINE_RECORD) if registry is not None else None
    return entered or STANDARD_HOTLINE


@until_content_changes
def office_phones() -> frozenset[str]:
    """Return the numbers of all units, windows and complaint desks, digits only."""
    catalog = api.portal.get_tool("portal_catalog")
    types = ("City", "District", "Street", "Community", "Hall")
    phones = set()
    for brain in catalog.unrestrictedSearchResults(portal_type=types):
        phones.update(_phones_of(brain._unrestrictedGetObject()))
    return frozenset(re.sub(r"\D", "", phone) for phone in phones if phone)


def _phones_of(place):
    for rows in (getattr(place, "units", None), getattr(place, "windows", None)):
        yield from (row.get("phone") for row in rows or ())
    yield getattr(place, "supervise_phone", None)

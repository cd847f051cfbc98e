"""The city's divisions, found from anywhere."""

from onewindow_policy.communities.interfaces import IDistrict
from plone import api

#: The names, in the site, of what the product builds there.
CITY_PATH = "communities"


def get_city():
    """Return the city of the site, or None before it was created."""
    return api.portal.get().get(CITY_PATH)


def get_district(code: str):
    """Return the district with this 6-digit code, or None."""
    city = get_city()
    found = city.get(code) if city is not None else None
    return found if IDistrict.providedBy(found) and found.code == code else None


def districts() -> list:
    """Return the districts of the city by code."""
    city = get_city()
    if city is None:
        return []
    found = (each for each in city.values() if IDistrict.providedBy(each))
    return sorted(found, key=lambda each: each.code)

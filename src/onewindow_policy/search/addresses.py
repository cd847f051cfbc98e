"""Where what was found is, and what kind of content it is."""

from onewindow_policy.search.interfaces import Hit
from onewindow_policy.search.interfaces import Suggestion
from plone import api
from urllib.parse import quote

_PORTAL_TYPES = {
    "item": "ServiceItem",
    "guide": "ServiceGuide",
    "sample": "SampleDocument",
    "journey": "Journey",
    "news": "News Item",
}

#: Places by how deep they are: /communities/<district>/<street>/<community>/<hall>.
_PLACES = {2: "District", 3: "Street", 4: "Community", 5: "Hall"}


def url_of(found: Hit | Suggestion) -> str:
    """Return the address of what was found."""
    return f"{api.portal.get().absolute_url()}/{quote(found.path)}"


def portal_type_of(found: Hit | Suggestion) -> str:
    """Return the type of content of what was found."""
    if found.type == "place":
        return _PLACES.get(found.path.count("/") + 1, "")
    return _PORTAL_TYPES[found.type]


def district_page(hit: Hit, district: str) -> str:
    """Return where a service stands as it is in `district`, empty where that has not
    adopted it."""
    if hit.type != "item" or not district or district not in hit.districts:
        return ""
    return f"{url_of(hit)}/{district}"

"""Where residents look their cases up."""

from urllib.parse import urlencode

#: The page, below the site.
TRACK = "@@track"


def track_url(site_url: str, number: str = "") -> str:
    """Return the address of the page, with the number of a case filled in.

    The number names the case and opens nothing; what stands behind the `?` is kept in no
    log. The query code never stands in an address.
    """
    url = f"{site_url}/{TRACK}"
    return f"{url}?{urlencode({'number': number})}" if number else url

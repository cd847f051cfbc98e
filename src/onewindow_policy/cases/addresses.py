"""Where cases are looked up, and printed at the window that took them in."""

from urllib.parse import urlencode

#: The page, below the site.
TRACK = "@@track"

#: The page with which taking in at a window ends, below the site.
TAKEN_IN = "@@taken-in"


def track_url(site_url: str, number: str = "") -> str:
    """Return the address of the page, with the number of a case filled in.

    The number names the case and opens nothing; what stands behind the `?` is kept in no
    log. The query code never stands in an address.
    """
    url = f"{site_url}/{TRACK}"
    return f"{url}?{urlencode({'number': number})}" if number else url


def taken_in_url(site_url: str, number: str) -> str:
    """Return the address of what was just taken in at a window, for its staff."""
    return f"{site_url}/{TAKEN_IN}/{number}"

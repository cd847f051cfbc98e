"""Where the pages of requests about data are."""

from onewindow_policy.rights.numbers import number_text

LIST = "@@data-requests"
#: Where one is taken in.
TAKE = "@@take-data-request"


def request_path(number: str) -> str:
    """Return the page of a request, below the site."""
    return f"@@data-request?number={number_text(number)}"

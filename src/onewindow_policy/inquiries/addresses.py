"""Where the pages of inquiries are."""

from onewindow_policy.inquiries.numbers import number_text

LIST = "@@inquiries"
#: Those of them whose askers wait for a call.
WAITING = "waiting"
WAITING_LIST = f"{LIST}?state={WAITING}"
INQUIRE = "@@inquire"
#: Where one is found by a phone.
FIND = "@@find-inquiries"


def inquiry_url(site_url: str, number: str) -> str:
    """Return the page of an inquiry."""
    return f"{site_url}/@@inquiry?number={number_text(number)}"


def notice_url(site_url: str, number: str) -> str:
    """Return the notice of an inquiry as a PDF."""
    return f"{inquiry_url(site_url, number)}&print=1"

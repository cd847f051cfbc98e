"""What the pages have in common that show somebody without an account what is theirs."""

from onewindow_policy.devices.browser.part import ending_part
from onewindow_policy.devices.visits import is_over
from onewindow_policy.devices.visits import is_shared
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.pages.api import text_of
from zope.component import queryMultiAdapter

import time

#: The input in which forms of such pages carry along when they were made.
SHOWN_AT = "shown_at"


def comes_from_ended_visit(request) -> bool:
    """Return whether what was sent comes from a page of a visit that was ended since: out
    of the history of a shared device."""
    text = text_of(request, SHOWN_AT, 10)
    is_time = text.isascii() and text.isdigit()
    return is_time and is_over(request, int(text))


class VisitorPage(PrivatePage):
    """A page that is for one person: no cache keeps it and no search engine lists it."""

    page_description = ""
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}

    @property
    def shown_at(self) -> int:
        """When this page was made, in Unix time; its forms carry it along."""
        return int(time.time())

    @property
    def is_of_ended_visit(self) -> bool:
        """See `comes_from_ended_visit`."""
        return comes_from_ended_visit(self.request)

    @property
    def is_shared(self) -> bool:
        """Whether several people use this browser."""
        return is_shared(self.request)

    @property
    def ending(self) -> str:
        """The button that ends the visit, as HTML."""
        return ending_part(self.request)

    @property
    def switches(self) -> list:
        """The buttons for other print or language, of a page that a link would lose: what
        the public face offers, wherever there is one."""
        frame = queryMultiAdapter((self.context, self.request), name="public_frame")
        return [] if frame is None else frame.form_switches

"""Pages that nobody stands at, and that try again by themselves: errors, the login.

A screen in a hall has no keyboard. Whatever it was shown instead of its page must give way
to that page, when it is there again. `retry.js` asks; what somebody sent is never repeated.
"""

from onewindow_policy.portal.browser.static import static_query
from urllib.parse import urlsplit
from zope.component.hooks import getSite

#: The room of the site that has the screens.
SCREENS = "screens"

#: Waited for where another answer than a page is no news; else any answer but a failure.
PAGE = "page"


def is_of_a_screen(address: str) -> bool:
    """Return whether a screen is asked for by this address."""
    _before, room, name = urlsplit(address).path.partition(f"/{SCREENS}/")
    return bool(room and name)


class TriesAgain:
    """What the template of an error page asks; the view knows what went wrong."""

    @property
    def retry_url(self) -> str | None:
        """What the page asks for by itself, "" for its own address; None where something
        was sent, which only a person sends again."""
        return "" if self.is_reading else None

    @property
    def retry_for(self) -> str | None:
        return PAGE if self.is_reading and self.is_closed else None

    @property
    def is_of_a_screen(self) -> bool:
        """Whether the address is a screen's, which tries again without scripts, too."""
        return is_of_a_screen(self.request.get("ACTUAL_URL", ""))

    @property
    def retry_script_url(self) -> str:
        """The script, for the page that nothing else is looked up for."""
        site = getSite()
        portal_url = site.absolute_url() if site is not None else ""
        folder = f"{portal_url}/++resource++onewindow_policy"
        return f"{folder}/retry.js?{static_query('retry.js')}"

"""The box in which residents ask, on all pages that have one."""

from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.pages.api import Fragment
from onewindow_policy.portal.browser.static import static_query
from onewindow_policy.search.questions import LONGEST_TEXT
from pathlib import Path
from zope.i18n import translate

#: What the box says while it is empty; the small one has less room.
PLACEHOLDER = _("placeholder_search", default="What would you like to do?")
SHORT_PLACEHOLDER = _("placeholder_search_short", default="What would you like to do?")

SCRIPT = "suggest.js"

_BOX = Fragment(Path(__file__).with_name("search_box.pt"))


@dataclass(frozen=True, slots=True)
class SearchBox:
    """A form that leads to the results; scripts suggest what to type (scripts/search.js).

    `name` is the id of its input, `css` how it looks, `more` what else it sends.
    """

    portal_url: str
    language: str
    name: str = "find"
    css: str = "find"
    text: str = ""
    more: tuple[tuple[str, str], ...] = ()
    is_small: bool = False

    longest = LONGEST_TEXT

    @property
    def url(self) -> str:
        return results_url(self.portal_url)

    @property
    def suggest_url(self) -> str:
        return f"{self.portal_url}/@suggest"

    @property
    def script_url(self) -> str:
        """The script of the suggestions, fetched once somebody means to type."""
        path = f"{self.portal_url}/++resource++onewindow_policy/{SCRIPT}"
        return f"{path}?{static_query(SCRIPT)}"

    @property
    def placeholder(self) -> str:
        text = SHORT_PLACEHOLDER if self.is_small else PLACEHOLDER
        return translate(text, target_language=self.language)

    def render(self) -> str:
        """Return the form as HTML."""
        return _BOX.render(box=self, target_language=self.language)


def results_url(portal_url: str) -> str:
    """Return where the results of the search are."""
    return f"{portal_url}/@@find"

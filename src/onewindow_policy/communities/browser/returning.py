"""Back to the guide that somebody came from to choose a community: `?item=<its code>`."""

from dataclasses import dataclass
from onewindow_policy.communities.providers import IItemLookup
from onewindow_policy.pages.api import text_of
from onewindow_policy.publishing.api import is_public
from urllib.parse import urlencode
from zope.component import getUtility

#: The name of the input that carries the guide along.
ITEM = "item"


@dataclass(frozen=True, slots=True)
class GuideToReturnTo:
    """A guide on the way through the choice of a community."""

    code: str
    title: str
    url: str

    @property
    def query(self) -> str:
        """What addresses on the way end with."""
        return f"?{urlencode({ITEM: self.code})}"

    def url_for(self, community: str) -> str:
        """Return where the guide shows the window of the community with this code.

        Without scripts nothing else remembers it; the guide leads on to its district.
        """
        return f"{self.url}?{urlencode({'community': community})}"


def guide_to_return_to(request) -> GuideToReturnTo | None:
    """Return the guide that the address names, None for none that readers may see."""
    code = text_of(request, ITEM)
    item = getUtility(IItemLookup)(code) if code else None
    if item is None or not is_public(item):
        return None
    return GuideToReturnTo(item.getId(), item.title, item.absolute_url())

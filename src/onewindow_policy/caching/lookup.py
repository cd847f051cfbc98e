"""Which of the portal's own files never change without their address."""

from onewindow_policy.portal.browser.static import FOLDER
from onewindow_policy.portal.browser.static import static_query
from plone.caching.interfaces import IRulesetLookup
from zope.interface import implementer

STABLE = "onewindow_policy.stable"
CHANGING = "plone.resource"


@implementer(IRulesetLookup)
class StaticLookup:
    """The ruleset of a file in a resource folder.

    With the hash of what it holds in its address it is stable. The address of another
    version, from a page that is older or newer than this process, is not: its answer
    would be kept under the wrong name.
    """

    def __init__(self, published, request):
        self.published = published
        self.request = request

    def __call__(self) -> str:
        path = getattr(self.published.context, "path", "")
        is_ours = path.startswith(f"{FOLDER}/")
        query = self.request.get("QUERY_STRING")
        if is_ours and query and query == static_query(path[len(f"{FOLDER}/") :]):
            return STABLE
        return CHANGING

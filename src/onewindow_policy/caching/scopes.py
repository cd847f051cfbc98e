"""What caches must forget when some content changes."""

from dataclasses import dataclass
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.news.api import NEWS_PATH
from plone import api


@dataclass(frozen=True, slots=True)
class Forgetting:
    """An order to a caching proxy: forget `path` with all its queries and all below it,
    and, with `lists`, every page that lists contents or names others: home, catalogue,
    site map, news, communities, answers in JSON."""

    path: str
    lists: bool = False


#: The whole portal.
EVERYTHING = Forgetting("/", lists=True)


def path_in_portal(content) -> str:
    """Return the address of `content` in the portal, from the slash on."""
    length = len(api.portal.get().getPhysicalPath())
    return "/" + "/".join(content.getPhysicalPath()[length:])


def forgetting_for(content) -> Forgetting:
    """Return what shows `content`.

    What an item holds is shown by the item, in each district. A news item is shown by
    itself and by lists. All else may be anywhere: a hall in every guide of its district,
    a form for all services in many of them, the city's name on each page.
    """
    path = path_in_portal(content)
    for parent in content.aq_chain:
        if IServiceItem.providedBy(parent):
            return Forgetting(path_in_portal(parent), lists=True)
    if path.startswith(f"/{NEWS_PATH}/"):
        return Forgetting(path, lists=True)
    return EVERYTHING

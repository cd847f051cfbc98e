"""Whether the links in what editors write lead anywhere."""

from collections.abc import Collection
from collections.abc import Iterator
from DateTime import DateTime
from itertools import accumulate
from itertools import chain
from onewindow_policy import _
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.api import get_district
from onewindow_policy.inspection.checks import Finding
from onewindow_policy.inspection.writtenlinks import Link
from onewindow_policy.inspection.writtenlinks import written_links
from onewindow_policy.journeys.api import get_journey
from onewindow_policy.portal.leaving import host_of
from onewindow_policy.publishing.api import is_public
from plone import api
from plone.app.uuid.utils import uuidToObject
from urllib.parse import unquote
from urllib.parse import urljoin
from urllib.parse import urlsplit

import re

#: The view of short addresses; see `browser/short.py`.
SHORT = "s"

_RESOLVED = re.compile(r"(?:^|/)resolveuid/([0-9a-f]{32})(?:/|$)")
_DISTRICT = re.compile(r"\d{6}")


def dead_links() -> Iterator[Finding]:
    """Yield the pages with links into the portal that residents cannot follow.

    Links to other hosts are not asked here: that is for `onewindow check-links`.
    """
    pages: dict[tuple[str, str], list] = {}
    links = [each for each in written_links() if not is_foreign(each)]
    seen = _seen_by_the_catalog(links)
    for link in links:
        if link in seen or leads_somewhere(link):
            continue
        fault = _(
            "fault_dead_link",
            default="The link to ${address} leads nowhere.",
            mapping={"address": link.address},
        )
        pages.setdefault((link.page_title, link.page_url), []).append(fault)
    for (title, url), faults in pages.items():
        yield Finding(title, f"{url}/view", tuple(faults))


def is_foreign(link: Link) -> bool:
    """Return whether a link leads to another host."""
    own = urlsplit(api.portal.get().absolute_url()).hostname
    return host_of(urljoin(link.page_url, link.address)) not in (None, own)


def leads_somewhere(link: Link) -> bool:
    """Return whether a link into the portal leads to something that residents see."""
    resolved = _RESOLVED.search(link.address)
    if resolved:
        target = uuidToObject(resolved[1], unrestricted=True)
        return target is not None and is_public(target)
    path = _path_of(link)
    return path is not None and _is_found(api.portal.get(), path)


def _path_of(link: Link) -> str | None:
    """Return where in the portal a link leads, None where it leads out of it."""
    url = urljoin(link.page_url, link.address)
    base = api.portal.get().absolute_url()
    if url != base and not url.startswith((f"{base}/", f"{base}?", f"{base}#")):
        return None
    return unquote(urlsplit(url).path[len(urlsplit(base).path) :]).strip("/")


def _seen_by_the_catalog(links: Collection[Link]) -> set[Link]:
    """Return those of `links` that lead to content of which the catalog knows that
    residents see it: nearly all do, and nothing has to be read for them."""
    catalog = api.portal.get_tool("portal_catalog")
    uids = {link: each[1] for link in links if (each := _RESOLVED.search(link.address))}
    root = "/".join(api.portal.get().getPhysicalPath())
    by_uid = {
        brain.UID: brain.getPath().removeprefix(f"{root}/")
        for brain in catalog.unrestrictedSearchResults(UID=list(set(uids.values())))
    }
    paths = {
        link: by_uid.get(uids[link]) if link in uids else _path_of(link)
        for link in links
    }
    # What is not seen hides what it holds.
    ways = {path: _way_to(path) for path in paths.values() if path}
    public = {
        brain.getPath().removeprefix(f"{root}/")
        for brain in catalog.unrestrictedSearchResults(
            path={
                "query": [f"{root}/{each}" for each in {*chain(*ways.values())}],
                "depth": 0,
            },
            allowedRolesAndUsers="Anonymous",
            effectiveRange=DateTime(),
        )
    }
    return {
        link for link, path in paths.items() if path and public.issuperset(ways[path])
    }


def _way_to(path: str) -> list[str]:
    """Return the paths of what holds something, and its own."""
    return list(accumulate(path.split("/"), "{}/{}".format))


def _is_found(portal, path: str) -> bool:
    """Return whether residents find something at `path` of the portal.

    What comes behind a view is the view's own matter.
    """
    first, _slash, code = path.partition("/")
    if first == SHORT:
        name = code.partition("/")[0]
        found = (get_item(name), get_journey(name))
        return any(each is not None and is_public(each) for each in found)
    here = portal
    for name in path.split("/") if path else ():
        if name.startswith(("@@", "++")):
            return True
        if IServiceItem.providedBy(here) and _DISTRICT.fullmatch(name):
            district = get_district(name)
            return district is not None and district.has_adopted(here.code)
        child = here.unrestrictedTraverse(name, None)
        if child is None:
            return False
        if not hasattr(child, "getPhysicalPath") or not hasattr(child, "portal_type"):
            # A view by its name, without @@.
            return True
        here = child
    return is_public(here)

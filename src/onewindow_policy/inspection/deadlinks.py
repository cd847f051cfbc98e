"""The links in what editors write: where they are, and whether they lead anywhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from lxml import etree
from lxml import html
from onewindow_policy import _
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.api import get_district
from onewindow_policy.inspection.checks import Finding
from onewindow_policy.portal.leaving import host_of
from onewindow_policy.portal.settings import portal_settings
from onewindow_policy.publishing.api import is_public
from plone import api
from plone.app.textfield.interfaces import IRichTextValue
from plone.app.uuid.utils import uuidToObject
from urllib.parse import unquote
from urllib.parse import urljoin
from urllib.parse import urlsplit

import re

#: The types of content with rich text of their own, and its fields.
TEXTS = {
    "News Item": ("text",),
    "Document": ("text",),
    "Event": ("text",),
    "EasyForm": (
        *("formPrologue", "formEpilogue"),
        *("thanksPrologue", "thanksEpilogue"),
    ),
}

#: A type of content that is an address itself, which may begin with one of these.
LINK = "Link"
_BEGINNINGS = ("${portal_url}", "${navigation_root_url}")

#: The view of short addresses; see `browser/short.py`.
SHORT = "s"

_RESOLVED = re.compile(r"(?:^|/)resolveuid/([0-9a-f]{32})(?:/|$)")
_DISTRICT = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture in a text: the page that has it, and the address as written."""

    page_title: str
    page_url: str
    address: str


def written_links() -> Iterator[Link]:
    """Yield the links and pictures of all public texts, in the order of their pages, and
    the addresses at the foot of each page."""
    portal_url = api.portal.get().absolute_url()
    for brain in api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=(*TEXTS, LINK), review_state="published", sort_on="path"
    ):
        content = brain._unrestrictedGetObject()
        for address in _addresses_of(content, brain.portal_type, portal_url):
            yield Link(brain.Title, brain.getURL(), address)
    settings = portal_settings()
    for address in (settings.police_url, settings.find_errors_url):
        if address:
            yield Link(api.portal.get().title, portal_url, address)


def _addresses_of(content, portal_type: str, portal_url: str) -> Iterator[str]:
    if portal_type == LINK:
        address = content.remoteUrl or ""
        for beginning in _BEGINNINGS:
            address = address.replace(beginning, portal_url)
        yield address
        return
    for name in TEXTS[portal_type]:
        text = getattr(content, name, None)
        if IRichTextValue.providedBy(text):
            yield from addresses_in(text.raw or "")


def addresses_in(text: str) -> list[str]:
    """Return the addresses of links and pictures in HTML, each once."""
    if not text.strip():
        return []
    try:
        root = html.fragment_fromstring(text, create_parent=True)
    except etree.ParserError:
        return []
    addresses = [*root.xpath("//a/@href"), *root.xpath("//img/@src")]
    return [
        address
        for address in dict.fromkeys(each.strip() for each in addresses)
        if address and not address.startswith(("#", "mailto:", "tel:", "data:"))
    ]


def dead_links() -> Iterator[Finding]:
    """Yield the pages with links into the portal that residents cannot follow.

    Links to other hosts are not asked here: that is for `onewindow check-links`.
    """
    pages: dict[tuple[str, str], list] = {}
    for link in written_links():
        if is_foreign(link) or leads_somewhere(link):
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
    portal = api.portal.get()
    url = urljoin(link.page_url, link.address)
    base = portal.absolute_url()
    if url != base and not url.startswith((f"{base}/", f"{base}?", f"{base}#")):
        return False
    path = unquote(urlsplit(url).path[len(urlsplit(base).path) :]).strip("/")
    return _is_found(portal, path)


def _is_found(portal, path: str) -> bool:
    """Return whether residents find something at `path` of the portal.

    What comes behind a view is the view's own matter.
    """
    first, _slash, code = path.partition("/")
    if first == SHORT:
        item = get_item(code.partition("/")[0])
        return item is not None and is_public(item)
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

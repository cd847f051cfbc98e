"""The links and pictures in what editors write."""

from collections.abc import Iterator
from dataclasses import dataclass
from lxml import etree
from lxml import html
from onewindow_policy.portal.settings import portal_settings
from onewindow_policy.snapshots.facts import read_facts
from onewindow_policy.snapshots.facts import Reading
from onewindow_policy.snapshots.interfaces import IFact
from plone import api
from plone.app.textfield.interfaces import IRichTextValue
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.interface import implementer

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

#: The name of the fact which addresses a text has.
ADDRESSES = "onewindow_policy.written_addresses"


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
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=(*TEXTS, LINK), review_state="published", sort_on="path"
    )
    addresses = read_facts(ADDRESSES, brains)
    for brain in brains:
        for address in addresses[brain.UID]:
            if brain.portal_type == LINK:
                for beginning in _BEGINNINGS:
                    address = address.replace(beginning, portal_url)
            yield Link(brain.Title, brain.getURL(), address)
    settings = portal_settings()
    for address in (settings.police_url, settings.find_errors_url):
        if address:
            yield Link(api.portal.get().title, portal_url, address)


@implementer(IFact)
class WrittenAddresses:
    """The addresses that a text has, as they are written. See `IFact`."""

    version = 1

    def scope(self, content) -> str:
        """See `IFact`."""
        return IUUID(content)

    def scopes(self, content) -> tuple[str, ...]:
        """See `IFact`."""
        is_text = content.portal_type in TEXTS or content.portal_type == LINK
        return (IUUID(content),) if is_text else ()

    def read(self, content) -> Reading:
        """See `IFact`."""
        return Reading(list(_addresses_of(content)))


def _addresses_of(content) -> Iterator[str]:
    if content.portal_type == LINK:
        yield content.remoteUrl or ""
        return
    for name in TEXTS[content.portal_type]:
        text: Any = getattr(content, name, None)
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

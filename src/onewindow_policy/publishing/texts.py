"""What in the HTML of a text residents would not see, though its editor does.

Programs paste pictures as data, as files of one's own computer, or as addresses of sites
that our pages may load nothing from (`img-src 'self'`). Nothing here knows a site.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from lxml import etree
from lxml import html
from onewindow_policy import _
from urllib.parse import urlsplit
from zope.i18nmessageid import Message

import base64
import binascii
import re

#: The longest text, in characters, without the pictures that were pasted into it: some
#: three hundred pages.
MAX_CHARACTERS = 1_000_000

#: How much of an address is repeated.
_EXCERPT = 80

#: Kinds of pictures that may be pasted as data, with the ends of their names.
PASTED_KINDS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}

#: Elements that show what is elsewhere, and the attributes that say where. WeChat writes
#: the address of a picture into the last one.
_SHOWING = {
    "img": ("src", "data-src"),
    "source": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "iframe": ("src", "data-src"),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "imagedata": ("src",),
}
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)", re.IGNORECASE)
_DATA = re.compile(r"data:([a-z/+.-]*)[^,]*?(;base64)?,", re.IGNORECASE)
_OF_A_COMPUTER = re.compile(r"(?:file:|[a-z]:[\\/]|\\\\)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """An address in a text, as it is written there; `is_link` where one follows it."""

    address: str
    is_link: bool = False

    @property
    def is_data(self) -> bool:
        return self.address[:5].lower() == "data:"


@dataclass(frozen=True, slots=True)
class PastedPicture:
    """A picture that was pasted into a text: its data, and what kind it says to be."""

    data: bytes
    content_type: str


def shown_in(text: str) -> Iterator[Shown]:
    """Yield the addresses of what a text shows, and those of its links, each once."""
    found: dict[Shown, None] = {}
    for element in _elements(text):
        tag = element.tag.rpartition(":")[2].lower()
        for name in _SHOWING.get(tag, ()):
            if address := (element.get(name) or "").strip():
                found.setdefault(Shown(address))
                break
        for address in _URL.findall(element.get("style") or ""):
            found.setdefault(Shown(address.strip()))
        if tag == "a" and (address := (element.get("href") or "").strip()):
            found.setdefault(Shown(address, is_link=True))
    yield from found


def _elements(text: str) -> Iterator[etree._Element]:
    if "<" not in text:
        return
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8")
    data = f"<div>{text}</div>".encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return
    if root is not None:
        yield from (each for each in root.iter() if isinstance(each.tag, str))


def read_pasted(address: str) -> PastedPicture | None:
    """Return the picture that an address holds as data; None where it holds none of the
    kinds that pages show."""
    head = _DATA.match(address)
    if head is None or head[1].lower() not in PASTED_KINDS or not head[2]:
        return None
    try:
        data = base64.b64decode(
            re.sub(r"\s|%0[ad]", "", address[head.end() :], flags=re.IGNORECASE)
        )
    except (binascii.Error, ValueError):
        return None
    return PastedPicture(data, head[1].lower()) if data else None


def reason_against(shown: Shown, own_hosts: frozenset[str]) -> Message | None:
    """Return why residents would not see what an address leads to, None where they do.

    `own_hosts` are the names, with ports, by which the portal is asked.
    """
    address = shown.address
    if _OF_A_COMPUTER.match(address):
        return _LINK_TO_COMPUTER if shown.is_link else _ON_COMPUTER
    if shown.is_link:
        return None
    if shown.is_data:
        return _UNFIT_DATA
    parts = urlsplit(_without_errors(address))
    if parts.netloc:
        return None if parts.netloc.lower() in own_hosts else _ELSEWHERE
    if _SCHEME.match(address) and parts.scheme.lower() not in ("http", "https"):
        return _NOWHERE
    return None


def _without_errors(address: str) -> str:
    """Return an address that can be taken apart: one that cannot is another host's."""
    try:
        urlsplit(address)
    except ValueError:
        return "//-"
    return address


def excerpt(address: str) -> str:
    """Return as much of an address as its editor needs to find it."""
    return address if len(address) <= _EXCERPT else f"{address[:_EXCERPT]}…"


_ON_COMPUTER = _(
    "unseen_on_computer",
    default="it lies on the computer where the text was written. Upload the picture.",
)
_LINK_TO_COMPUTER = _(
    "unseen_link_to_computer",
    default="the link leads to a file on the computer where the text was written.",
)
_ELSEWHERE = _(
    "unseen_elsewhere",
    default=(
        "it lies on another site, from which our pages load nothing. Save the picture, and"
        " upload it here."
    ),
)
_NOWHERE = _(
    "unseen_nowhere",
    default="the address holds only in the program that wrote it. Upload the picture.",
)
_UNFIT_DATA = _(
    "unseen_data",
    default=(
        "what was pasted cannot be kept: only PNG, JPG, GIF and WebP, whole, up to 10 MB"
        " each. Save it as one of these, and upload it."
    ),
)

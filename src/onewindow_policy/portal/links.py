"""Pages as they are shown: their links out of the portal say so first.

Whoever edits can put an address into texts, forms, events, profiles and settings, and an
add-on brings places of its own. So all links of a page of the public face are looked at
when it is made, wherever they came from. What editors wrote, and what programs read, stays
as it is.
"""

from collections.abc import Callable
from collections.abc import Iterable
from functools import cached_property
from functools import lru_cache
from html import escape
from html import unescape
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.portal.browser.leaving import LeavingView
from onewindow_policy.portal.headers import OWN_FACE
from onewindow_policy.portal.leaving import host_of
from onewindow_policy.portal.leaving import is_direct
from onewindow_policy.portal.leaving import leaving_url
from onewindow_policy.portal.settings import portal_settings
from plone import api
from plone.transformchain.interfaces import ITransform
from urllib.parse import urlsplit
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface

import re


class Exits:
    """Which addresses lead out of the portal, and by way of what."""

    @cached_property
    def portal_url(self) -> str:
        return api.portal.get().absolute_url()

    @cached_property
    def own_host(self) -> str:
        return urlsplit(self.portal_url).hostname or ""

    @cached_property
    def direct_hosts(self) -> frozenset[str]:
        return frozenset(portal_settings().direct_hosts or ())

    def way_to(self, url: str) -> str:
        """Return `url`, or the address of the notice where it leads away."""
        whole = url.replace("\\", "/")
        whole = f"https:{whole}" if whole.startswith("//") else whole
        host = host_of(whole)
        if host is None or is_direct(host, self.own_host, self.direct_hosts):
            return url
        return leaving_url(whole, self.portal_url)


@implementer(ITransform)
@adapter(Interface, IOneWindowLayer)
class LeavingLinks:
    """See `ITransform`. The page of the notice itself leads out."""

    #: Before those that parse the page.
    order = 8000

    def __init__(self, published, request):
        self.published = published
        self.request = request

    def transformBytes(self, result: bytes, encoding: str):
        return self.transformIterable([result], encoding)

    def transformUnicode(self, result: str, encoding: str):
        return self.transformIterable([result], encoding)

    def transformIterable(self, result: Iterable, encoding: str) -> list[str] | None:
        response = self.request.response
        if (
            not response.getHeader(OWN_FACE)
            or not (response.getHeader("Content-Type") or "").startswith("text/html")
            or (isinstance(self.published, LeavingView) and response.getStatus() == 200)
        ):
            return None
        parts = [
            part.decode(encoding) if isinstance(part, bytes) else part
            for part in result
        ]
        page = "".join(parts)
        exits = Exits()
        shown = with_notice(page, exits.portal_url, exits.way_to)
        return None if shown == page else [shown]


def with_notice(html: str, portal_url: str, way_to: Callable[[str], str]) -> str:
    """Return `html` with each link out of `portal_url` leading where `way_to` says."""

    def replaced(match: re.Match) -> str:
        start, _quote, address = match.groups()
        url = unescape(address).strip()
        way = way_to(url)
        return match[0] if way == url else f'{start}"{escape(way)}"'

    return _links_away_from(portal_url).sub(replaced, html)


#: By portal: a site has as many addresses as it has names.
@lru_cache(maxsize=64)
def _links_away_from(portal_url: str) -> re.Pattern:
    """Return what finds links, and areas of pictures, with the address of another site.

    Browsers take backslashes for slashes. Templates and safe HTML quote addresses.
    """
    return re.compile(
        rf"""(<a(?:rea)?\s(?:[^>]*?\s)?href=)(["'])"""
        rf"""((?!{re.escape(portal_url)}["'/?\#])\s*(?:https?:)?[/\\]{{2}}.*?)\2""",
        re.IGNORECASE | re.DOTALL,
    )

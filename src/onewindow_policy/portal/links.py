"""Pages as they are shown: their links out of the portal say so first.

Whoever edits can put an address into texts, forms, events, profiles and settings, and an
add-on brings places of its own. So all links of a page of the public face are looked at
when it is made, wherever they came from. What editors wrote, and what programs read, stays
as it is.
"""

from collections.abc import Callable
from functools import cached_property
from functools import lru_cache
from html import escape
from html import unescape
from onewindow_policy.portal.browser.leaving import LeavingView
from onewindow_policy.portal.leaving import host_of
from onewindow_policy.portal.leaving import is_direct
from onewindow_policy.portal.leaving import leaving_url
from onewindow_policy.portal.settings import portal_settings
from onewindow_policy.web.transforms import PageTransform
from plone import api
from urllib.parse import urlsplit

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


class LeavingLinks(PageTransform):
    """See `ITransform`. The page of the notice itself leads out."""

    #: Before those that parse the page.
    order = 8000

    def is_meant_for_page(self) -> bool:
        is_notice = isinstance(self.published, LeavingView)
        return not is_notice or self.request.response.getStatus() != 200

    def transformed(self, html: str) -> str:
        exits = Exits()
        return with_notice(html, exits.portal_url, exits.way_to)


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

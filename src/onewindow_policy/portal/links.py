"""Rich text as it is shown: its links out of the portal say so first."""

from collections.abc import Callable
from html import escape
from html import unescape
from onewindow_policy.portal.leaving import host_of
from onewindow_policy.portal.leaving import is_direct
from onewindow_policy.portal.leaving import leaving_url
from onewindow_policy.portal.settings import portal_settings
from plone import api
from plone.outputfilters.interfaces import IFilter
from plone.rest.interfaces import IAPIRequest
from urllib.parse import urlsplit
from zope.interface import implementer

import re

#: The address of a link; what safe HTML went through has quotes around it.
_HREF = re.compile(r"""(<a\b[^>]*?\shref=)(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)


@implementer(IFilter)
class LeavingLinks:
    """See `IFilter`. Programs that read the text as JSON get it as it was written."""

    order = 900

    def __init__(self, context, request):
        self.request = request

    def is_enabled(self) -> bool:
        return not IAPIRequest.providedBy(self.request)

    def __call__(self, data: str) -> str | None:
        if "://" not in data and 'href="//' not in data:
            return None
        portal_url = api.portal.get().absolute_url()
        own_host = urlsplit(portal_url).hostname or ""
        direct = frozenset(portal_settings().direct_hosts or ())

        def leads_away(url: str) -> bool:
            host = host_of(url)
            return host is not None and not is_direct(host, own_host, direct)

        return with_notice(data, leads_away, lambda url: leaving_url(url, portal_url))


def with_notice(
    html: str, leads_away: Callable[[str], bool], replacing: Callable[[str], str]
) -> str:
    """Return `html` with each link that `leads_away` replaced by what `replacing` makes."""

    def replaced(match: re.Match) -> str:
        start, quote, address = match.groups()
        url = unescape(address).strip()
        if url.startswith("//"):
            url = f"https:{url}"
        if not leads_away(url):
            return match[0]
        return f'{start}"{escape(replacing(url))}"'

    return _HREF.sub(replaced, html)

"""Long lists in pages, by plain links."""

from dataclasses import dataclass
from onewindow_policy.portal.browser.fragment import Fragment
from onewindow_policy.portal.facets import PAGE_SIZE
from onewindow_policy.portal.facets import read_start
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.vocabularies.api import translation_target
from plone.batching import Batch
from Products.Five import BrowserView
from urllib.parse import parse_qsl
from urllib.parse import urlencode

_LINKS = Fragment("paging.pt")


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The pages near this one, each with its address, and its neighbours.

    This page itself has no address; a list of one page has no pages.
    """

    pages: tuple[tuple[int, str | None], ...]
    previous_url: str | None
    next_url: str | None


def page_links(request, batch: Batch) -> PageLinks:
    """Return the links of `batch`: this page's address with another `b_start`."""
    url = request.get("ACTUAL_URL", "")
    query = [
        pair
        for pair in parse_qsl(request.get("QUERY_STRING", ""), errors="replace")
        if pair[0] != "b_start"
    ]

    def page_url(number: int) -> str:
        start = (number - 1) * batch.pagesize
        pairs = [*query, ("b_start", str(start))] if start else query
        return f"{url}?{urlencode(pairs)}" if pairs else url

    this, last = batch.pagenumber, batch.numpages
    return PageLinks(
        pages=tuple(
            (number, None if number == this else page_url(number))
            for number in batch.navlist
        )
        if last > 1
        else (),
        previous_url=page_url(this - 1) if this > 1 else None,
        next_url=page_url(this + 1) if this < last else None,
    )


class Paging(BrowserView):
    """`@@paging` of any context, for every long list of the public face.

    A view asks it for the batch to show, which the main template wants as well (see
    `IPublicPage`), and for the links to the other pages.
    """

    def batch(self, sequence, size: int = PAGE_SIZE) -> Batch:
        """Return the page of `sequence` that the request asks for.

        A start between pages, or beyond the last one, is that page's start.
        """
        start = min(read_start(self.request.form), max(len(sequence) - 1, 0))
        return Batch(sequence, size, start - start % size)

    def render(self, batch: Batch) -> str:
        """Return the links of `batch` as HTML, nothing when it has one page."""
        links = page_links(self.request, batch)
        if not links.pages:
            return ""
        target = translation_target(language_of(self.request))
        return _LINKS.render(links=links, target_language=target)

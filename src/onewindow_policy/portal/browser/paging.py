"""Long lists in pages, by plain links."""

from dataclasses import dataclass
from onewindow_policy.portal.facets import read_start
from plone.batching import Batch
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import parse_qsl
from urllib.parse import urlencode

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of a list by its number; without an address it is this page."""

    number: int
    url: str | None


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The pages near this one, and its neighbours where there are any."""

    pages: tuple[PageLink, ...]
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
            PageLink(number, None if number == this else page_url(number))
            for number in batch.navlist
        )
        if last > 1
        else (),
        previous_url=page_url(this - 1) if this > 1 else None,
        next_url=page_url(this + 1) if this < last else None,
    )


class Paging(BrowserView):
    """`@@paging` of any context: a view asks it for its batch, a template for its macro.

    The macro `pages` shows the links of the variable `batch`.
    """

    template = ViewPageTemplateFile("paging.pt")

    @property
    def macros(self):
        return self.template.macros

    def batch(self, sequence, size: int = PAGE_SIZE) -> Batch:
        """Return the page of `sequence` that the request asks for.

        A start between pages, or beyond the last one, is that page's start.
        """
        start = min(read_start(self.request.form), max(len(sequence) - 1, 0))
        return Batch(sequence, size, start - start % size)

    def links(self, batch: Batch) -> PageLinks:
        return page_links(self.request, batch)

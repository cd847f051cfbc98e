"""Long lists in pages, by plain links."""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.pages.fragment import Fragment
from pathlib import Path
from plone.batching import Batch
from urllib.parse import parse_qsl
from urllib.parse import urlencode

#: How many entries stand on a page where a list says nothing else.
PAGE_SIZE = 20

_LINKS = Fragment(Path(__file__).with_name("paging.pt"))


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


def read_start(form: Mapping) -> int:
    """Return where the page begins, 0 for anything that is no such number."""
    given = form.get("b_start", 0)
    try:
        start = int(given)
    except (TypeError, ValueError):
        return 0
    # Beyond any list; int() takes thousands of digits.
    return start if 0 <= start < 10**6 else 0


def batch_of(request, sequence, size: int = PAGE_SIZE) -> Batch:
    """Return the page of `sequence` that `request` asks for.

    A start between pages, or beyond the last one, is that page's start. The main template
    wants the batch as well (see `IPublicPage`).
    """
    start = min(read_start(request.form), max(len(sequence) - 1, 0))
    return Batch(sequence, size, start - start % size)


def render_links(request, batch: Batch, target_language: str) -> str:
    """Return the links of `batch` as HTML, nothing when it has one page."""
    links = page_links(request, batch)
    if not links.pages:
        return ""
    return _LINKS.render(links=links, target_language=target_language)

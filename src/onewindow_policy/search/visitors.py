"""Who asks, as far as counting needs it: hashed at once, and kept nowhere."""

from dataclasses import dataclass
from functools import cached_property
from onewindow_policy.origins.api import are_at_one_place
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import network_of
from onewindow_policy.records.api import RecordsError
from onewindow_policy.search.questions import read_text
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import re

#: Among so many drawers the visitors of a question are spread.
DRAWERS = 16

#: No address of ours has more parameters.
MOST_FIELDS = 20

#: People's browsers, WeChat's too, all call themselves one of these; Cubot makes phones.
_BROWSERS = re.compile(r"(Mozilla|Opera)/")
_PROGRAMS = re.compile(r"(?<!cu)bot|crawl|spider", re.IGNORECASE)


@dataclass(frozen=True)
class Visitor:
    """Who asks, as a request tells."""

    address: str
    browser: str

    @cached_property
    def network(self) -> str:
        return network_of(self.address)

    @property
    def is_program(self) -> bool:
        return not _BROWSERS.match(self.browser) or bool(_PROGRAMS.search(self.browser))

    def drawer_for(self, query: str) -> int:
        """Return one of `DRAWERS` bits: the same one for this visitor and `query` in each
        process, on each day; none while the records' key cannot be had.

        How many drawers are in use says that several people asked; what lies in one says
        nothing of them: a sixteenth of the city would come to lie there.
        """
        # A header may have come with bytes that are no text.
        browser = self.browser.encode("utf-8", "replace").decode("utf-8")
        try:
            whole = keyed_hash(
                "\0".join((self.network, browser, query)), "search visitor"
            )
        except RecordsError:
            return 0
        return 1 << whole[0] % DRAWERS


def visitor_of(request) -> Visitor:
    """Return who sent `request`."""
    return Visitor(request.getClientAddr(), request.get_header("User-Agent") or "")


def former_question(request, results_url: str) -> str:
    """Return what was asked on the page of results that `request` comes from.

    Browsers name the page themselves, to its own site only (Referrer-Policy); in the
    address of the next page it would be handed on with it.
    """
    came_from = request.get_header("Referer") or ""
    if not are_at_one_place(came_from, results_url):
        return ""
    page = urlsplit(came_from)
    if page.path != urlsplit(results_url).path:
        return ""
    try:
        query = parse_qs(page.query, max_num_fields=MOST_FIELDS)
    except ValueError:
        return ""
    return read_text(query, "q")

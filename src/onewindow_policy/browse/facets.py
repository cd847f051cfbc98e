"""Filters with counts: what a choice leaves, and what each further choice would.

Numbers, as bits, and names in, numbers and counts out: the catalogue's page feeds them
from its inventory, and a test from numbers it made up.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from functools import reduce
from onewindow_policy.pages.api import PAGE_SIZE
from onewindow_policy.pages.api import read_start
from onewindow_policy.search.questions import read_text
from onewindow_policy.search.questions import texts_of
from urllib.parse import urlencode

import re

_COMMUNITY = re.compile("[0-9]{12}")

#: Names of filters that nobody knows are repeated to the reader, but not at any length.
UNKNOWN_SHOWN = 3
UNKNOWN_LENGTH = 30

#: How many results stand on a page to search through or to print: else they are few, to
#: read.
LARGE_PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: its name in addresses, and the index of the catalog that answers it.

    Of most facets one value is chosen at a time, and choosing another replaces it.
    Where the values `combine`, each narrows the result further (online *and* at home).
    """

    name: str
    index: str
    combines: bool = False


#: For each facet and value, the numbers of what has that value, as bits.
Postings = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader has chosen; it knows the query of each neighbouring choice."""

    text: str = ""
    values: tuple[tuple[str, str], ...] = ()
    start: int = 0
    size: int = PAGE_SIZE
    #: The reader's own community, where the browser does not remember it. No filter: it
    #: goes along to the guides.
    community: str = ""

    def of(self, facet: str) -> tuple[str, ...]:
        """Return the values chosen of `facet`."""
        return tuple(value for name, value in self.values if name == facet)

    def has(self, facet: str, value: str) -> bool:
        return (facet, value) in self.values

    def choosing(self, facet: Facet, value: str) -> "Choice":
        """Return the choice with `value` too; from its first page."""
        kept = tuple(
            chosen
            for chosen in self.values
            if facet.combines or chosen[0] != facet.name
        )
        return replace(self, values=(*kept, (facet.name, value)), start=0)

    def dropping(self, facet: str, value: str) -> "Choice":
        """Return the choice without `value`; from its first page."""
        kept = tuple(chosen for chosen in self.values if chosen != (facet, value))
        return replace(self, values=kept, start=0)

    def as_query(self) -> str:
        """Return the query string, in one order whatever the order of choosing."""
        pairs = [("q", self.text)] if self.text else []
        pairs += sorted(self.values)
        if self.start:
            pairs.append(("b_start", str(self.start)))
        return urlencode(pairs + self.kept())

    def kept(self) -> list[tuple[str, str]]:
        """Return the names and values that go along whatever else is chosen."""
        pairs = [("b_size", str(self.size))] if self.size != PAGE_SIZE else []
        if self.community:
            pairs.append(("community", self.community))
        return pairs


def read_choice(
    form: Mapping, facets: Iterable[Facet], known: Mapping[str, Collection[str]]
) -> tuple[Choice, tuple[str, ...]]:
    """Return what the request's `form` chooses, and the values that nobody knows.

    `known` has the values of each facet. A form can hold anything: repeated names come
    as lists, files as objects. Of a facet that does not combine the last value counts.
    """
    values, unknown = [], []
    for facet in facets:
        given = [value for value in texts_of(form.get(facet.name)) if value]
        found = [value for value in dict.fromkeys(given) if value in known[facet.name]]
        unknown += [value for value in given if value not in known[facet.name]]
        if not facet.combines:
            found = found[-1:]
        values += [(facet.name, value) for value in found]
    text = read_text(form, "q")
    choice = Choice(
        text, tuple(values), read_start(form), read_size(form), read_community(form)
    )
    return choice, tuple(unknown)


def read_community(form: Mapping) -> str:
    """Return the code of the reader's community (GB/T 10114: 12 digits), or nothing."""
    given = form.get("community")
    return given if isinstance(given, str) and _COMMUNITY.fullmatch(given) else ""


def read_size(form: Mapping) -> int:
    """Return how many results the page shall have; no other number than two is known."""
    is_large = form.get("b_size") in (LARGE_PAGE_SIZE, str(LARGE_PAGE_SIZE))
    return LARGE_PAGE_SIZE if is_large else PAGE_SIZE


def unknown_words(values: Sequence[str]) -> str:
    """Return values that nobody knows as words to show, or nothing."""
    return "、".join(value[:UNKNOWN_LENGTH] for value in values[:UNKNOWN_SHOWN])


def matching(base: int, postings: Postings, choice: Choice) -> int:
    """Return what of `base` has all the values chosen."""
    return _narrow(base, postings, choice.values)


def counts(
    base: int, postings: Postings, facets: Iterable[Facet], choice: Choice
) -> dict[str, dict[str, int]]:
    """Return, by facet and value, how many results choosing that value would give.

    A count follows all other facets' choices, and not its own facet's, which the choice
    would replace; where values combine, it follows those of its own facet as well.
    """
    found = {}
    for facet in facets:
        others = [
            chosen
            for chosen in choice.values
            if facet.combines or chosen[0] != facet.name
        ]
        left = _narrow(base, postings, others)
        found[facet.name] = {
            value: (left & having).bit_count()
            for value, having in postings[facet.name].items()
        }
    return found


def _narrow(base: int, postings: Postings, values) -> int:
    return reduce(
        lambda left, chosen: left & postings.get(chosen[0], {}).get(chosen[1], 0),
        values,
        base,
    )

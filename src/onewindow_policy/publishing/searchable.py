"""What content says of itself to be found by residents: an adapter for each type."""

from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from plone.uuid.interfaces import IUUID

#: From when and until when something is seen that has no dates, in seconds since 1970.
ALWAYS = (0, 2**53)


@dataclass(frozen=True, slots=True)
class Document:
    """What the index keeps of public content.

    `type` is one of `search.interfaces.TYPES`. `names` are the title and all other names;
    `texts` pairs of a field (see `search.interfaces.Match`) and a text of it, most telling
    first. `districts` are the codes of the districts that it concerns: those that adopted
    a service, the one that a guide or a place is of; none for what concerns all.
    `effective` and `expires` are seconds since 1970 (UTC), with the dates of whatever
    holds it taken in.
    """

    uid: str
    type: str
    path: str
    title: str
    description: str = ""
    names: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    item_code: str = ""
    category: str = ""
    districts: tuple[str, ...] = ()
    effective: int = ALWAYS[0]
    expires: int = ALWAYS[1]
    told_from: int = ALWAYS[0]
    told_until: int = ALWAYS[1]


class Searchable:
    """What the documents of all types have."""

    def __init__(self, context):
        self.context = context

    def document(self) -> Document | None:
        """See `ISearchable`."""
        return Document(
            uid=IUUID(self.context),
            type=self.type,
            path=path_of(self.context),
            title=self.context.Title(),
            description=self.context.Description() or "",
        )

    def dependents(self) -> Iterator:
        """See `ISearchable`."""
        return iter(())


def dates_of(content) -> tuple[int, int]:
    """Return from when and until when `content` is seen, in seconds since 1970.

    It is not seen before or after whatever holds it.
    """
    effective, expires = ALWAYS
    for each in map(aq_base, aq_chain(aq_inner(content))):
        begins = getattr(each, "effective_date", None)
        ends = getattr(each, "expiration_date", None)
        if begins is not None:
            effective = max(effective, int(begins.timeTime()))
        if ends is not None:
            expires = min(expires, int(ends.timeTime()))
    return effective, expires


def path_of(content) -> str:
    """Return where `content` is, below the site."""
    names = content.getPhysicalPath()
    # The first is empty, the second names the site.
    return "/".join(names[2:])


def with_text(texts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return those pairs of a field and a text that say something."""
    return tuple((field, text) for field, text in texts if text and text.strip())

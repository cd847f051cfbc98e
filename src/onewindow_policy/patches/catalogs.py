"""What the catalog knows and has no official way to say."""

from collections.abc import Iterable
from collections.abc import Mapping
from DateTime import DateTime
from plone import api


def _tool():
    return api.portal.get_tool("portal_catalog")


def index_named(name: str):
    """Return an index, as its methods are asked for single records.

    `Indexes` of the tool would find it in the object that it is wrapped in.
    """
    return _tool()._catalog.getIndex(name)


def rids_by_value(name: str) -> Mapping:
    """Return the record ids of an index, by what it knows of each."""
    return index_named(name)._index


def brains_of(rids: Iterable[int]) -> list:
    """Return the catalog records with these ids."""
    catalog = _tool()._catalog
    return [catalog[rid] for rid in rids]


def rids_of(results) -> list[int]:
    """Return the record ids of the results of a catalog query, in their order.

    No results may be any empty sequence: nothing was asked then.

    ZCatalog's lazy results keep their ids in `_seq`, with the score where they are
    sorted by it. `getRID` of each record would say the same, but make each record.
    """
    if not results:
        return []
    return [entry[-1] if isinstance(entry, tuple) else entry for entry in results._seq]


def search_what_is_indexed(**query):
    """Search without indexing first what waits for it, as the tool would."""
    return _tool()._catalog.searchResults(**query)


def change_counter():
    """Return the object in which the catalog counts its changes, None before the first."""
    return _tool()._counter


def count_change() -> None:
    """Have the catalog count a change of what it does not index."""
    _tool()._increment_counter()


def minutes_of(index, moment: DateTime) -> tuple[int, object]:
    """Return the key that an index of dates has for a moment, and the tree of its keys."""
    return index._convert(moment), index._index

"""The catalog's numbers: one query, then counting without loading anything.

A query gives lazy records, and a filter with sixty values would be sixty more queries.
The indexes know the numbers (record ids) of everything that has a value, so one query's
numbers and theirs are intersected instead.
"""

from collections.abc import Collection
from collections.abc import Mapping
from plone import api

#: Sorts what has no value behind everything that has one.
_LAST = float("inf")


def results_by_rid(results) -> dict:
    """Return the results of a catalog query as record id → position, in their order.

    No results may be any empty sequence: nothing was asked then.

    ZCatalog's lazy results keep their ids in `_seq`, with the score where they are
    sorted by it. `getRID` of each record would say the same, but make each record.
    """
    if not results:
        return {}
    return {
        entry[-1] if isinstance(entry, tuple) else entry: place
        for place, entry in enumerate(results._seq)
    }


def postings(name: str) -> dict:
    """Return the index `name` as value → record ids."""
    return dict(_index(name).items())


def sorted_by(name: str, rids) -> list[int]:
    """Return `rids` by their value in the index `name`; those without one come last."""
    keys = _index(name).documentToKeyMap()
    return sorted(rids, key=lambda rid: (keys.get(rid, _LAST), rid))


def _index(name: str):
    return api.portal.get_tool("portal_catalog")._catalog.getIndex(name)


def moved(having: dict, values: Mapping[int, Collection[str]]) -> dict:
    """Return `having` (value → record ids) with other values for some records.

    `values` says, by record id, all the values that the record shall have.
    """
    if not values:
        return having
    result = {value: set(rids).difference(values) for value, rids in having.items()}
    for rid, new in values.items():
        for value in new:
            result.setdefault(value, set()).add(rid)
    return result

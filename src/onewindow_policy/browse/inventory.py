"""The published items as numbers, for filters, counts and lists that load nothing.

A catalog query looks at every item, for each page anew; a filter with sixty values would
be sixty more. What the catalog's indexes know is therefore kept as bits (see `bits`): what
there is for each state of the content, who sees what of it for each moment. A process
holds some 6 MB of it for 50,000 items.
"""

from array import array
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.browse.bits import bits_of
from onewindow_policy.browse.items import published_items
from onewindow_policy.patches.catalogs import index_named
from onewindow_policy.patches.catalogs import rids_by_value
from onewindow_policy.patches.catalogs import rids_of
from onewindow_policy.snapshots.api import until_content_changes
from onewindow_policy.snapshots.api import until_public_changes
from plone import api
from types import MappingProxyType

#: Sorts what has no value behind everything that has one.
_LAST = float("inf")


@dataclass(frozen=True, slots=True)
class Inventory:
    """All published items, whoever may see them, in the order of the access list.

    The number of an item is its place in that order, from 0. `rids` has the record ids
    that the catalog knows them by, and `numbers` is the way back.
    """

    rids: array
    numbers: Mapping[int, int]

    def numbered(self, rids: Iterable[int]) -> list[int]:
        """Return the numbers of the items among `rids`, in their order."""
        return [number for number in map(self.numbers.get, rids) if number is not None]

    def bits(self, rids: Iterable[int]) -> int:
        """Return the items among `rids` as bits."""
        return bits_of(self.numbered(rids), len(self.rids))


@until_content_changes
def inventory() -> Inventory:
    """Return all published items."""
    results = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="ServiceItem", review_state="published"
    )
    places = dict(index_named("access_list_no").documentToKeyMap().items())
    rids = sorted(rids_of(results), key=lambda rid: (places.get(rid, _LAST), rid))
    numbers = {rid: number for number, rid in enumerate(rids)}
    return Inventory(array("q", rids), MappingProxyType(numbers))


@until_content_changes
def items_having(name: str) -> Mapping[str, int]:
    """Return by each value of the catalog's index `name` the items that have it."""
    items = inventory()
    return MappingProxyType(
        {value: items.bits(rids) for value, rids in index_named(name).items()}
    )


@until_public_changes
def visible_items() -> int:
    """Return the items that the reader may see at this moment, as bits."""
    return inventory().bits(rids_of(published_items()))


def items_with_uids(uids: Iterable[str]) -> list[int]:
    """Return the numbers of the items with these UIDs, in their order, as far as the
    reader may see them."""
    known = rids_by_value("UID")
    numbers = inventory().numbered(known[uid] for uid in uids if uid in known)
    visible = visible_items()
    return [number for number in numbers if visible >> number & 1]

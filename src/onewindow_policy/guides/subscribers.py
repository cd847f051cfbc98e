"""Keep what is derived from a guide true to it."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy.catalogue.interfaces import IServiceItem

#: What the catalog says of an item because of its master guide.
DERIVED_INDEXES = ["promised_days", "channels"]


def reindex_item(guide, event) -> None:
    """Bring the item's promise and channels in lists up to date with its guide."""
    item = aq_parent(aq_inner(guide))
    if IServiceItem.providedBy(item) and guide.district is None:
        item.reindexObject(idxs=DERIVED_INDEXES)

"""Building the index anew, while the portal serves and takes submissions."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from itertools import islice
from onewindow_policy.publishing.searchable import Document
from onewindow_policy.search.documents import document_of
from onewindow_policy.search.index import get_index
from plone import api

import transaction

#: Documents in one short transaction; others wait for it, and no longer.
AT_ONCE = 200

#: The types of content that are looked at.
PORTAL_TYPES = (
    "ServiceItem",
    "ServiceGuide",
    "SampleDocument",
    "Journey",
    "News Item",
    "City",
    "District",
    "Street",
    "Community",
    "Hall",
)


def is_index_current() -> bool:
    """Return whether there is an index of this version. Raises DatabaseUnavailable."""
    return get_index().is_current()


def begin_rebuilding() -> int:
    """Begin a new index beside the one that serves, and return its number.

    From now on every change of content is written into both. Raises DatabaseUnavailable,
    DatabaseBusy.
    """
    return get_index().begin_building()


def rebuild(
    number: int, report: Callable[[int, int], None] = lambda done, of: None
) -> int:
    """Fill the index that was begun, let it serve, and return how many documents it has.

    `report` is told how many pieces of content have been looked at, and of how many.
    Content is read in transactions of their own: what the caller changed is committed
    before. Raises DatabaseUnavailable, DatabaseBusy, BuildingStopped.
    """
    index = get_index()
    transaction.begin()
    paths = searchable_paths()
    remaining = iter(paths)
    looked_at = found = 0
    while batch := list(islice(remaining, AT_ONCE)):
        # Each batch reads what is committed by now, and keeps memory as it is.
        transaction.begin()
        documents = list(documents_at(batch))
        index.build(number, documents)
        found += len(documents)
        looked_at += len(batch)
        report(looked_at, len(paths))
        api.portal.get()._p_jar.cacheGC()
    index.end_building(number)
    transaction.abort()
    return found


def searchable_paths() -> list[str]:
    """Return where all content is that may be found, in an order that is the same
    wherever the same content is indexed."""
    catalog = api.portal.get_tool("portal_catalog")
    return sorted(
        brain.getPath()
        for brain in catalog.unrestrictedSearchResults(portal_type=PORTAL_TYPES)
    )


def documents_at(paths: Iterable[str]) -> Iterator[Document]:
    """Yield the documents of what is public of the content at `paths`."""
    portal = api.portal.get()
    for path in paths:
        content = portal.unrestrictedTraverse(path, None)
        document = document_of(content) if content is not None else None
        if document is not None:
            yield document

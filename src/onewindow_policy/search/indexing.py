"""The index follows content: what a transaction changes is written as it commits."""

from collections.abc import Iterator
from onewindow_policy.search.documents import document_of
from onewindow_policy.search.index import get_index
from onewindow_policy.search.interfaces import ISearchable
from plone import api
from plone.uuid.interfaces import IUUID
from Products.CMFCore.interfaces import IIndexQueueProcessor
from zope.component.hooks import getSite
from zope.component.hooks import site
from zope.interface import implementer

import transaction

_collected = object()


@implementer(IIndexQueueProcessor)
class SearchQueueProcessor:
    """Collects what Plone indexes, by UID, until the transaction commits.

    Any search of the catalog works the queue off, also in the middle of a transaction:
    nothing is read or written here.
    """

    def index(self, obj, attributes=None):
        """See `IIndexQueueProcessor`."""
        _collect(obj)

    def reindex(self, obj, attributes=None, update_metadata=1):
        """See `IIndexQueueProcessor`."""
        _collect(obj)

    def unindex(self, obj):
        """See `IIndexQueueProcessor`."""
        _collect(obj)

    def begin(self):
        """See `IIndexQueueProcessor`."""

    def commit(self):
        """See `IIndexQueueProcessor`."""

    def abort(self):
        """See `IIndexQueueProcessor`; the collection goes with its transaction."""


def _collect(obj) -> None:
    if ISearchable(obj, None) is None:
        return
    uid = IUUID(obj, None)
    if uid is None:
        return
    current = transaction.get()
    try:
        collected = current.data(_collected)
    except KeyError:
        collected = {}
        current.set_data(_collected, collected)
    if not collected:
        current.addBeforeCommitHook(write_collected, (getSite(),))
    collected[uid] = None


def write_collected(portal) -> None:
    """Write what this transaction changed in `portal`, with it; nothing while there is no
    index.

    When the index cannot be written, the transaction fails: what was withdrawn would
    still be found. Raises DatabaseUnavailable, DatabaseBusy.
    """
    current = transaction.get()
    try:
        collected = current.data(_collected)
    except KeyError:
        return
    uids = list(collected)
    collected.clear()
    index = get_index()
    if not uids or not index.is_prepared():
        return
    documents, gone = [], []
    # Who commits may have left the site already.
    with site(portal):
        for uid in dict.fromkeys((*uids, *_dependent_uids(uids))):
            content = content_with(uid)
            document = document_of(content) if content is not None else None
            if document is None:
                gone.append(uid)
            else:
                documents.append(document)
    session = index.session()
    connection = session.connection()
    index.place.lock(connection)
    index.change(connection, documents, gone)


def content_with(uid: str):
    """Return the content with this UID, None when there is none (any more)."""
    found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(UID=uid)
    return found[0]._unrestrictedGetObject() if found else None


def _dependent_uids(uids) -> Iterator[str]:
    for uid in uids:
        content = content_with(uid)
        searchable = ISearchable(content, None) if content is not None else None
        if searchable is None:
            continue
        for each in searchable.dependents():
            other = IUUID(each, None)
            if other is not None and ISearchable(each, None) is not None:
                yield other

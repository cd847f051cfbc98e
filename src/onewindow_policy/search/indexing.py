"""The index follows content: what a transaction changes is written as it commits."""

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
    # Who commits may have left the site already.
    with site(portal):
        contents = _contents(uids)
        documents = {uid: document_of(each) for uid, each in contents.items()}
    found = [document for document in documents.values() if document is not None]
    gone = [
        uid for uid in dict.fromkeys((*uids, *documents)) if documents.get(uid) is None
    ]
    session = index.session()
    connection = session.connection()
    index.place.lock(connection)
    index.change(connection, found, gone)


def _contents(uids: list[str]) -> dict:
    """Return by UID the content that changed, as far as it is still there, and all that
    tells what it says."""
    catalog = api.portal.get_tool("portal_catalog")
    contents = {
        brain.UID: brain._unrestrictedGetObject()
        for brain in catalog.unrestrictedSearchResults(UID=uids)
    }
    for content in list(contents.values()):
        for each in ISearchable(content).dependents():
            if ISearchable(each, None) is not None:
                contents.setdefault(IUUID(each), each)
    return contents

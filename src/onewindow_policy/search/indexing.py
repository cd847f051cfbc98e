"""The index follows content: what a transaction changes is written as it commits."""

from collections.abc import Iterable
from onewindow_policy.publishing.interfaces import ISearchable
from onewindow_policy.search.documents import document_of
from onewindow_policy.search.index import get_index
from onewindow_policy.snapshots.interfaces import IProjection
from plone import api
from plone.uuid.interfaces import IUUID
from zope.interface import implementer


@implementer(IProjection)
class SearchProjection:
    """The documents of what residents may find, by UID. See `IProjection`."""

    def keys(self, content) -> tuple[str, ...]:
        """See `IProjection`."""
        if ISearchable(content, None) is None:
            return ()
        uid = IUUID(content, None)
        return (uid,) if uid is not None else ()

    def write(self, uids: tuple[str, ...]) -> None:
        """See `IProjection`; nothing is written while there is no index.

        Raises DatabaseUnavailable, DatabaseBusy: what was withdrawn would still be found.
        """
        index = get_index()
        if not index.is_prepared():
            return
        contents = _contents(uids)
        documents = {uid: document_of(each) for uid, each in contents.items()}
        found = [document for document in documents.values() if document is not None]
        changed = dict.fromkeys((*uids, *documents))
        gone = [uid for uid in changed if documents.get(uid) is None]
        connection = index.place.session().connection()
        index.place.lock(connection)
        index.change(connection, found, gone)


def _contents(uids: Iterable[str]) -> dict:
    """Return by UID the content that changed, as far as it is still there, and all that
    tells what it says."""
    catalog = api.portal.get_tool("portal_catalog")
    contents = {
        brain.UID: brain._unrestrictedGetObject()
        for brain in catalog.unrestrictedSearchResults(UID=list(uids))
    }
    for content in list(contents.values()):
        for each in ISearchable(content).dependents():
            if ISearchable(each, None) is not None:
                contents.setdefault(IUUID(each), each)
    return contents

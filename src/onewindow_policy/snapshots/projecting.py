"""Derived rows follow content: what a transaction changes is written as it commits."""

from Acquisition import aq_chain
from onewindow_policy.snapshots.interfaces import IProjection
from Products.CMFCore.interfaces import IIndexQueueProcessor
from Products.CMFCore.interfaces import ISiteRoot
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.component.hooks import getSite
from zope.component.hooks import site
from zope.interface import implementer

import transaction

_collected = object()


@implementer(IIndexQueueProcessor)
class ProjectionQueueProcessor:
    """Collects what all projections have to write, until the transaction commits.

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


def _collect(content) -> None:
    current = transaction.get()
    try:
        collected = current.data(_collected)
    except KeyError:
        collected = {}
        current.set_data(_collected, collected)
    for name, projection in getUtilitiesFor(IProjection):
        if keys := projection.keys(content):
            if not collected:
                current.addBeforeCommitHook(write_collected, (_site_of(content),))
            collected.setdefault(name, {}).update(dict.fromkeys(keys))


def _site_of(content):
    """Return the site of `content`; who commits may have left it already."""
    holders = (each for each in aq_chain(content) if ISiteRoot.providedBy(each))
    return getSite() or next(holders, None)


def write_collected(portal) -> None:
    """Have all projections write what this transaction changed in `portal`, with it.

    What cannot be written fails the transaction: the rows would say what is no longer so.
    """
    try:
        collected = transaction.get().data(_collected)
    except KeyError:
        return
    waiting = dict(collected)
    collected.clear()
    with site(portal):
        for name, keys in waiting.items():
            getUtility(IProjection, name).write(tuple(keys))

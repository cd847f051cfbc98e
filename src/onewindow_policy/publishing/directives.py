"""ZCML that registers one thing for each of many names."""

from zope.component.zcml import adapter
from zope.configuration.fields import GlobalObject
from zope.configuration.fields import Tokens
from zope.interface import Interface
from zope.schema import TextLine


class IIndexersDirective(Interface):
    """Register an indexer for each of some indexes and columns of the catalog."""

    names = Tokens(
        title="The names of the indexes and columns", value_type=TextLine(title="Name")
    )
    factory = GlobalObject(title="What `plone.indexer.indexer` made")


def register_indexers(_context, names, factory) -> None:
    """See `IIndexersDirective`."""
    for name in names:
        adapter(_context, factory=[factory], name=name)

"""Keep the catalog from taking an item's values for those of what the item holds."""

from plone.dexterity.interfaces import IDexterityContent
from plone.indexer import indexer
from zope.interface import Interface


class IPlainContent(Interface):
    """Content of ours that has none of the values of stock types.

    An attribute that an object lacks is looked for in its schemata and then all the way
    up the site: two thirds of the time of indexing goes into finding nothing.
    """


@indexer(IDexterityContent)
def nothing_of_its_own(content):
    """No value.

    The catalog asks objects for attributes, and an object in an item acquires those of
    the item: its guides and forms would be filed under its category and life events.
    Registered for each of our indexes and columns, below the indexers of the types that
    do have a value.
    """
    raise AttributeError


@indexer(IPlainContent)
def nothing_of_stock_types(content):
    """No value, for the indexes and columns of events, comments and links."""
    raise AttributeError

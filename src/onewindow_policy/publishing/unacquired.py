"""Keep the catalog from taking an item's values for those of what the item holds."""

from onewindow_policy.publishing.interfaces import IPlainContent
from plone.dexterity.interfaces import IDexterityContent
from plone.indexer import indexer


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

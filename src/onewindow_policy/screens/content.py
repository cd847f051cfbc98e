"""Screens as content."""

from onewindow_policy.screens.interfaces import IScreen
from plone.dexterity.content import Item
from zope.interface import implementer


@implementer(IScreen)
class Screen(Item):
    """See `IScreen`."""

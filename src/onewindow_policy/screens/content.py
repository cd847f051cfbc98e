"""Screens as content."""

from onewindow_policy.publishing.interfaces import IPlainContent
from onewindow_policy.screens.interfaces import IScreen
from plone.dexterity.content import Item
from zope.interface import implementer


@implementer(IScreen, IPlainContent)
class Screen(Item):
    """See `IScreen`."""

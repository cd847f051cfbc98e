"""Journeys as content."""

from onewindow_policy.journeys.interfaces import IJourney
from onewindow_policy.publishing.interfaces import IPlainContent
from onewindow_policy.publishing.interfaces import IPublishable
from plone.dexterity.content import Item
from zope.interface import implementer


@implementer(IJourney, IPublishable, IPlainContent)
class Journey(Item):
    """See `IJourney`."""

    # Else it would acquire those that the portal's type has for its methods.
    aliases = None

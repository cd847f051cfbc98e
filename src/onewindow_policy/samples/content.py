"""Sample documents as content."""

from onewindow_policy.publishing.interfaces import IPlainContent
from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.samples.interfaces import ISampleDocument
from plone.dexterity.content import Item
from zope.interface import implementer


@implementer(ISampleDocument, IPublishable, IPlainContent)
class SampleDocument(Item):
    """See `ISampleDocument`."""

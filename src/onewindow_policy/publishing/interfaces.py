"""What goes through drafting, review, publication and archiving."""

from zope.interface import Attribute
from zope.interface import Interface


class IPublishable(Interface):
    """Content under `publication_workflow`."""


class IPublicationRule(Interface):
    """A rule that content must meet to be public.

    Rooms register subscription adapters of their types; all of them are asked, so that
    a refusal names everything that is missing at once.
    """

    context = Attribute("The content object that is to be published.")

    def find_gaps():
        """Return the `publishing.gaps.Gap`s that stand against publication."""

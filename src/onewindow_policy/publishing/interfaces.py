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


class IAdministered(Interface):
    """A place, or what the site works by: its address and what it means to others are the
    administrators'.

    Types declare it. Where single objects of a type are meant, its room registers an
    adapter that returns the object, or None.
    """


class IContentUse(Interface):
    """Names what uses content, before that goes.

    Rooms register named utilities; all of them are asked.
    """

    def __call__(contents):
        """Return messages that each tell one use of the objects in `contents`.

        They are the parts of a sentence that go on from “it must stay: …”, and say what
        to do first. Raises `DatabaseUnavailable` when that cannot be known.
        """

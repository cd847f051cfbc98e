"""What goes through drafting, review, publication and archiving."""

from zope.interface import Attribute
from zope.interface import Interface


class IPublishable(Interface):
    """Content under `publication_workflow`. Types declare it."""


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


class IRoom(Interface):
    """A room of the site: one of the folders that the profile makes, whose addresses
    everything links to.

    It is public for good and looks as the product made it: it has no transitions, no
    choice of display, no revision and no other name, and stays.
    """


class IEditedPlaces(Interface):
    """Knows places besides the rooms of the site in which roles of editors are given: a
    named utility."""

    def has_permission(user, permission: str) -> bool:
        """Return whether `user` has `permission` in any of them."""


class IContentUse(Interface):
    """Names what uses content, before that goes.

    Rooms register named utilities; all of them are asked.
    """

    def __call__(contents):
        """Return messages that each tell one use of the objects in `contents`.

        They are the parts of a sentence that go on from “it must stay: …”, and say what
        to do first. Raises `DatabaseUnavailable` when that cannot be known.
        """


class IAddressUse(Interface):
    """Names what needs content where it stands, before it goes or gets another address.

    Rooms register named utilities; all of them are asked.
    """

    def __call__(contents):
        """Return messages that each tell one such use of the objects in `contents`.

        They are said as those of `IContentUse` are, and also to who moves or renames.
        """


class IHidingEffect(Interface):
    """Names what hiding content takes from residents elsewhere, where no link tells it.

    Rooms register named utilities; all of them are asked.
    """

    def __call__(contents):
        """Return sentences about what hiding the objects in `contents` leads to."""


class IFurtherStep(Interface):
    """A step that the bar above a page offers to those who may open what it leads to.

    Rooms register subscription adapters of their types, which return None where there is
    none.
    """

    title = Attribute("What the button says.")
    url = Attribute("Where it leads.")


class ICoded(Interface):
    """Content that is found by a code of its own, which paper and records repeat.

    Its short name is the code in small letters, and cannot be another.
    """

    code_field = Attribute("The name of the field that holds the code.")


class ICodeUse(Interface):
    """Names what repeats the code of content, so that the code cannot be changed.

    Rooms register named utilities; all of them are asked.
    """

    def __call__(content, code):
        """Return messages that each tell one use of `code`, over or not.

        It is the code of `content`, which may have been given another meanwhile.

        They are the parts of a sentence that go on from “the code stays: …”. Raises
        `DatabaseUnavailable` when that cannot be known.
        """


class IPlainContent(Interface):
    """Content of ours that has none of the values of stock types.

    An attribute that an object lacks is looked for in its schemata and then all the way
    up the site: two thirds of the time of indexing goes into finding nothing. Types declare
    it.
    """


class ISearchable(Interface):
    """An adapter of content that the residents' search may find."""

    def document():
        """Return the `publishing.searchable.Document` of it, None for what residents
        shall not find.

        Whether it is public is not asked here.
        """

    def dependents():
        """Return the content whose documents tell what this content says: a service's
        guides, samples …; they are indexed anew with it."""


class IProse(Interface):
    """An adapter of content: what of it is prose, which is printed as Chinese is."""

    def passages():
        """Yield the `publishing.prose.Passage`s of it, in the order of its form."""

    def punctuate():
        """Set the punctuation of all passages, and return those that changed, as typed."""


class ILintRule(Interface):
    """Knows a kind of sentence that says nothing, or is not true: a named utility.

    Rooms register rules for what they know of; all of them are asked about any content.
    """

    def __call__(content):
        """Yield the `publishing.linting.Finding`s in `content`.

        There are none where the rule is not about such content.
        """

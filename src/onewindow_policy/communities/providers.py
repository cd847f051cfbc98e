"""What later rooms register, and this one asks of them, without knowing who they are."""

from zope.interface import Interface


class IItemLookup(Interface):
    """Finds the item whose guide somebody came from to choose a community.

    The room that holds items registers the one utility.
    """

    def __call__(code):
        """Return the item with this code, public or not, or None."""


class IPlaceMatters(Interface):
    """Hands what refers to a community to another one, when the two are merged.

    Rooms register named utilities; all of them are asked.
    """

    def codes():
        """Return the codes of communities that any of it refers to.

        Raises `DatabaseUnavailable` when they cannot be known.
        """

    def count(community):
        """Return the `matters.Matter`s of `community`, in the order of the page.

        `community` is content, or a `matters.PlaceByCode`. Raises `DatabaseUnavailable`
        when they cannot be known.
        """

    def hand_over(community, target):
        """Make all that `count` counts refer to `target`, within this transaction."""


class IUnitMatters(Interface):
    """Hands what refers to a unit to another one, when that takes over what it did.

    Rooms register named utilities; all of them are asked.
    """

    def hand_over(unit, successor):
        """Make all that refers to `unit` refer to `successor`, within this transaction.

        Raises `DatabaseUnavailable`.
        """

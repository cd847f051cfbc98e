"""What is wrong with what somebody typed, in words that say what to do next."""

from zope.interface import Invalid


class UnfitAnswer(Invalid):
    """An answer that cannot be taken; its argument is the message for the resident.

    The message never repeats the number or name itself: errors end up in logs.
    """


class UnfitNumber(UnfitAnswer):
    """A number of a document, a phone or a card that cannot be right."""


class UnfitName(UnfitAnswer):
    """A person's name that cannot be right."""

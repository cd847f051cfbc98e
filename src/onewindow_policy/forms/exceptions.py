"""What is wrong with an answer, in words that say what to do next."""

from zope.interface import Invalid


class UnfitAnswer(Invalid):
    """An answer that cannot be taken; its argument is the message for the resident.

    The message never repeats the answer: errors end up in logs.
    """


class UnfitNumber(UnfitAnswer):
    """An identity, phone or card number that cannot be right."""


class UnfitName(UnfitAnswer):
    """A person's name that cannot be right."""


class UnknownCommunity(UnfitAnswer):
    """A code that no community of the city has."""


class UnfitFile(UnfitAnswer):
    """A file that cannot be taken in."""


class NonceForged(ValueError):
    """What a form carries was not made here, or not for this form."""


class NonceStale(ValueError):
    """A form was open for too long; `nonce` is what it carries."""

    def __init__(self, nonce):
        super().__init__()
        self.nonce = nonce


class SubmissionHeld(Exception):
    """A form is shown again before it is taken in; `message` says why."""

    def __init__(self, message):
        super().__init__()
        self.message = message


class UnreadableCondition(ValueError):
    """A condition of a field that does not follow the syntax."""


class UnfitModel(ValueError):
    """A form's model that cannot be read."""

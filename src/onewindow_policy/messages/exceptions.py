"""Why a message was not sent, in words that name no person."""


class NotSent(Exception):
    """The text says why, without an address: an answer's code, or the kind of an error."""


class Refused(NotSent):
    """It will never be taken."""


class NotNow(NotSent):
    """It may be taken later.

    `is_for_all` says that no other one would be taken now either.
    """

    def __init__(self, reason: str, *, is_for_all: bool = False):
        super().__init__(reason)
        self.is_for_all = is_for_all


class OutcomeUncertain(NotSent):
    """It was handed over, and nobody said that it was taken."""


class NotOffered(Exception):
    """There is no way to send it: nothing is set up."""


class MessageUnknown(LookupError):
    """There is no such message, or nothing to decide about it."""

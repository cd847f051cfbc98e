"""What can be wrong with what somebody wants of a suggestion, as people are told it."""

from onewindow_policy import _
from onewindow_policy.feedback.details import Detail
from zope.i18nmessageid import Message


class SuggestionError(Exception):
    """Something is wrong; `message` tells the person what to do about it.

    `field` names what was filled in wrongly, where it was one thing.
    """

    message: Message
    field = ""


class NumberMistyped(SuggestionError):
    """What was typed cannot be the number of a suggestion; `message` says why."""

    def __init__(self, message: Message):
        super().__init__(message)
        self.message = message


class SuggestionUnknown(SuggestionError):
    """There is no such suggestion, or not for this person: nobody is told which."""

    message = _(
        "error_suggestion_unknown",
        default="There is no suggestion with this number that you can open.",
    )


class SuggestionChanged(SuggestionError):
    """Somebody else changed the suggestion since it was looked at."""

    message = _(
        "error_suggestion_changed",
        default=(
            "A colleague has changed this suggestion meanwhile. Look at how it stands"
            " now; what you wrote is still below."
        ),
    )


class NotPossible(SuggestionError):
    """An operation does not fit how the suggestion stands."""

    message = _(
        "error_suggestion_not_possible",
        default="This is not possible as the suggestion stands now.",
    )


class AlreadyErased(SuggestionError):
    """What the sender wrote was erased when its time was over."""

    message = _(
        "error_suggestion_erased",
        default=(
            "What the sender wrote has been erased, as its time was over. There is"
            " nothing left to answer or to publish."
        ),
    )


class TextUnfit(SuggestionError):
    """A text is missing or too long; `field` names it."""

    def __init__(self, field: str, message: Message):
        super().__init__(field)
        self.field = field
        self.message = message


class DetailsLeft(SuggestionError):
    """A text that was to be published tells who somebody is; nothing was published.

    `details` are what was found, by the name of the text.
    """

    message = _(
        "error_details_left",
        default=(
            "Nothing was published: the text still has numbers or addresses of a"
            " person. Take out what is named below."
        ),
    )

    def __init__(self, details: dict[str, tuple[Detail, ...]]):
        super().__init__(*details)
        self.details = details

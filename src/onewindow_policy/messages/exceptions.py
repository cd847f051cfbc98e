"""Why a message was not sent, in words that name no person."""

from collections.abc import Iterable
from onewindow_policy import _
from zope.i18nmessageid import Message


class NotSent(Exception):
    """The text says why, without an address: an answer's code, or the kind of an error.

    `is_for_all` says that no other one would fare better in this way now.
    """

    def __init__(self, reason: str, *, is_for_all: bool = False):
        super().__init__(reason)
        self.is_for_all = is_for_all


class Refused(NotSent):
    """It will never be taken."""


class NotNow(NotSent):
    """It may be taken later."""


class OutcomeUncertain(NotSent):
    """It was handed over, and nobody said that it was taken."""


class NotOffered(Exception):
    """There is no way to send it: nothing is set up."""


class MessageUnknown(LookupError):
    """There is no such message, or nothing to decide about it."""


class TextUnknown(LookupError):
    """There is no such text, or no such version of it."""


class TextChanged(Exception):
    """Another version holds than the one that was looked at."""

    message = _(
        "error_text_changed",
        default=(
            "Nothing was changed: somebody saved another version meanwhile. Below you see"
            " all of them as they stand."
        ),
    )


class TextUnchanged(Exception):
    """A version says what holds already."""

    message = _(
        "error_text_unchanged",
        default="Nothing was changed: this version says what holds already.",
    )


class RecipientChanged(Exception):
    """Whom a message was for is told in another way by now, or has another number."""

    message = _(
        "error_message_recipient_changed",
        default=(
            "This did not go: the person has another number or address by now, or is told"
            " in another way. Have the window phone them, or give this message up."
        ),
    )


class RecordGone(Exception):
    """What a message tells of was erased, or is only stored: nobody is told of it."""

    message = _(
        "error_message_record_gone",
        default=(
            "This did not go: what it tells of was erased, or is only stored for the"
            " archive. Nobody is told of it any more; give this message up."
        ),
    )


class TextUnfit(ValueError):
    """A text cannot be sent; `message` says why, and in which line."""

    def __init__(self, message: Message):
        super().__init__(message)
        self.message = message

    @classmethod
    def of_variable(
        cls, title: Message, number: int, line: str, known: Iterable[str]
    ) -> "TextUnfit":
        """Return that a line has a variable that is none."""
        return cls(
            _(
                "error_text_variable",
                default=(
                    "${title}, line ${number} (${line}): a variable is none of those that"
                    " this message has: ${known}. Nothing else about a person can be said"
                    " in a message."
                ),
                mapping={
                    "title": title,
                    "number": number,
                    "line": line,
                    "known": "、".join(f"${{{each}}}" for each in known),
                },
            )
        )

    @classmethod
    def of_length(cls, title: Message, length: int, longest: int) -> "TextUnfit":
        """Return that a short message is too long."""
        return cls(
            _(
                "error_text_long",
                default=(
                    "${title}: with its signature and what is filled in this short message"
                    " has ${length} characters; ${longest} are the most."
                ),
                mapping={"title": title, "length": length, "longest": longest},
            )
        )

"""Why something that was sent is not taken in just now, as people are told it."""

from datetime import timedelta
from math import ceil
from onewindow_policy import _
from onewindow_policy.records.attempts import TooOften
from zope.i18nmessageid import Message


class NoRoomToPark(Exception):
    """Files cannot be kept until the form is complete."""

    message = _(
        "error_no_room_to_park",
        default="Your files could not be kept. Please choose them again before sending.",
    )


class KeptNumberMistyped(Exception):
    """What was typed cannot be the number of a kept form; `message` says why."""

    def __init__(self, message: Message):
        super().__init__(message)
        self.message = message


class KeptFormRefused(Exception):
    """Number and code do not open a kept form: nobody is told which is wrong."""

    message = _(
        "error_kept_form",
        default=(
            "These two numbers open nothing. Please compare them digit by digit. A kept"
            " form is erased after the day that you were told, and when it was sent."
        ),
    )


class TooManyTries(TooOften):
    """Too much was tried from an address; `wait` is how long until it may go on."""

    @property
    def message(self) -> Message:
        return _(
            "error_too_many_tries",
            default=(
                "There were too many tries from your network. Please try again in"
                " ${minutes} minutes, or call the window."
            ),
            mapping={"minutes": ceil(self.wait / timedelta(minutes=1))},
        )

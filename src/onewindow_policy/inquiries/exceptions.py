"""What can be wrong with what somebody wants of an inquiry, as people are told it."""

from onewindow_policy import _
from zope.i18nmessageid import Message


class InquiryError(Exception):
    """Something is wrong; `message` tells the person what to do about it.

    `field` names what was filled in wrongly, where it was one thing.
    """

    message: Message
    field = ""


class InquiryNumberMistyped(InquiryError):
    """What was typed cannot be the number of an inquiry; `message` says why."""

    def __init__(self, message: Message):
        super().__init__(message)
        self.message = message


class InquiryUnknown(InquiryError):
    """There is no such inquiry, or not for this person: nobody is told which."""

    message = _(
        "error_inquiry_unknown",
        default="There is no inquiry with this number that you can open.",
    )


class InquiryChanged(InquiryError):
    """Somebody else changed the inquiry since it was looked at."""

    message = _(
        "error_inquiry_changed",
        default=(
            "A colleague has noted something on this inquiry meanwhile. Look at how it"
            " stands now; what you wrote is still below."
        ),
    )


class NoNotice(InquiryError):
    """There is no notice about the inquiry that could be printed."""

    message = _(
        "error_no_notice",
        default=("Nothing to print: the notice was not made, or has been erased."),
    )


class InquiryUnfit(InquiryError):
    """What was typed is missing, too long, or contradicts itself; `field` names it."""

    def __init__(self, field: str, message: Message):
        super().__init__(field)
        self.field = field
        self.message = message

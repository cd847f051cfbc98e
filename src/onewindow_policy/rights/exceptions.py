"""What can be wrong with a request of a person about their data, as people are told it."""

from onewindow_policy import _
from zope.i18nmessageid import Message


class RightsError(Exception):
    """Something is wrong; `message` tells the person what to do about it."""

    message: Message


class RequestUnknown(RightsError):
    """There is no such request, or not for this person."""

    message = _(
        "error_rights_unknown",
        default="There is no request with this number where you work.",
    )


class SubjectUnknown(RightsError):
    """There is no such case or suggestion any more."""

    message = _(
        "error_rights_subject_unknown",
        default=(
            "There is nothing with this number, or it was erased. Please compare the"
            " number with the receipt."
        ),
    )


class NotPossible(RightsError):
    """The request is not in a state for this, or of another kind."""

    message = _(
        "error_rights_not_possible",
        default="This is not possible as the request stands now. Look at it again.",
    )


class ReasonMissing(RightsError):
    """A refusal has no reason (个人信息保护法 article 50)."""

    message = _(
        "error_rights_reason_missing",
        default="Please write why it is refused: the person is told the reason.",
    )


class WishUnfit(RightsError):
    """A correction does not say what is wrong, or is too long."""

    message = _(
        "error_rights_wish_unfit",
        default="Please write in a few sentences what is wrong, and what is right.",
    )

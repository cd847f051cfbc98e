"""What can be wrong with a request of a person about their data, as people are told it."""

from onewindow_policy import _
from zope.i18nmessageid import Message


class RightsError(Exception):
    """Something is wrong; `message` tells the person what to do about it.

    `field` names what was filled in wrongly, where it was one thing.
    """

    message: Message
    field = ""


class RequestNumberMistyped(RightsError):
    """What was typed cannot be the number of a request; `message` says why."""

    def __init__(self, message: Message):
        super().__init__(message)
        self.message = message


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
    field = "subject"


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
    field = "reason"


class WishUnfit(RightsError):
    """A correction does not say what is wrong, or is too long."""

    message = _(
        "error_rights_wish_unfit",
        default="Please write in a few sentences what is wrong, and what is right.",
    )
    field = "wish"


class KindMissing(RightsError):
    """Nobody said what the person asks for."""

    message = _(
        "error_rights_kind_missing",
        default="Please choose what the person asks for.",
    )
    field = "kind"


class PersonUnchecked(RightsError):
    """Who asks at the window did not show who they are."""

    message = _(
        "error_rights_person_unchecked",
        default=(
            "Please compare the identity card with the record first, and tick that you"
            " did. Somebody else's data are given to nobody."
        ),
    )
    field = "checked"


class NotCorrected(RightsError):
    """A record has nothing that staff correct."""

    message = _(
        "error_rights_not_corrected",
        default=(
            "A form that is kept half filled in is corrected by its person, who goes on"
            " filling it in with its number and code."
        ),
    )
    field = "kind"


class EraseUnconfirmed(RightsError):
    """Nobody said that they read what is deleted."""

    message = _(
        "error_rights_erase_unconfirmed",
        default="Please read what is deleted, and tick that you did.",
    )
    field = "confirmed"


class ValuesUnfit(RightsError):
    """What was typed cannot stand in the record."""

    message = _(
        "error_rights_values_unfit",
        default=(
            "Nothing was changed: something that you typed cannot be right. Please compare"
            " it with the paper of the person."
        ),
    )


class NothingChanged(RightsError):
    """A correction changes nothing."""

    message = _(
        "error_rights_nothing_changed",
        default="Nothing is changed yet. Please type what is right.",
    )


class NotPrinted(RightsError):
    """Something could not be printed, so that nobody was given anything."""


class CopyNotPrinted(NotPrinted):
    """A copy could not be printed; that it was handed over must not be kept."""

    message = _(
        "error_rights_not_printed",
        default=(
            "The PDF could not be made just now. Please try again later, or take the"
            " format for computers."
        ),
    )


class ReplyNotPrinted(NotPrinted):
    """An answer could not be printed."""

    message = _(
        "error_rights_reply_not_printed",
        default="The answer could not be printed just now. Please try again later.",
    )

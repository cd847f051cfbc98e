"""What can be wrong with a question or an answer, as whoever wrote it is told."""

from onewindow_policy import _
from zope.i18nmessageid import Message


class QuestionError(Exception):
    """Something is wrong; `message` says what to do about it, `field` where."""

    field = ""
    message: Message


class QuestionUnknown(QuestionError):
    """There is no such question."""

    message = _("error_question_unknown", default="There is no such question.")


class QuestionNumberMistyped(QuestionError):
    """What was typed is no number of a question; `args[0]` says why."""

    def __init__(self, why: Message):
        super().__init__(why)
        self.message = why


class QuestionChanged(QuestionError):
    """A colleague was quicker."""

    message = _(
        "error_question_changed",
        default=(
            "A colleague was quicker, and nothing was saved. Below is how it stands now;"
            " what you typed is still there."
        ),
    )


class NotYours(QuestionError):
    """Somebody may not do this with the question as it stands."""

    message = _(
        "error_question_not_yours",
        default=(
            "This cannot be done with the question as it stands now, or not by you."
            " Nothing was saved."
        ),
    )


class ItemMissing(QuestionError):
    """It was not said which service the question is about."""

    field = "item"
    message = _(
        "error_question_no_item", default="Choose the service that you ask about."
    )


class CommunityMissing(QuestionError):
    """It was not said for which window somebody asks."""

    field = "community"
    message = _("error_question_no_window", default="Say for which window you ask.")


class NobodyToAsk(QuestionError):
    """The guide names nobody who decides about the service there."""

    field = "community"
    message = _(
        "error_question_nobody",
        default=(
            "The guide of this service names no unit that decides about it for this"
            " community. Ask who coordinates your window, and tell the editors of the"
            " guide."
        ),
    )


class TextMissing(QuestionError):
    """Nothing was written in `field`."""

    message = _("error_question_text_missing", default="Nothing is written here yet.")

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


class TextTooLong(QuestionError):
    """The text in `field` is longer than `longest` characters."""

    def __init__(self, field: str, longest: int):
        super().__init__(field)
        self.field = field
        self.message = _(
            "error_question_too_long",
            default="This is longer than ${longest} characters. Please shorten it.",
            mapping={"longest": longest},
        )


class NamesAPerson(QuestionError):
    """The text in `field` has what looks like a number of a person."""

    message = _(
        "error_question_personal",
        default=(
            "There is a number in it that looks like that of an identity card, a bank"
            " card, a mobile phone or a case. All windows of the city read this: take it"
            " out, and write without saying who it is about."
        ),
    )

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


class TellerMissing(QuestionError):
    """An answer from the phone does not say who gave it."""

    field = "told_by"
    message = _(
        "error_question_teller",
        default="Write who in the department said so: the name, or the desk.",
    )


class ToldDayUnfit(QuestionError):
    """An answer from the phone does not say on which day it was given, or one that cannot
    be."""

    field = "told_on"
    message = _(
        "error_question_told_on",
        default=(
            "Enter the day on which they said so: not before the question, and not after"
            " today."
        ),
    )


class GuideRefused(QuestionError):
    """The guide cannot take the question; `message` says why."""

    def __init__(self, message: Message):
        super().__init__(message)
        self.message = message

"""What can be wrong with what somebody wants of a case, as people are told it."""

from onewindow_policy import _
from zope.i18nmessageid import Message


class CaseError(Exception):
    """Something is wrong; `message` tells the person what to do about it.

    `field` names what was filled in wrongly, where it was one thing.
    """

    message: Message
    field = ""


class Mistyped(CaseError):
    """What was typed cannot be right; `message` says what is wrong with it."""

    def __init__(self, message: Message):
        super().__init__(message)
        self.message = message


class CaseNumberMistyped(Mistyped):
    """What was typed cannot be the number of a case."""


class QueryCodeMistyped(Mistyped):
    """What was typed cannot be a query code."""


class TransitionNotAllowed(CaseError):
    """A person has no part in a transition, or there is none of that name."""

    message = _(
        "error_transition_not_allowed",
        default="You cannot do this with a case. Ask a colleague who can.",
    )


class TransitionNotPossible(CaseError):
    """A transition does not start at the state of the case."""

    message = _(
        "error_transition_not_possible",
        default=(
            "This is not possible as the case stands now. Look at the case again."
        ),
    )


class CaseOver(TransitionNotPossible):
    """An applicant wants something of a case that is over; `case` is what they may know
    of it, who proved that it is theirs."""

    message = _(
        "error_case_over",
        default=(
            "This application was closed before you could withdraw it. Below you see"
            " what became of it; nothing was changed."
        ),
    )

    def __init__(self, case):
        super().__init__()
        self.case = case


class ReasonMissing(CaseError):
    """A transition that the applicant must be given a reason for has none."""

    field = "reason"
    message = _(
        "error_case_reason_missing",
        default="Write the reason; the applicant reads it.",
    )


class ReasonTooLong(CaseError):
    """A reason is longer than an applicant is told one."""

    field = "reason"
    message = _(
        "error_case_reason_too_long",
        default="The reason is longer than 2,000 characters. Please shorten it.",
    )


class CaseUnknown(CaseError):
    """There is no such case, or none that this person may see: nobody is told which."""

    message = _(
        "error_case_unknown",
        default="There is no case with this number that you can open.",
    )


class CodeRefused(CaseError):
    """Number and code do not belong together; nobody is told which of them is wrong."""

    message = _(
        "error_code_refused",
        default=(
            "Number and query code do not match. Please compare both with your receipt,"
            " or ask at the window with your identity card."
        ),
    )


class CaseSealed(CaseError):
    """What is personal in a case is for this person only once they said why."""

    message = _(
        "error_case_sealed",
        default="Say first why you open this case. Its files open after that.",
    )


class ReasonUnknown(CaseError):
    """Somebody opens a case without any of the reasons that there are."""

    field = "why"
    message = _("error_disclosure_reason", default="Choose why you open this case.")


class CaseChanged(CaseError):
    """Somebody else changed the case since it was looked at."""

    message = _(
        "error_case_changed",
        default=(
            "A colleague has changed this case meanwhile. Look at it again before you"
            " go on."
        ),
    )


class FileShut(CaseError):
    """A file that opens for nobody."""


class FileUnscanned(FileShut):
    """Nobody has looked yet whether a virus is in a file."""

    message = _(
        "error_file_unscanned",
        default=(
            "This file has not been scanned for viruses yet and cannot be opened. It opens"
            " by itself once it was; if that takes longer than a day, tell the operator."
        ),
    )


class FileRuns(FileShut):
    """A PDF does more than show its pages."""

    message = _(
        "error_file_of_case_runs",
        default=(
            "There are commands, films or other files in this PDF that would run or open on"
            " this computer, so it stays shut. Ask the applicant to bring the paper, or to"
            " hand it in anew."
        ),
    )


class FileUnreadable(FileShut):
    """A PDF has a password, is not whole, or is of a kind that is not shown."""

    message = _(
        "error_file_of_case_unreadable",
        default=(
            "This PDF cannot be read: it has a password, or is damaged. Ask the applicant"
            " to bring the paper, or to hand it in anew."
        ),
    )


class FileUnjudged(FileShut):
    """Nobody could look at a PDF just now."""

    message = _(
        "error_file_of_case_unjudged",
        default=(
            "This PDF cannot be checked just now, so it stays shut. Please open it again in"
            " a few minutes; if that goes on, tell the operator."
        ),
    )


class FileInfected(FileShut):
    """A virus was found in a file."""

    message = _(
        "error_file_of_case_infected",
        default=(
            "A virus was found in this file, so it stays shut. Ask the applicant to bring"
            " the paper, or to hand it in anew."
        ),
    )


class ReceiptClosed(CaseError):
    """A receipt can no longer be opened without the query code, or never could."""

    message = _(
        "error_receipt_closed",
        default="For your safety, please enter the query code of your receipt.",
    )

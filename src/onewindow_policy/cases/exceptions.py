"""What can be wrong with what somebody wants of a case, as people are told it."""

from datetime import timedelta
from math import ceil
from onewindow_policy import _
from onewindow_policy.records.attempts import TooOften
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


class NothingMissing(TransitionNotPossible):
    """An applicant hands something in that nobody waits for; `case` is what they may know
    of it, who proved that it is theirs."""

    message = _(
        "error_nothing_missing",
        default=(
            "Nothing is missing in this application any more, so nothing was taken in."
            " Below you see how it stands."
        ),
    )

    def __init__(self, case):
        super().__init__()
        self.case = case


class CaseUnknown(CaseError):
    """There is no such case, or none that this person may see: nobody is told which."""

    message = _(
        "error_case_unknown",
        default="There is no case with this number that you can open.",
    )


class PaperUnknown(CaseError):
    """A case has no paper of this number."""

    message = _(
        "error_paper_unknown",
        default="This case has no such paper. Its papers are listed on this page.",
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


class SearchUnfit(CaseError):
    """What was typed is nothing that finds a case; `message` says why where it is known."""

    field = "text"
    message = _(
        "error_case_search_unfit",
        default=(
            "This finds nothing. Type a case number, a phone number or its last 4 digits,"
            " the number of a document, or a name of 2 characters or more."
        ),
    )

    def __init__(self, message: Message | None = None):
        super().__init__(message or self.message)
        self.message = message or self.message


class SearchedTooOften(TooOften, CaseError):
    """An account searched as often in an hour as the city allows."""

    @property
    def message(self) -> Message:
        return _(
            "error_case_search_too_often",
            default=(
                "You have searched too often in this hour. Please go on in ${minutes}"
                " minutes."
            ),
            mapping={"minutes": ceil(self.wait / timedelta(minutes=1))},
        )

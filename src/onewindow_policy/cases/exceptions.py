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


class NothingUntold(CaseError):
    """There is nothing left that no message told."""

    message = _(
        "error_nothing_untold",
        default="Somebody was faster: there is nothing left to tell on the phone.",
    )


class UndoNotPossible(CaseError):
    """The step that ended a case cannot be undone, or not any more."""

    message = _(
        "error_undo_not_possible",
        default=(
            "This cannot be taken back any more: the time is over, the paper was opened, or"
            " the applicant has been told or has looked. Look at the case again."
        ),
    )


class PaperCancelled(CaseError):
    """A paper belongs to a step that was undone: nobody was given it, and nobody is."""

    message = _(
        "error_paper_cancelled",
        default=(
            "This paper was cancelled with the step that made it. Nobody was given it, and"
            " it is not printed any more; its number stays."
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


class ChangeUnknown(CaseError):
    """That a case went to another window is not up to this person to know."""

    message = _(
        "error_change_unknown",
        default="This is not for your window. Look at the list again.",
    )


class CaseOpen(CaseError):
    """A case is not closed yet."""

    message = _("error_case_open", default="This case is not closed yet.")


class NoUnit(CaseError):
    """A person decides for no unit that works in this system."""

    message = _(
        "error_no_unit", default="You decide for no office that works in this system."
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


class PersonRefused(CaseError):
    """The number of a document is not that of who applied."""

    message = _(
        "error_person_refused",
        default=(
            "This is not the number that was entered last time. Please compare it with the"
            " document of the applicant, or ask at the window with it."
        ),
    )


class CaseSealed(CaseError):
    """What is personal in a case is for this person only once they said why."""

    message = _(
        "error_case_sealed",
        default="Say first why you open this case. Its files open after that.",
    )


class ArchiveDutyRuns(CaseError):
    """A case is not erased, since the archive wants it kept."""

    message = _(
        "error_archive_duty",
        default=(
            "An archive duty runs for this case: it is destroyed by a destruction list"
            " only."
        ),
    )


class CaseStored(CaseError):
    """A case is only stored for the archive, and does not open to this person."""

    message = _(
        "error_case_stored",
        default=(
            "The term of this case is over: it is only stored for the archive and does"
            " not open here. Whoever keeps the archive, or a supervisor, opens it with a"
            " reason."
        ),
    )


class ReasonUnknown(CaseError):
    """Somebody opens a case without any of the reasons that there are."""

    field = "why"
    message = _("error_disclosure_reason", default="Choose why you open this case.")


class RevealReasonUnknown(CaseError):
    """Somebody has numbers of a case shown whole without any of the reasons that there
    are."""

    field = "reveal-why"
    message = _(
        "error_reveal_reason", default="Choose why you need the numbers in full."
    )


class SheetUnknown(CaseError):
    """A sheet is not somebody's to take down, or is down."""

    message = _(
        "error_left_sheet_unknown",
        default="This sheet is down already. Below you see what hangs now.",
    )


class CaseChanged(CaseError):
    """Somebody else changed the case since it was looked at."""

    message = _(
        "error_case_changed",
        default=(
            "A colleague has changed this case meanwhile. Look at it again before you"
            " go on."
        ),
    )


class NoteMissing(CaseError):
    """Somebody leaves a note on a case that says nothing."""

    field = "case-note"
    message = _("error_note_missing", default="Write what your colleagues should know.")


class NoteTooLong(CaseError):
    """A note is longer than `longest` characters."""

    field = "case-note"

    def __init__(self, longest: int):
        super().__init__(longest)
        self.message = _(
            "error_note_too_long",
            default="This note is longer than ${longest} characters. Please shorten it.",
            mapping={"longest": longest},
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


class NothingToTake(CaseError):
    """Nothing is left in the queue of somebody who leads cases on."""

    message = _(
        "error_nothing_to_take",
        default=(
            "Nothing is left: no other case waits for you, and none of your window or unit"
            " waits for somebody to take it on."
        ),
    )


class WindowUnknown(CaseError):
    """Somebody closes a day at a window that is not theirs."""

    field = "window"
    message = _("error_window_unknown", default="Choose the window at which you were.")


class NoPaper(CaseError):
    """A case has no paper that could be printed."""

    message = _("error_case_no_paper", default="There is no paper of this case.")


class NothingTicked(CaseError):
    """Something is wanted with several cases, and none is named."""

    message = _(
        "error_nothing_ticked", default="Tick the cases in the list first, then press."
    )


class NoPaperToPrint(CaseError):
    """Papers of several cases are wanted, and none has one that can be printed."""

    message = _(
        "error_no_paper_to_print",
        default="None of these cases has a paper that can be printed.",
    )


class TooManyTicked(CaseError):
    """More cases are named than one person looks through at once."""

    def __init__(self, most: int):
        super().__init__(most)
        self.message = _(
            "error_too_many_ticked",
            default="At most ${count} cases at once. Tick fewer.",
            mapping={"count": most},
        )


class BatchRefused(CaseError):
    """All or none was wanted of several cases, and one is refused; `rows` says why."""

    message = _(
        "error_batch_refused",
        default=(
            "Nothing was done, since not all of it can be. Below it says why; choose each"
            " for itself, and what is refused is left out."
        ),
    )

    def __init__(self, rows: list):
        super().__init__()
        self.rows = rows


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

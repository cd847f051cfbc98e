"""What can be wrong with what somebody wants of a case, as people are told it."""

from datetime import date
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


class ReasonMissing(CaseError):
    """A transition that the applicant must be given a reason for has none."""

    field = "reason"
    message = _(
        "error_case_reason_missing",
        default="Write the reason; the applicant reads it.",
    )


class ReasonTooLong(CaseError):
    """A text is longer than an applicant is told one: than `longest` characters."""

    def __init__(self, field: str, longest: int):
        super().__init__(field)
        self.field = field
        self.message = _(
            "error_case_reason_too_long",
            default="This text is longer than ${longest} characters. Please shorten it.",
            mapping={"longest": longest},
        )


class FactMissing(CaseError):
    """A transition lacks what has to be given with it; `field` names it."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field
        self.message = _MISSING[field]


class DayNotPossible(CaseError):
    """A day was given that is none, is not to come, or is later than may be; `latest` is
    the last one that may be, None where that is not what is wrong."""

    def __init__(self, field: str, latest: date | None = None):
        super().__init__(field)
        self.field = field
        if latest is None:
            self.message = _(
                "error_case_day",
                default="Choose a day after today.",
            )
        else:
            self.message = _(
                "error_case_day_too_late",
                default=(
                    "That is after the day by which we have promised to decide. Choose"
                    " ${latest} at the latest."
                ),
                mapping={"latest": latest.isoformat()},
            )


class DaysNotPossible(CaseError):
    """A number of days is none, or more than may be: than `most`, where that is it."""

    def __init__(self, field: str, most: int | None = None):
        super().__init__(field)
        self.field = field
        if most is None:
            self.message = _(
                "error_case_days", default="Write a number of days, such as 5."
            )
        else:
            self.message = _(
                "error_case_days_too_many",
                default="At most ${most} days may be added. Write fewer.",
                mapping={"most": most},
            )


class MaterialNotDeferrable(CaseError):
    """A material may not follow later, or nobody knows it."""

    field = "materials"
    message = _(
        "error_case_not_deferrable",
        default=(
            "One of these papers may not follow later by the guide. Choose only papers"
            " that are marked so there."
        ),
    )


class MaterialUnknown(CaseError):
    """What is said to be missing is no material of the guide any more."""

    field = "materials"
    message = _(
        "error_case_material_unknown",
        default=(
            "The guide has changed, and one of these papers is not in it any more. Look at"
            " the list again."
        ),
    )


class PromiseNotOver(CaseError):
    """Papers may still follow, until `until`."""

    def __init__(self, until: date):
        super().__init__()
        self.message = _(
            "error_case_promise_not_over",
            default=(
                "The papers may come until ${until}. It counts as withdrawn after that day"
                " only."
            ),
            mapping={"until": until.isoformat()},
        )


class ExtendedAlready(CaseError):
    """The time of a case is extended once only."""

    message = _(
        "error_case_extended",
        default="The time of this case was extended before; that is possible once only.",
    )


class OwnIntake(CaseError):
    """Who took a case in does not decide it as well, where a unit decides."""

    message = _(
        "error_case_own_intake",
        default=(
            "You took this application in, so another officer of the unit has to decide"
            " it. Please hand it to a colleague."
        ),
    )


class ColleagueUnfit(CaseError):
    """Somebody is to see to a case who cannot."""

    field = "colleague"
    message = _(
        "error_case_colleague_unfit",
        default="Choose one of the colleagues who can go on with this case.",
    )


_MISSING = {
    "colleague": _("error_case_colleague", default="Choose a colleague."),
    "ground": _("error_case_ground", default="Choose why it is not accepted."),
    "where": _(
        "error_case_where",
        default="Write which office decides about it, and where it is.",
    ),
    "materials": _("error_case_materials", default="Choose at least one paper."),
    "until": _("error_case_until", default="Choose the day by which they follow."),
    "agreed": _(
        "error_case_agreed",
        default="Have the applicant sign the promise first, and tick that they did.",
    ),
    "days": _("error_case_days", default="Write a number of days, such as 5."),
    "way": _("error_case_way", default="Choose how the result was handed out."),
    "receiver": _("error_case_receiver", default="Write who took it."),
}


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

"""What can be wrong with asking for what is missing, and with putting an answer right."""

from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError


class AskedBefore(CaseError):
    """Something is asked for a second time, and nothing says why."""

    field = "again"
    message = _(
        "error_case_asked_before",
        default=(
            "This was asked for before, or may have been. Write why it is asked for again;"
            " the supervisor reads it."
        ),
    )


class AnswerNotMendable(CaseError):
    """An answer is none that is mended on the spot, or is not asked for any more."""

    field = "field"
    message = _(
        "error_case_answer_not_mendable",
        default="Choose which answer is put right. The form may have changed since.",
    )


class MendingUnexplained(CaseError):
    """Who somebody is was put right without a word why."""

    field = "reason"
    message = _(
        "error_case_mending_unexplained",
        default="Write what was wrong: your colleagues read it, the applicant does not.",
    )


class AnswerNotPossible(CaseError):
    """The form does not take what an answer should be; `message` says why, where it
    does."""

    field = "mended"
    message = _(
        "error_case_answer_not_possible",
        default="The form does not take this. Look whether it was typed rightly.",
    )

    def __init__(self, message=None):
        super().__init__()
        self.message = message or self.message


class AnswerTheSame(CaseError):
    """Nothing is mended by what stands there already."""

    field = "mended"
    message = _(
        "error_case_answer_the_same", default="This is what stands there already."
    )

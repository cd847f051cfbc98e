"""What can be wrong with a sheet of results."""

from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError
from zope.i18nmessageid import Message


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell of a sheet, and where: the title of its page, the number of
    its row, and which of the columns."""

    page: str
    row: int
    column: str
    message: Message


class ResultsUnfit(CaseError):
    """Nothing of a sheet is taken in, for its `faults`."""

    field = "sheet"
    message = _(
        "error_results_unfit",
        default=(
            "Nothing was taken in: put right what stands below, and send the sheet again."
        ),
    )

    def __init__(self, faults: tuple[Fault, ...]):
        super().__init__()
        self.faults = faults


class NoResults(CaseError):
    """A sheet has no results in it."""

    field = "sheet"
    message = _(
        "error_no_results",
        default=(
            "This sheet has no results. Fill in the column “Result” of the sheet that you"
            " downloaded here."
        ),
    )


class TooManyResults(CaseError):
    """A sheet has more results than are taken in at once: than `most`."""

    field = "sheet"

    def __init__(self, most: int):
        super().__init__()
        self.message = _(
            "error_too_many_results",
            default="At most ${most} results are taken in at once. Divide the sheet.",
            mapping={"most": most},
        )


class SheetGone(CaseError):
    """What was sent to be checked waits no more."""

    field = "sheet"
    message = _(
        "error_results_gone",
        default=(
            "Too much time has passed since this sheet was checked, and nothing was taken"
            " in. Please send it once more."
        ),
    )

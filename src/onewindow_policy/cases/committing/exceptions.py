"""What can be wrong with a commitment instead of a paper (告知承诺)."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.pages.api import day_message


class MaterialNotCommittable(CaseError):
    """A commitment may not stand for a material, stands for it already, or nobody knows
    the material."""

    field = "materials"
    message = _(
        "error_case_not_committable",
        default=(
            "For one of these papers a commitment will not do by the guide, or there is one"
            " already. Look at the list again."
        ),
    )


class WordsChanged(CaseError):
    """What was told before a commitment are not the words that count now."""

    field = "agreed"
    message = _(
        "error_case_words_changed",
        default=(
            "What has to be told has changed meanwhile. Read it again below, then tick the"
            " box anew."
        ),
    )


class RectificationNotOver(CaseError):
    """What was found to be false may still be put right, until `until`."""

    def __init__(self, until: date):
        super().__init__()
        self.message = _(
            "error_case_rectification_not_over",
            default=(
                "It may be put right until ${until}. It is revoked after that day only."
            ),
            mapping={"until": day_message(until)},
        )

"""What can be wrong with a promise to bring a paper later (容缺)."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.pages.api import day_message


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
            mapping={"until": day_message(until)},
        )


class DayNotLater(CaseError):
    """A day that was to be later is not later than `until`, which there is."""

    def __init__(self, field: str, until: date):
        super().__init__(field)
        self.field = field
        self.message = _(
            "error_case_day_not_later",
            default="The papers may come until ${until} already. Choose a later day.",
            mapping={"until": day_message(until)},
        )


class PromiseBarred(CaseError):
    """Somebody did not keep a promise, and makes none since a day."""

    def __init__(self, since: date):
        super().__init__()
        self.message = _(
            "error_case_promise_barred",
            default=(
                "This applicant did not keep an earlier promise (${since}), so no other one"
                " is taken now. Tell what is missing instead; or ask a coordinator, who"
                " can lift this with a reason."
            ),
            mapping={"since": day_message(since)},
        )

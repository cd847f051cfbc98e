"""What can be wrong with what is given with a step of a case."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError


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

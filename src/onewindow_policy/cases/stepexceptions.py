"""What can be wrong with what is given with a step of a case."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.pages.api import day_message


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
                mapping={"latest": day_message(latest)},
            )


class DayTooFar(CaseError):
    """A day was given that was mistyped: it lies more than a year ahead."""

    message = _(
        "error_case_day_too_far",
        default="That is more than a year away. Look whether the year is right.",
    )

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


class DayToCome(CaseError):
    """A day on which something was done is none, or not over."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field
        self.message = _(
            "error_case_day_to_come", default="Choose today or a day before it."
        )


class DayBeforeAcceptance(CaseError):
    """Something was decided before it was accepted, which was on `first`."""

    field = "decided_on"

    def __init__(self, first: date):
        super().__init__()
        self.message = _(
            "error_case_day_before_acceptance",
            default="The case was accepted on ${first}. Choose that day or a later one.",
            mapping={"first": day_message(first)},
        )


class DayBeforeSteps(CaseError):
    """Something was decided before what comes first was over: from `first` on it may be."""

    field = "decided_on"

    def __init__(self, first: date):
        super().__init__()
        self.message = _(
            "error_case_day_before_steps",
            default=(
                "The steps before the decision were not over. Choose ${first} or a later"
                " day."
            ),
            mapping={"first": day_message(first)},
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
                default="The guide allows at most ${most} days more. Write fewer.",
                mapping={"most": most},
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


class DayNotWorking(CaseError):
    """Papers are to come by a day on which windows are closed; `next_day` is the first
    working day after it."""

    def __init__(self, field: str, next_day: date):
        super().__init__(field)
        self.field = field
        self.message = _(
            "error_case_day_not_working",
            default=(
                "Windows are closed on that day. Choose ${next_day}, or another working"
                " day."
            ),
            mapping={"next_day": day_message(next_day)},
        )


class ExtendedAlready(CaseError):
    """The time of a case is extended once only."""

    message = _(
        "error_case_extended",
        default="The time of this case was extended before; that is possible once only.",
    )


class NotExtensible(CaseError):
    """The guide of a case lets nobody extend it."""

    message = _(
        "error_case_not_extensible",
        default="By its guide the time of this service cannot be extended.",
    )


class NotLate(CaseError):
    """Why something is late is told once it is."""

    message = _(
        "error_case_not_late",
        default=(
            "The promised day of this case has not passed, so that there is nothing to"
            " explain. Below you see it as it stands."
        ),
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


class PhoneNotPossible(CaseError):
    """A phone cannot be right; `message` says why."""

    def __init__(self, field: str, message):
        super().__init__(field)
        self.field = field
        self.message = message


_MISSING = {
    "window": _("error_case_window", default="Choose a window."),
    "field": _(
        "error_case_field_missing", default="Choose which answer is to be put right."
    ),
    "mended": _(
        "error_case_mended_missing", default="Enter what the answer should be."
    ),
    "colleague": _("error_case_colleague", default="Choose a colleague."),
    "ground": _("error_case_ground", default="Choose why it is not accepted."),
    "where": _(
        "error_case_where",
        default="Write which office decides about it, and where it is.",
    ),
    "materials": _("error_case_materials", default="Choose at least one paper."),
    "until": _("error_case_until", default="Choose the day by which they follow."),
    "cause": _("error_case_cause", default="Choose why it is late."),
    "expected_on": _(
        "error_case_expected_on", default="Choose the day by which you expect it."
    ),
    "valid_until": _(
        "error_case_valid_until", default="Choose the day until which it is valid."
    ),
    "agreed": _(
        "error_case_agreed",
        default=(
            "Ask first whether the applicant chooses this and signs the promise, then tick"
            " it."
        ),
    ),
    "days": _("error_case_days", default="Write a number of days, such as 5."),
    "outcome": _("error_case_outcome", default="Choose what the check found."),
    "way": _("error_case_way", default="Choose how the result was handed out."),
    "photo": _("error_case_photo", default="Add a photograph of the board."),
    "objection": _("error_case_objection", default="Write what was objected."),
    "answered": _("error_case_answered", default="Choose which objection is answered."),
    "answer": _("error_case_answer", default="Write what was answered."),
    "receiver": _("error_case_receiver", default="Write who took it."),
    "seen": _(
        "error_case_seen", default="Look at the identity card first, then tick it."
    ),
    "bringer": _("error_case_bringer", default="Write who brought it there."),
    "carrier": _("error_case_carrier", default="Choose the carrier."),
    "parcel": _("error_case_parcel_missing", default="Write the number of the parcel."),
    "address": _("error_case_address", default="Write the address."),
}

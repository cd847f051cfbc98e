"""What can be wrong with how a result is handed out."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.pages.api import day_message


class ParcelNotPossible(CaseError):
    """A parcel has no such number: eight letters and digits at least."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field
        self.message = _(
            "error_case_parcel",
            default=(
                "Copy the number from the carrier's slip: 8 to 30 letters and digits."
            ),
        )


class CarrierUnknown(CaseError):
    """A parcel was sent with a carrier that the city does not name."""

    field = "carrier"
    message = _(
        "error_case_carrier_unknown", default="Choose one of the carriers of the list."
    )


class WayNotOffered(CaseError):
    """A result is wanted, or was handed out, in a way in which it is not."""

    field = "way"
    message = _(
        "error_case_way_not_offered",
        default="The result of this service is not handed out so. Choose another way.",
    )


class ResultOnItsWay(CaseError):
    """The way of a result is to be changed that was sent or handed out meanwhile; `case` is
    what the applicant may know of it now."""

    def __init__(self, case):
        super().__init__()
        self.case = case

    message = _(
        "error_case_result_on_its_way",
        default=(
            "Nothing was changed: the result was sent or handed out meanwhile. Below you"
            " see how it stands now."
        ),
    )


class WayUnfit(CaseError):
    """What an applicant chose for their result cannot be; `field` and `message` are those
    of what is wrong with it, `case` is what they may know of it."""

    def __init__(self, case, wrong: CaseError):
        super().__init__(wrong)
        self.case = case
        self.field = wrong.field
        self.message = wrong.message


class AuthorityMissing(CaseError):
    """Somebody else than the applicant took a result, and nothing says why they may."""

    field = "authority"
    message = _(
        "error_case_authority",
        default=(
            "That is not the applicant: write on whose authority they took it, such as"
            " “power of attorney” or “household register: daughter”."
        ),
    )


class DayBeforeDecision(CaseError):
    """A result was sent or handed out before it was decided, on day `first`."""

    def __init__(self, field: str, first: date):
        super().__init__(field)
        self.field = field
        self.message = _(
            "error_case_day_before_decision",
            default="It was decided on ${first}. Choose that day or a later one.",
            mapping={"first": day_message(first)},
        )

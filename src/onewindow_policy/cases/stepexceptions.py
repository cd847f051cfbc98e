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


class OriginalAway(CaseError):
    """An original is to be given back that went to `place` with a list, `number`."""

    field = "materials"

    def __init__(self, name: str, number: str, place: str):
        super().__init__(name, number, place)
        self.message = _(
            "error_case_original_away",
            default=(
                "“${name}” is not here: it went to ${place} with list ${number}. Have it"
                " handed back first."
            ),
            mapping={"name": name, "number": number, "place": place},
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


class NoticeSheetOld(CaseError):
    """The sheet of a public notice says days that began before it was hung."""

    message = _(
        "error_notice_sheet_old",
        default=(
            "The days on this sheet began on an earlier day. Make a new sheet, hang that,"
            " and then say so here."
        ),
    )


class NoticeNotHung(CaseError):
    """A public notice was not hung yet."""

    message = _(
        "error_notice_not_hung",
        default="The public notice does not hang yet. Hang it first.",
    )


class NoticeNotOver(CaseError):
    """A public notice hangs until `last_on`."""

    def __init__(self, last_on: date):
        super().__init__()
        self.message = _(
            "error_notice_not_over",
            default="The public notice hangs until ${day}. Go on after that day.",
            mapping={"day": day_message(last_on)},
        )


class NoticeStillUp(CaseError):
    """A public notice is over and still hangs."""

    message = _(
        "error_notice_still_up",
        default="Take the public notice down first: it shows a name.",
    )


class ObjectionOpen(CaseError):
    """Somebody objected to a public notice and was not answered."""

    message = _(
        "error_objection_open",
        default="Answer every objection first; then it goes on.",
    )


class ObjectionUnknown(CaseError):
    """What is answered is no objection that waits for an answer."""

    field = "answered"
    message = _(
        "error_objection_unknown",
        default="Choose an objection that is not answered yet.",
    )


class PhotoUnfit(CaseError):
    """What was sent is no photograph that can be kept; `message` says why."""

    field = "photo"

    def __init__(self, message):
        super().__init__()
        self.message = message


class OwnIntake(CaseError):
    """Who took a case in does not decide it as well, where a unit decides."""

    message = _(
        "error_case_own_intake",
        default=(
            "You took this application in, so another officer of the unit has to decide"
            " it. Please hand it to a colleague."
        ),
    )


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


class PhoneNotPossible(CaseError):
    """A phone cannot be right; `message` says why."""

    def __init__(self, field: str, message):
        super().__init__(field)
        self.field = field
        self.message = message


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


class ColleagueUnfit(CaseError):
    """Somebody is to see to a case who cannot."""

    field = "colleague"
    message = _(
        "error_case_colleague_unfit",
        default="Choose one of the colleagues who can go on with this case.",
    )


class ColleagueAway(CaseError):
    """Somebody is to see to a case who is away; `deputy` is the name of who stands in, None
    where nobody does who can go on with this one."""

    field = "colleague"

    def __init__(self, name: str, deputy: str | None):
        super().__init__(name)
        mapping = {"name": name, "deputy": deputy or ""}
        self.message = (
            _(
                "error_case_colleague_away_deputy",
                default="${name} is away, and ${deputy} stands in. Choose ${deputy}, or"
                " another colleague.",
                mapping=mapping,
            )
            if deputy
            else _(
                "error_case_colleague_away",
                default="${name} is away. Choose another colleague.",
                mapping=mapping,
            )
        )


class WindowUnfit(CaseError):
    """A case is to be given to a window to which this person cannot give it."""

    field = "window"
    message = _(
        "error_case_window_unfit",
        default="Choose one of the windows that you coordinate, in the same district.",
    )


class WindowUnstaffed(CaseError):
    """A case is to be given to a window, called `name`, at which nobody works."""

    field = "window"

    def __init__(self, name: str):
        super().__init__(name)
        self.message = _(
            "error_case_window_unstaffed",
            default="Nobody works at the window of ${name} yet. Choose another one.",
            mapping={"name": name},
        )


class NoticeHangsHere(CaseError):
    """A public notice hangs on the board of the community whose window has a case."""

    message = _(
        "error_case_notice_hangs_here",
        default=(
            "Its public notice hangs on the board of this community, which another window"
            " does not reach. Have it taken down first."
        ),
    )


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

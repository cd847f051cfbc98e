"""What a city settles about its cases."""

from collective.z3cform.datagridfield.row import DictRow
from onewindow_policy import _
from onewindow_policy.guides.resolved import LICENCE
from onewindow_policy.intake.api import SUBMISSIONS_PER_HOUR
from onewindow_policy.pages.api import day_message
from onewindow_policy.vocabularies.api import code_list
from plone.schema import JSONField
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface
from zope.interface import Invalid
from zope.interface import invariant

#: Where the registry keeps these settings, besides the working days.
CASE_SETTINGS_PREFIX = "onewindow_policy.cases"

#: Administrative Licensing Law (行政许可法) art. 32 para. 1 no. 4.
LICENCE_ACCEPTANCE_DAYS = 5

#: What takes longer than that to be looked at was mistyped.
MOST_ACCEPTANCE_DAYS = 60


class IReckonedByWorkingDays(Interface):
    """Reckons the due dates of other open records anew, when working days have changed.

    A named utility of the room that keeps them; there are few, else it would need a turn
    of its own.
    """

    def __call__(session) -> None:
        """Reckon all of them anew, in the transaction of `session`."""


class IDestructionStop(Interface):
    """Something that keeps cases from being destroyed by a list, and from being erased by
    the clock, by the name of the utility (ten characters at most). It is registered in a
    room's `retention.zcml`."""

    title = Attribute("What stands against it, a message.")

    def stopped(session, numbers):
        """Return those of the cases with these numbers that may not be destroyed now."""


class DayRepeated(Invalid):
    """The table of working days says two things of one day."""


class ICaseOffer(Interface):
    """Something that whoever proved to be the applicant of a case can do besides, on a page
    of a room above this one: a named utility. `/@@track` leads there with number and query
    code, posted."""

    title = Attribute("What the button says, a message.")
    path = Attribute("Where the page is, below the site.")


class IWorkingDayRow(Interface):
    """A day on which people work, or do not, otherwise than on its weekday."""

    day = schema.Date(title=_("label_exceptional_day", default="Day"))
    is_working = schema.Bool(
        title=_("label_is_working_day", default="Working day"), required=False
    )
    source = schema.TextLine(
        title=_("label_working_day_source", default="Who announced it, in which paper")
    )


def _announced_years():
    return schema.List(
        title=_("label_announced_years", default="Years that are complete"),
        description=_(
            "help_announced_years",
            default=(
                "One year a line. Of these, every holiday and every working day at a"
                " weekend is in the table, and due dates are no longer an estimate."
            ),
        ),
        value_type=schema.Int(min=2000, max=2999),
        required=False,
        default=[],
    )


class IWorkingDays(Interface):
    """The days that differ from what the package chinesecalendar knows."""

    exceptions = schema.List(
        title=_("label_working_day_exceptions", default="Days that differ"),
        value_type=DictRow(
            title=_("label_exceptional_day", default="Day"), schema=IWorkingDayRow
        ),
        required=False,
        default=[],
    )
    announced_years = _announced_years()

    @invariant
    def days_are_unique(data):
        days = [row["day"] for row in data.exceptions or ()]
        for day in days:
            if days.count(day) > 1:
                raise DayRepeated(
                    _(
                        "error_day_repeated",
                        default="${day} appears twice. Keep one of the rows.",
                        mapping={"day": day_message(day)},
                    )
                )


class IWorkingDaysRecords(Interface):
    """What the registry keeps of `IWorkingDays`: rows as JSON, days as YYYY-MM-DD.

    A grid's rows are no registry fields; see `vocabularies.interfaces`.
    """

    exceptions = JSONField(
        title=IWorkingDays["exceptions"].title,
        schema='{"type": "array"}',
        default=[],
        required=False,
    )
    announced_years = _announced_years()


class NoCarrierNamed(Invalid):
    """Nobody could send a result any more."""


class AcceptedTooLate(Invalid):
    """The law allows fewer days to say whether an application is accepted."""


class ItemTypeUnknown(Invalid):
    """No item is of that type, so that the setting would never count."""


class DaysOutOfBounds(Invalid):
    """That many working days are none, or no deadline any more."""


class ICaseSettings(Interface):
    """What else a city settles about cases, in the configuration registry."""

    submissions_per_hour = schema.Int(
        title=_("label_submissions_per_hour", default="Cases from one address an hour"),
        description=_(
            "help_submissions_per_hour",
            default=(
                "More are refused for a while. The computers of a hall, and many"
                " phones, share one address; staff who file for people are counted by"
                " their account. Suggestions are counted apart, by the same number."
            ),
        ),
        min=1,
        default=SUBMISSIONS_PER_HOUR,
    )
    answer_days = schema.Int(
        title=_(
            "label_case_answer_days",
            default="Working days to look at what was handed in online",
        ),
        description=_(
            "help_case_answer_days",
            default=(
                "By the end of them somebody at the window has received it, or said what"
                " is missing. Regulations of cities say one day."
            ),
        ),
        min=1,
        default=1,
    )
    acceptance_days = schema.Int(
        title=_(
            "label_acceptance_days",
            default="Working days to say whether an application is accepted",
        ),
        description=_(
            "help_acceptance_days",
            default=(
                "Or what is missing. For licences at most five (Administrative Licensing"
                " Law, article 32)."
            ),
        ),
        min=1,
        default=5,
    )
    acceptance_days_of_types = schema.Dict(
        title=_(
            "label_acceptance_days_of_types",
            default="The same for single types of items",
        ),
        description=_(
            "help_acceptance_days_of_types",
            default=(
                "One type a line: its code, a space, the working days. For example: 01 4."
            ),
        ),
        key_type=schema.TextLine(title=_("label_item_type_code", default="Code")),
        value_type=schema.Int(title=_("label_working_days", default="Working days")),
        required=False,
        default={},
        missing_value={},
    )
    silence_accepts = schema.List(
        title=_(
            "label_silence_accepts",
            default="Types of items that are accepted when nothing is said in time",
        ),
        description=_(
            "help_silence_accepts",
            default=(
                "One code a line. For licences (01) the law says so (Administrative"
                " Licensing Law, article 32); for all others an application that nobody has"
                " answered is overdue, and stays so."
            ),
        ),
        value_type=schema.TextLine(title=_("label_item_type_code", default="Code")),
        required=False,
        default=[LICENCE],
        missing_value=[],
    )
    ends_broken_promises = schema.Bool(
        title=_(
            "label_ends_broken_promises",
            default="End what papers were promised for, when they did not come",
        ),
        description=_(
            "help_ends_broken_promises",
            default=(
                "In the night after their last day it counts as withdrawn, as the promise"
                " says. Where papers came online and nobody has looked, it does not."
            ),
        ),
        required=False,
        default=True,
    )
    broken_promises_bar = schema.Bool(
        title=_(
            "label_broken_promises_bar",
            default="Who did not keep a promise makes no other one",
        ),
        description=_(
            "help_broken_promises_bar",
            default=(
                "Until a coordinator lifts that, with a reason, or the application is"
                " erased whose papers did not come. The person is kept as a hash."
            ),
        ),
        required=False,
        default=True,
    )
    commitment_check_days = schema.Int(
        title=_(
            "label_commitment_check_days",
            default="Working days to check a commitment after the approval",
        ),
        description=_(
            "help_commitment_check_days",
            default="No national rule names a number: have yours confirmed.",
        ),
        min=1,
        default=20,
    )
    rectification_days = schema.Int(
        title=_(
            "label_rectification_days",
            default="Working days to put a false commitment right",
        ),
        description=_(
            "help_rectification_days",
            default=(
                "What is not put right by then can be revoked. 0: it is revoked at once. No"
                " national rule names a number: have yours confirmed."
            ),
        ),
        min=0,
        default=10,
    )
    notices_on_web = schema.Bool(
        title=_(
            "label_notices_on_web", default="Show public notices on the web as well"
        ),
        description=_(
            "help_notices_on_web",
            default=(
                "What the sheet on the board says, while it hangs and until its last day;"
                " no search engine is let keep it. Have your rules confirmed first: most"
                " ask for the board alone."
            ),
        ),
        required=False,
        default=False,
    )
    extension_days = schema.Int(
        title=_(
            "label_extension_days",
            default="Days by which a promise may be extended at most",
        ),
        description=_(
            "help_extension_days",
            default=(
                "The city's ceiling; each guide says how many it allows, or none. Once, by"
                " a coordinator, with a reason that the applicant reads."
            ),
        ),
        min=1,
        default=10,
    )
    warning_days = schema.Int(
        title=_(
            "label_warning_days",
            default="Working days before its last day that a case is soon due",
        ),
        description=_(
            "help_warning_days",
            default="Cases and their steps are marked from then on; 0 marks the last day.",
        ),
        min=0,
        default=2,
    )
    paper_reminder_days = schema.Int(
        title=_(
            "label_paper_reminder_days",
            default="Working days before which promised papers are called to mind",
        ),
        description=_(
            "help_paper_reminder_days",
            default=(
                "Whoever is told of their case reads then by when the papers have to come."
                " 0: never."
            ),
        ),
        min=0,
        max=30,
        default=2,
    )
    announces_delays = schema.Bool(
        title=_(
            "label_announces_delays",
            default="Tell applicants when a promised day has passed",
        ),
        description=_(
            "help_announces_delays",
            default="In the night after it; the history of the case says so as well.",
        ),
        required=False,
        default=True,
    )
    hand_over_days = schema.Int(
        title=_(
            "label_hand_over_days",
            default="Working days to accept a case that a colleague hands over",
        ),
        description=_(
            "help_hand_over_days",
            default="After that it stays with who had it, and the history says so.",
        ),
        min=1,
        default=1,
    )
    transfer_days = schema.Int(
        title=_(
            "label_transfer_days",
            default="Working days to receive papers that were handed on",
        ),
        description=_(
            "help_transfer_days",
            default=(
                "After that the list is overdue with who receives it and with who sent it."
            ),
        ),
        min=1,
        max=60,
        default=3,
    )
    missing_days = schema.Int(
        title=_(
            "label_missing_days",
            default="Working days to find or explain what was missing of a list",
        ),
        description=_(
            "help_missing_days",
            default="It is up to who sent the list.",
        ),
        min=1,
        max=60,
        default=2,
    )
    hand_out_days = schema.Int(
        title=_(
            "label_hand_out_days",
            default="Working days in which a result is sent or collected",
        ),
        description=_(
            "help_hand_out_days",
            default=(
                "After them whoever did not collect it is reminded, twice at most, and the"
                " window hears of it. For licences at most ten (Administrative Licensing"
                " Law, article 44). 0: nobody is reminded."
            ),
        ),
        min=0,
        max=90,
        default=10,
    )
    renewal_days = schema.Int(
        title=_(
            "label_renewal_days",
            default="Days before a result runs out that its person is reminded",
        ),
        description=_(
            "help_renewal_days",
            default=(
                "The same for what is checked again, as a yearly certification is. From"
                " then on it is up to the window, too. 0: nobody is reminded."
            ),
        ),
        min=0,
        max=180,
        default=30,
    )
    renewal_again_days = schema.Int(
        title=_(
            "label_renewal_again_days",
            default="Days before a result runs out that its person is reminded again",
        ),
        description=_("help_renewal_again_days", default="0: once is enough."),
        min=0,
        max=90,
        default=7,
    )
    carriers = schema.List(
        title=_("label_carriers", default="Carriers that results are sent with"),
        description=_("help_carriers", default="One name a line, as people know them."),
        value_type=schema.TextLine(
            title=_("label_carrier", default="Carrier"), max_length=30
        ),
        default=["EMS", "中国邮政", "顺丰速运"],
        missing_value=[],
    )
    undo_minutes = schema.Int(
        title=_(
            "label_undo_minutes",
            default="Minutes in which the step that ends a case can be undone",
        ),
        description=_(
            "help_undo_minutes",
            default=(
                "By who went it, while its paper was not opened; the applicant is told"
                " after that. 0: not at all."
            ),
        ),
        min=0,
        max=60,
        default=10,
    )
    rights_reply_days = schema.Int(
        title=_(
            "label_rights_reply_days",
            default="Working days to answer who asks about their own data",
        ),
        description=_(
            "help_rights_reply_days",
            default=(
                "A copy, a correction, an erasure. The law names no number (Personal"
                " Information Protection Law, article 50): have yours confirmed."
            ),
        ),
        min=1,
        default=15,
    )
    rights_copy_days = schema.Int(
        title=_(
            "label_rights_copy_days",
            default="Days for which a granted copy of somebody's own data can be fetched",
        ),
        description=_(
            "help_rights_copy_days",
            default=(
                "After that it is not to be had, and they would ask again; seven days"
                " before they are reminded. No rule names a number: settle yours."
            ),
        ),
        min=10,
        max=366,
        default=30,
    )
    disclosure_minutes = schema.Int(
        title=_(
            "label_disclosure_minutes",
            default="Minutes for which a case is open to who oversees it",
        ),
        description=_(
            "help_disclosure_minutes",
            default="After that, supervisors say again why they open it.",
        ),
        min=5,
        max=480,
        default=30,
    )
    searches_per_hour = schema.Int(
        title=_(
            "label_searches_per_hour",
            default="Searches for cases by one account in an hour",
        ),
        description=_(
            "help_searches_per_hour",
            default=(
                "More are refused for a while, so that nobody goes through phone numbers"
                " or names one after the other."
            ),
        ),
        min=10,
        default=300,
    )

    @invariant
    def licences_are_answered_in_time(data):
        days = data.acceptance_days_of_types or {}
        if (days.get(LICENCE) or data.acceptance_days) > LICENCE_ACCEPTANCE_DAYS:
            raise AcceptedTooLate(
                _(
                    "error_accepted_too_late",
                    default=(
                        "For licences (01) at most five working days (Administrative"
                        " Licensing Law, article 32). Enter 5 or fewer for 01."
                    ),
                )
            )

    @invariant
    def days_of_types_are_days(data):
        for code, days in (data.acceptance_days_of_types or {}).items():
            if days is None or not 1 <= days <= MOST_ACCEPTANCE_DAYS:
                raise DaysOutOfBounds(
                    _(
                        "error_days_of_type",
                        default="For ${code}: from 1 to ${most} working days.",
                        mapping={"code": code, "most": MOST_ACCEPTANCE_DAYS},
                    )
                )

    @invariant
    def types_are_known(data):
        known = code_list("item_types")
        codes = [*(data.acceptance_days_of_types or ()), *(data.silence_accepts or ())]
        for code in codes if known else ():
            if code not in known:
                raise ItemTypeUnknown(
                    _(
                        "error_item_type_unknown",
                        default=(
                            "“${code}” is no type of item. Enter one of: ${codes}."
                        ),
                        mapping={"code": code, "codes": "、".join(known)},
                    )
                )

    @invariant
    def names_a_carrier(data):
        if not any(each.strip() for each in data.carriers or ()):
            raise NoCarrierNamed(
                _("error_no_carrier_named", default="Name one carrier at least.")
            )

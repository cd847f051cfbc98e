"""What a city settles about its cases."""

from collective.z3cform.datagridfield.row import DictRow
from onewindow_policy import _
from onewindow_policy.intake.api import SUBMISSIONS_PER_HOUR
from plone.schema import JSONField
from zope import schema
from zope.interface import Interface
from zope.interface import Invalid
from zope.interface import invariant

#: Where the registry keeps these settings, besides the working days.
CASE_SETTINGS_PREFIX = "onewindow_policy.cases"


class IReckonedByWorkingDays(Interface):
    """Reckons the due dates of other open records anew, when working days have changed.

    A named utility of the room that keeps them; there are few, else it would need a turn
    of its own.
    """

    def __call__(session) -> None:
        """Reckon all of them anew, in the transaction of `session`."""


class DayRepeated(Invalid):
    """The table of working days says two things of one day."""


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
                        mapping={"day": day.isoformat()},
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


#: The type of items that are licences (行政许可), of GB/T 39046-2020.
LICENCE = "01"


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
            default="The code of the type of item, and the working days for it.",
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
    extension_days = schema.Int(
        title=_(
            "label_extension_days",
            default="Days by which a promise may be extended at most",
        ),
        description=_(
            "help_extension_days",
            default=(
                "Once, by a coordinator, with a reason that the applicant reads. For"
                " licences at most ten working days (Administrative Licensing Law,"
                " article 42)."
            ),
        ),
        min=1,
        default=10,
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

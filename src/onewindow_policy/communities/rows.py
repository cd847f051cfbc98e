"""The rows of divisions and halls, as editors fill them in."""

from onewindow_policy import _
from zope import schema
from zope.interface import Interface
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

import re

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

#: Day groups for which halls publish hours, in the order they are shown.
DAY_GROUPS = SimpleVocabulary(
    [
        SimpleTerm("weekdays", "weekdays", _("day_weekdays", default="Mon to Fri")),
        SimpleTerm("saturday", "saturday", _("day_saturday", default="Saturday")),
        SimpleTerm("sunday", "sunday", _("day_sunday", default="Sunday")),
    ]
)


def is_time_of_day(value: str) -> bool:
    """Return whether `value` is a time of day as HH:MM (24 hours)."""
    return _TIME.fullmatch(value) is not None


class IWindowRow(Interface):
    """A window of a hall."""

    number = schema.TextLine(title=_("label_window_number", default="Number"))
    kind = schema.TextLine(title=_("label_window_kind", default="Kind"))
    phone = schema.TextLine(title=_("label_phone", default="Phone"), required=False)


class IHoursRow(Interface):
    """A span of time in which a hall is open."""

    days = schema.Choice(
        title=_("label_hours_days", default="Days"), vocabulary=DAY_GROUPS
    )
    opens = schema.TextLine(
        title=_("label_opens", default="Opens (HH:MM)"), constraint=is_time_of_day
    )
    closes = schema.TextLine(
        title=_("label_closes", default="Closes (HH:MM)"), constraint=is_time_of_day
    )


class IStaffRow(Interface):
    """The public facts of a generalist."""

    staff_no = schema.TextLine(title=_("label_staff_no", default="Staff number"))
    name = schema.TextLine(title=_("label_staff_name", default="Name"))
    title = schema.TextLine(
        title=_("label_staff_title", default="Title"), required=False
    )
    specialties = schema.TextLine(
        title=_("label_specialties", default="Specialities"),
        description=_("help_separated", default="Separated by 、"),
        required=False,
    )
    languages = schema.TextLine(
        title=_("label_languages", default="Languages"), required=False
    )
    on_duty = schema.TextLine(
        title=_("label_on_duty", default="Days on duty"), required=False
    )


class IGridWorkerRow(Interface):
    """Who looks after a grid, as residents see it."""

    name = schema.TextLine(title=_("label_staff_name", default="Name"))
    phone = schema.TextLine(title=_("label_phone", default="Phone"), required=False)

"""What other rooms register: kinds of duties, and who sees which; what a city settles."""

from datetime import time
from onewindow_policy import _
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface

#: Where the registry keeps what a city settles about duties.
DUTY_SETTINGS_PREFIX = "onewindow_policy.duties"


def is_time_of_day(text: str) -> bool:
    """Return whether a text is an hour and a minute. Raises `NoTimeOfDay` where not."""
    try:
        time.fromisoformat(text)
    except ValueError as error:
        raise NoTimeOfDay(text) from error
    return True


class NoTimeOfDay(schema.ValidationError):
    __doc__ = _(
        "error_no_time_of_day",
        default="Enter an hour and a minute, such as 08:30.",
    )


class IDutySettings(Interface):
    """What a city settles about duties, in the configuration registry."""

    escalation_days = schema.Int(
        title=_(
            "label_escalation_days",
            default="Working days after which others hear of what is overdue",
        ),
        description=_(
            "help_escalation_days",
            default=(
                "What is overdue by more stands on the work page of coordinators and"
                " others who see it there without having to do it."
            ),
        ),
        min=0,
        default=2,
    )
    weekly_digest = schema.Bool(
        title=_("label_weekly_digest", default="Mail to staff each week what waits"),
        required=False,
        default=True,
    )
    weekly_digest_on = schema.Choice(
        title=_("label_weekly_digest_on", default="Day of that mail"),
        description=_(
            "help_weekly_digest_on",
            default="On a day off it waits for the next working day.",
        ),
        vocabulary="plone.app.vocabularies.Weekdays",
        default=0,
    )
    daily_reminder = schema.Bool(
        title=_(
            "label_daily_reminder",
            default="Mail to staff on working days what ends today or on the next one",
        ),
        required=False,
        default=True,
    )
    mailed_at = schema.TextLine(
        title=_("label_duties_mailed_at", default="Time of these mails, such as 08:30"),
        constraint=is_time_of_day,
        default="08:30",
    )
    portal_url = schema.URI(
        title=_(
            "label_duties_portal_url",
            default="Address of the portal, as staff open it, for links in these mails",
        ),
        required=False,
    )


class IDutyKind(Interface):
    """A kind of duty, by the name of the utility: `<room>.<what>`.

    The room writes its duties in the transaction in which something becomes due or is done
    (`api.turn_to`). Whose a duty is goes by the codes that it has (`IScopes`).
    """

    order = Attribute("Where it stands among the others; the smallest comes first.")
    title = Attribute("What there is to do, a message: of one duty, and of many.")
    permission = Attribute("With which it is somebody's to do, where it is.")
    overseen_with = Attribute(
        "With which somebody hears of it where it is long overdue."
    )

    def path_of(subject: str) -> str:
        """Return the path below the site of the page on which it is done."""

    def number_text(subject: str) -> str:
        """Return the number of a subject as people read it."""

    def standing(session, after: str, size: int):
        """Return the `DutyFacts` that there are to be, of `size` subjects at most.

        They are those whose key comes after `after`, in that order, and whose rows are
        locked until the transaction ends. So the nightly check finds what is missing, and
        what is left over.
        """


class IScopes(Interface):
    """Says whose a duty is, by codes that this room does not understand: a utility.

    `duty` has the columns `community_code`, `unit_code` and `grid_code`. Users are those
    of AccessControl.
    """

    def is_anywhere(user, permission: str) -> bool:
        """Return whether `user` has `permission` in any place at all."""

    def covers(user, permission: str, other: str) -> bool:
        """Return whether `user` has `permission` wherever they have the other one."""

    def has_turn(user, permission: str, duty):
        """Return the condition, in SQL, that what is to be done is up to `user`."""

    def is_within(user, permission: str, duty):
        """Return the condition, in SQL, that it lies where `user` has `permission`."""

    def place_of(duty) -> str:
        """Return the name of who has to do it: a unit, else a community; "" for neither."""

"""What other rooms register: kinds of duties, and who sees which; what a city settles."""

from onewindow_policy import _
from onewindow_policy.messages.interfaces import is_time_of_day
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface

#: Where somebody who oversees has the role for it: the nearer, the sooner they hear.
AT_PLACE, AT_STREET, AT_DISTRICT = "place", "street", "district"

#: Where the registry keeps what a city settles about duties.
DUTY_SETTINGS_PREFIX = "onewindow_policy.duties"


class IDutySettings(Interface):
    """What a city settles about duties, in the configuration registry."""

    remind_days = schema.Int(
        title=_(
            "label_remind_days",
            default="Working days before its last one on which something ends soon",
        ),
        description=_(
            "help_remind_days",
            default=(
                "From then on it stands among what ends soon on the work page, and in the"
                " mail of each working day."
            ),
        ),
        min=0,
        max=30,
        default=2,
    )
    street_days = schema.Int(
        title=_(
            "label_street_days",
            default="Working days after which the street hears of what is overdue",
        ),
        description=_(
            "help_street_days",
            default=(
                "Who oversees the community itself hears of it at once; then who does so"
                " by a role that was given at the street."
            ),
        ),
        min=0,
        max=250,
        default=2,
    )
    district_days = schema.Int(
        title=_(
            "label_district_days",
            default="Working days after which the district hears of what is overdue",
        ),
        description=_(
            "help_district_days",
            default="That goes for the city and for administrators, too.",
        ),
        min=0,
        max=250,
        default=5,
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
            default="Mail to staff on working days what ends soon or is overdue",
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
    overseen_with = Attribute("With which somebody hears of it where it is overdue.")

    def path_of(subject: str) -> str:
        """Return the path below the site of the page on which it is done."""

    def number_text(subject: str) -> str:
        """Return the number of a subject as people read it."""

    def holders(session, subjects):
        """Return the user ids of those who see to these subjects now, by subject; nobody
        where it is up to all who work there."""

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

    def overseen(user, permission: str, duty):
        """Return by level the conditions, in SQL, that it lies where `user` has
        `permission`: by a role that was given at the place itself (`AT_PLACE`), at its
        street (`AT_STREET`), or above (`AT_DISTRICT`).

        Of several roles for one place the nearest counts. A level without any place is
        left out.
        """

    def stand_ins(user, permissions):
        """Return the ids of others who have each of `permissions` wherever `user` has it,
        none where `user` has none of them."""

    def works_within(user, permissions, overseer, permission: str) -> bool:
        """Return whether `user` has any of `permissions`, and only where `overseer` has
        `permission`, or in units that lie there."""

    def workers_within(overseer, permission: str, permissions):
        """Return the ids of those others of whom `works_within` is true."""

    def place_of(duty) -> str:
        """Return the name of who has to do it: a unit, else a community; "" for neither."""

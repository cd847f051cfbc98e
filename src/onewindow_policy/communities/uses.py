"""What stands against removing a place, or changing its code: people, and lists."""

from onewindow_policy import _
from onewindow_policy.communities.api import districts
from onewindow_policy.communities.interfaces import IUnit
from onewindow_policy.publishing.interfaces import IAdministered
from zope.i18nmessageid import Message

#: Whoever added a place has this role in it, and works there no more for that.
OWNER = "Owner"


def roles_given_in(contents: list) -> list[Message]:
    """Return how many accounts and groups have roles in places. See `IContentUse`."""
    people = {
        principal
        for place in contents
        if IAdministered.providedBy(place)
        for principal, roles in (place.__ac_local_roles__ or {}).items()
        if set(roles) - {OWNER}
    }
    if not people:
        return []
    return [
        _(
            "use_roles",
            default="${count} accounts or groups have roles there: take these away first",
            mapping={"count": len(people)},
        )
    ]


def lists_published_by(contents: list) -> list[Message]:
    """Return which districts' lists name units as their publisher. See `IContentUse`."""
    codes = {each.code for each in contents if IUnit.providedBy(each)}
    lists = [each for each in districts() if codes and each.list_publisher in codes]
    # A district that goes takes its list along.
    gone = {each.absolute_url() for each in contents}
    return [_publishes(each) for each in lists if each.absolute_url() not in gone]


def publishes_lists(content, code: str) -> list[Message]:
    """Return which districts' lists name a unit as their publisher. See `ICodeUse`."""
    if not IUnit.providedBy(content):
        return []
    return [_publishes(each) for each in districts() if each.list_publisher == code]


def _publishes(district) -> Message:
    return _(
        "use_publishes_list",
        default="the list of “${district}” names it as its publisher",
        mapping={"district": district.title},
    )

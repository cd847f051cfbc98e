"""What stands against removing a place: people who work there."""

from onewindow_policy import _
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

"""Places on the page where staff begin: where they work, and where they edit."""

from onewindow_policy import _
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.interfaces import COMMUNITY_DIGITS
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.communities.staff import sees_staff
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.publishing.interfaces import IEditedPlaces
from zope.interface import implementer

STAFF = "@@place-staff"

FILE_FOR_RESIDENTS = "onewindow_policy: File For Residents"


@implementer(IEditedPlaces)
class EditedPlaces:
    """Districts have editors of their own."""

    def has_permission(self, user, permission: str) -> bool:
        """See `IEditedPlaces`."""
        return bool(scope_of(user, permission))


@implementer(IDeskEntry)
class OwnCommunity:
    """What residents see of the community that somebody serves them in."""

    order = 60
    title = _("desk_own_community", default="Your community: window, hours, phones")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`. Who serves in several is led to the list of them."""
        scope = scope_of(user, FILE_FOR_RESIDENTS)
        of_grids = {code[:COMMUNITY_DIGITS] for code in scope.grids}
        paths = [
            each.place.path.lstrip("/")
            for each in all_communities()
            if scope.has_community(each.place.code) or each.place.code in of_grids
        ]
        if len(paths) > 1:
            return CITY_PATH
        return paths[0] if paths else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`."""
        return


@implementer(IDeskEntry)
class StaffEntry:
    """Who works where, for who looks after staff."""

    order = 79
    title = _("title_place_staff", default="Staff by place")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return STAFF if sees_staff(user) else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`. Places without anybody are counted on the page: who gives roles
        has them all."""
        return


@implementer(IDeskEntry)
class OwnGrid:
    """What residents see of the grid that somebody works in."""

    order = 61
    title = _("desk_own_grid", default="Your grid: area, colleagues, phones")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`. Who works in several is led to the list of them, where they lie
        in one community."""
        grids = scope_of(user, FILE_FOR_RESIDENTS).grids
        within = {code[:COMMUNITY_DIGITS] for code in grids}
        paths = [
            each.place.path.lstrip("/")
            for each in all_communities()
            if each.place.code in within
        ]
        if len(paths) != 1:
            return None
        (path,) = paths
        return f"{path}/{min(grids)}" if len(grids) == 1 else f"{path}#grids"

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`."""
        return

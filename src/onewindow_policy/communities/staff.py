"""Who works where: the working roles that are given in places, and places without them.

All of it is read from the roles themselves; there are no records of staff besides.
"""

from AccessControl.PermissionRole import rolesForPermissionOn
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.accounts.api import open_account_ids
from onewindow_policy.communities import sharing
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.interfaces import COMMUNITY_DIGITS
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDivision
from onewindow_policy.communities.interfaces import IUnit
from onewindow_policy.communities.scopes import DEPARTMENT_OFFICER
from onewindow_policy.communities.scopes import Grants
from onewindow_policy.communities.scopes import GRID_WORKER
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.communities.scopes import with_own_grants
from onewindow_policy.snapshots.api import once_a_request
from onewindow_policy.snapshots.api import until_content_changes
from plone import api
from uuid import NAMESPACE_URL
from uuid import uuid5

VIEW_STAFF = "onewindow_policy: View Staff"

#: In the address of the list: places without anybody.
LACKING = "lacking"

WINDOW_STAFF = "Window Staff"

#: The titles of the working roles, in the order in which they are listed.
WORKING_ROLES = {
    WINDOW_STAFF: sharing.window_staff.title,
    GRID_WORKER: sharing.grid_worker.title,
    DEPARTMENT_OFFICER: sharing.department_officer.title,
    "Coordinator": sharing.coordinator.title,
    "Supervisor": sharing.supervisor.title,
    "Personnel": sharing.personnel.title,
}


@dataclass(frozen=True, slots=True)
class StaffPlace:
    """A place where people work, with the roles given in it and those that count in it.

    `needs` is the role that somebody should have there, None for none.
    """

    title: str
    path: str
    needs: str | None
    own: Grants
    counting: Grants


@dataclass(frozen=True, slots=True)
class Assignment:
    """That somebody has a role in a place; `principal` is None where nobody has it."""

    place: StaffPlace
    role: str
    principal: str | None

    @property
    def uid(self) -> str:
        """What names it among the others."""
        name = f"{self.place.path}\n{self.role}\n{self.principal or ''}"
        return uuid5(NAMESPACE_URL, name).hex


def sees_staff(user) -> bool:
    """Return whether `user` looks after the staff of any place."""
    return bool(scope_of(user, VIEW_STAFF))


def staff_in(user) -> list[Assignment]:
    """Return who has which role where `user` looks after staff, by place and role."""
    return [
        Assignment(place, role, principal)
        for place in _places_of(user)
        for role in WORKING_ROLES
        for principal in sorted(place.own)
        if role in place.own[principal]
    ]


def lacking_in(user) -> list[Assignment]:
    """Return the places where nobody who can log in has the role that is needed: a window
    without staff, a unit without an officer, a grid without a worker."""
    portal = api.portal.get()
    people = open_account_ids(portal.acl_users).union(
        group.getId() for group in api.group.get_groups()
    )
    return [
        Assignment(place, place.needs, None)
        for place in _places_of(user)
        if place.needs is not None
        and not any(
            place.needs in roles
            for principal, roles in place.counting.items()
            if principal in people
        )
    ]


def _places_of(user) -> tuple[StaffPlace, ...]:
    """Return the places where `user` looks after staff, by code."""
    roles = frozenset(rolesForPermissionOn(VIEW_STAFF, api.portal.get()))
    if roles.intersection(user.getRoles()):
        return _places()
    return _places_for((user.getId() or "", *user.getGroups()), roles)


@once_a_request
def _places_for(
    principals: tuple[str, ...], roles: frozenset[str]
) -> tuple[StaffPlace, ...]:
    return tuple(
        place
        for place in _places()
        if any(
            not roles.isdisjoint(place.counting.get(each, ())) for each in principals
        )
    )


@until_content_changes
def _places() -> tuple[StaffPlace, ...]:
    city = get_city()
    if city is None:
        return ()
    site_path = "/".join(api.portal.get().getPhysicalPath())
    on_site = with_own_grants(api.portal.get(), {})
    places = list(_walk(city, on_site, len(site_path) + 1))
    places.extend(_grids({each.path: each for each in places}, len(site_path) + 1))
    return tuple(sorted(places, key=lambda each: each.path))


def _walk(place, inherited: Grants, start: int) -> Iterator[StaffPlace]:
    counting = with_own_grants(place, inherited)
    is_community, is_unit = ICommunity.providedBy(place), IUnit.providedBy(place)
    needs = {is_community: WINDOW_STAFF, is_unit: DEPARTMENT_OFFICER}.get(True)
    path = "/".join(place.getPhysicalPath())[start:]
    own = with_own_grants(place, {})
    yield StaffPlace(place.title, path, needs, own, counting)
    if not (is_community or is_unit):
        for child in place.values():
            if IDivision.providedBy(child) or IUnit.providedBy(child):
                yield from _walk(child, counting, start)


def _grids(places: Mapping[str, StaffPlace], start: int) -> Iterator[StaffPlace]:
    """Yield all grids: there are too many of them to look at each."""
    catalog = api.portal.get_tool("portal_catalog")
    holders = catalog.Indexes["role_holders"]
    for brain in catalog.unrestrictedSearchResults(portal_type="Grid"):
        path = brain.getPath()[start:]
        community = places.get(path.rpartition("/")[0])
        if community is None or len(brain.getId) <= COMMUNITY_DIGITS:
            continue
        own: dict[str, frozenset[str]] = {}
        for each in holders.getEntryForObject(brain.getRID(), ()):
            role, _separator, principal = each.partition(":")
            own[principal] = own.get(principal, frozenset()) | {role}
        counting = dict(community.counting)
        for principal, roles in own.items():
            counting[principal] = counting.get(principal, frozenset()) | roles
        title = brain.Title
        if not title.startswith(community.title):
            title = f"{community.title} {title}"
        yield StaffPlace(title, path, GRID_WORKER, own, counting)

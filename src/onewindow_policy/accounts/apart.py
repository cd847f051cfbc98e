"""Three administrators apart, as a city may want them: system, security, audit.

GB/T 22239-2019, 8.1.5 (安全管理中心) has three people look after a system of level 3: one
runs it, one says who may do what, one reads what they both did. As it comes, Site
Administrators do the first two; a city parts them by `onewindow administrators apart`.
From then on nobody holds two of the three roles, nobody is Manager, and nobody gives a
role of these to themselves, by whatever page, service or program.
"""

from AccessControl import getSecurityManager
from collections.abc import Iterable
from onewindow_policy import _
from onewindow_policy.accounts.exceptions import RolesRefused
from onewindow_policy.patches.userfolders import roles_of
from onewindow_policy.records.api import audit_change
from plone.registry.interfaces import IRegistry
from zope import schema
from zope.component import queryUtility
from zope.i18nmessageid import Message
from zope.interface import Interface

PREFIX = "onewindow_policy.administrators"

SYSTEM = "Site Administrator"
SECURITY = "Security Administrator"
AUDIT = "Auditor"
THREE = frozenset({SYSTEM, SECURITY, AUDIT})

MANAGER = "Manager"

#: What goes from who runs the system to who says who may do what.
OF_SECURITY = (
    "Add portal member",
    "Add Groups",
    "Change local roles",
    "Delete Groups",
    "Mail forgotten password",
    "Manage users",
    "Plone Site Setup: Security",
    "Plone Site Setup: Users and Groups",
    "onewindow_policy: Close Accounts",
    "onewindow_policy: Delegate Staff Roles",
    "onewindow_policy: Make Password Links",
    "onewindow_policy: Manage Account Settings",
    "onewindow_policy: Reset Second Factor",
    "onewindow_policy: Switch Off Inherited Roles",
    "onewindow_policy: View Accounts",
    "Sharing page: Delegate roles",
    "Sharing page: Delegate Contributor role",
    "Sharing page: Delegate Editor role",
    "Sharing page: Delegate Reader role",
    "Sharing page: Delegate Reviewer role",
)

#: What goes to who reads the audit, and to nobody else.
OF_AUDIT = ("onewindow_policy: View Audit",)


class IAdministratorSettings(Interface):
    """Whether administrators are apart; `onewindow administrators` sets it."""

    apart = schema.Bool(
        title=_("label_administrators_apart", default="Three administrators apart"),
        default=False,
        required=False,
    )


def are_apart() -> bool:
    """Return whether the three administrators of this site are apart."""
    registry = queryUtility(IRegistry)
    return bool(registry is not None and registry.get(f"{PREFIX}.apart"))


def hindrances(site) -> list[str]:
    """Return what stands in the way of parting the administrators of a site, in English."""
    found = []
    holders = {role: _holders(site, role) for role in (MANAGER, *sorted(THREE))}
    for name in holders[MANAGER]:
        found.append(f"{name} is Manager.")
    for role in sorted(THREE):
        if not holders[role]:
            found.append(f"Nobody is {role}.")
    names = sorted({name for role in THREE for name in holders[role]})
    for name in names:
        roles = [role for role in sorted(THREE) if name in holders[role]]
        if len(roles) > 1:
            found.append(f"{name} is {' and '.join(roles)}.")
    for group in site.portal_groups.listGroups():
        roles = sorted((THREE | {MANAGER}) & set(group.getRoles()))
        if roles and group.getGroupMemberIds():
            found.append(
                f"The group {group.getId()} makes its members {', '.join(roles)}."
            )
    return found


def part(site) -> None:
    """Part the three administrators of a site; there must be no `hindrances`."""
    for name in OF_SECURITY:
        _hand(site, name, given={SECURITY}, taken={SYSTEM})
    for name in OF_AUDIT:
        _hand(site, name, given={AUDIT}, taken={SYSTEM, MANAGER})
    _set(True)


def join(site) -> None:
    """Let Site Administrators do everything again."""
    for name in OF_SECURITY:
        _hand(site, name, given={SYSTEM, SECURITY}, taken=set())
    for name in OF_AUDIT:
        _hand(site, name, given={SYSTEM, MANAGER, AUDIT}, taken=set())
    _set(False)


def require_apart(
    principal_id: str, before: Iterable[str], after: Iterable[str]
) -> None:
    """Refuse roles that administrators who are apart may not have. Raises RolesRefused.

    It is asked with the roles that somebody had and would have in the whole site.
    """
    given = (set(after) - set(before)) & (THREE | {MANAGER})
    if not given or not are_apart():
        return
    if MANAGER in given:
        raise RolesRefused(_refusal_of_manager())
    user = getSecurityManager().getUser()
    if user is not None and user.getId() == principal_id:
        raise RolesRefused(_refusal_of_oneself())
    if len(THREE & set(after)) > 1:
        raise RolesRefused(_refusal_of_two())


def require_person(given: Iterable[str]) -> None:
    """Refuse to give these roles to a group, or in one place. Raises RolesRefused."""
    if (THREE | {MANAGER}) & set(given) and are_apart():
        raise RolesRefused(
            _(
                "error_administrators_persons",
                default=(
                    "The administrators of this site are apart: their roles are given"
                    " to persons, for the whole site, and not by groups or places."
                ),
            )
        )


def _refusal_of_manager() -> Message:
    return _(
        "error_administrators_manager",
        default="The administrators of this site are apart: nobody becomes Manager.",
    )


def _refusal_of_oneself() -> Message:
    return _(
        "error_administrators_oneself",
        default="The administrators of this site are apart: nobody makes themselves one.",
    )


def _refusal_of_two() -> Message:
    return _(
        "error_administrators_two",
        default=(
            "The administrators of this site are apart: nobody is two of system,"
            " security and audit."
        ),
    )


def _holders(site, role: str) -> list[str]:
    """Return the ids of the accounts of a site that have a role in all of it."""
    acl_users = site.acl_users
    roles = roles_of(acl_users.portal_role_manager)
    accounts = acl_users.source_users.listUserIds()
    return [name for name in sorted(accounts) if role in roles.get(name, ())]


def _hand(site, permission: str, *, given: set[str], taken: set[str]) -> None:
    present = _selected(site, permission)
    if site.acquiredRolesAreUsedBy(permission):
        present |= _selected(site.getPhysicalRoot(), permission)
    site.manage_permission(permission, sorted((present | given) - taken), acquire=0)


def _selected(place, permission: str) -> set[str]:
    rows = place.rolesOfPermission(permission)
    return {row["name"] for row in rows if row["selected"]}


def _set(apart: bool) -> None:
    registry = queryUtility(IRegistry)
    registry[f"{PREFIX}.apart"] = apart
    audit_change("administrators", "apart" if apart else "together")

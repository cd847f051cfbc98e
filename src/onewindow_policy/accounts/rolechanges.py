"""Who gave whom which roles, groups and accounts, wherever it was done.

These stand in for the methods that every way comes down to: pages of Plone and Zope,
REST, programs. Each asks whether administrators that are apart may have that
(`apart.py`), calls the original, and notes what it changed.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from onewindow_policy.accounts.apart import are_apart
from onewindow_policy.accounts.apart import require_apart
from onewindow_policy.accounts.apart import require_person
from onewindow_policy.patches.userfolders import roles_of
from onewindow_policy.records.api import audit_change
from plone.uuid.interfaces import IUUID

#: Whoever adds content has this role in it: that is no change of roles.
OWNER = "Owner"

#: Whoever is logged in has these, whether somebody stores them or not.
IMPLIED = {"Anonymous", "Authenticated"}


def add_local_roles(original, self, userid, roles):
    """Note what `RoleManager.manage_addLocalRoles` gives."""
    before = _local_roles(self, userid)
    require_person(set(roles) - before)
    original(self, userid, roles)
    _note_local(self, userid, before)


def set_local_roles(original, self, userid, roles):
    """Note what `RoleManager.manage_setLocalRoles` gives and takes."""
    before = _local_roles(self, userid)
    require_person(set(roles) - before)
    original(self, userid, roles)
    _note_local(self, userid, before)


def del_local_roles(original, self, userids):
    """Note what `RoleManager.manage_delLocalRoles` takes."""
    before = {userid: _local_roles(self, userid) for userid in userids}
    original(self, userids)
    for userid, roles in before.items():
        _note_local(self, userid, roles)


def assign_role(original, self, role_id, principal_id):
    """Note what `ZODBRoleManager.assignRoleToPrincipal` gives."""
    before = roles_of(self).get(principal_id, ())
    _require(self, principal_id, before, {*before, role_id})
    result = original(self, role_id, principal_id)
    _note_global(self, principal_id, before)
    return result


def remove_role(original, self, role_id, principal_id):
    """Note what `ZODBRoleManager.removeRoleFromPrincipal` takes."""
    before = roles_of(self).get(principal_id, ())
    result = original(self, role_id, principal_id)
    _note_global(self, principal_id, before)
    return result


def assign_roles(original, self, roles, principal_id, REQUEST=None):
    """Note what `GroupAwareRoleManager.assignRolesToPrincipal` gives and takes."""
    before = roles_of(self).get(principal_id, ())
    _require(self, principal_id, before, roles)
    result = original(self, roles, principal_id, REQUEST)
    _note_global(self, principal_id, before)
    return result


def add_to_group(original, self, principal_id, group_id):
    """Note whom `ZODBGroupManager.addPrincipalToGroup` adds."""
    require_person(_roles_of_group(self, group_id))
    is_new = original(self, principal_id, group_id)
    if is_new:
        audit_change("group.join", principal_id, group_id)
    return is_new


def remove_from_group(original, self, principal_id, group_id):
    """Note whom `ZODBGroupManager.removePrincipalFromGroup` removes."""
    is_gone = original(self, principal_id, group_id)
    if is_gone:
        audit_change("group.leave", principal_id, group_id)
    return is_gone


def add_group(original, self, group_id, title=None, description=None):
    """Note which group `ZODBGroupManager.addGroup` makes."""
    result = original(self, group_id, title, description)
    audit_change("group.create", group_id)
    return result


def remove_group(original, self, group_id):
    """Note which group `ZODBGroupManager.removeGroup` deletes."""
    result = original(self, group_id)
    audit_change("group.delete", group_id)
    return result


def add_user(original, self, user_id, login_name, password):
    """Note which account `ZODBUserManager.addUser` makes.

    Plone's own plugin does not come down to it: `changing.py` notes what that makes.
    """
    result = original(self, user_id, login_name, password)
    audit_change("account.create", user_id)
    return result


def remove_user(original, self, user_id):
    """Note which account `ZODBUserManager.removeUser` deletes."""
    result = original(self, user_id)
    audit_change("account.delete", user_id)
    return result


def _require(plugin, principal_id: str, before, after) -> None:
    """Refuse what administrators that are apart may not have. Raises RolesRefused."""
    if not are_apart():
        # The root's user folder, while a site is made, has no groups to ask for.
        return
    acl_users = plugin._getPAS()
    if acl_users.getGroupById(principal_id) is not None:
        require_person(set(after) - set(before))
    require_apart(principal_id, before, after)


def _roles_of_group(plugin, group_id: str) -> set[str]:
    if not are_apart():
        return set()
    group = plugin._getPAS().getGroupById(group_id)
    return set(group.getRoles()) if group is not None else set()


def _local_roles(place, principal_id) -> frozenset[str]:
    return frozenset((place.__ac_local_roles__ or {}).get(principal_id, ()))


def _note_local(place, principal_id: str, before: frozenset[str]) -> None:
    after = _local_roles(place, principal_id)
    if before == after or (_is_own(principal_id) and before ^ after == {OWNER}):
        return
    audit_change(
        "role.local", principal_id, f"{_changes(before, after)} {_path(place)}"
    )


def _is_own(principal_id: str) -> bool:
    user = getSecurityManager().getUser()
    return user is not None and user.getId() == principal_id


def _note_global(plugin, principal_id: str, before) -> None:
    after = roles_of(plugin).get(principal_id, ())
    if changes := _changes(before, after):
        audit_change("role.site", principal_id, changes)


def _changes(before, after) -> str:
    """Return what was given and taken, as `+Editor -Reviewer`."""
    before, after = set(before) - IMPLIED, set(after) - IMPLIED
    given = [f"+{role}" for role in sorted(after - before)]
    taken = [f"-{role}" for role in sorted(before - after)]
    return " ".join(given + taken)


def _path(place) -> str:
    """Return the address of a place within its site, or what else it is known by."""
    if getattr(place, "__parent__", None) is None:
        # As while it is being added, or where somebody has only the object itself.
        return IUUID(aq_base(place), None) or place.getId()
    return "/".join(place.getPhysicalPath())

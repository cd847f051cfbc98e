"""What user folders, their plugins and tools keep, and have no official way to say."""

from Acquisition import aq_base
from collections.abc import MutableMapping


def hashes_of(manager) -> MutableMapping:
    """Return the hashes of passwords of a user manager, by the ids of accounts."""
    return manager._user_passwords


def logins_of(manager) -> MutableMapping:
    """Return the names by which people log in, by the ids of accounts."""
    return manager._userid_to_login


def ids_of(manager) -> MutableMapping:
    """Return the ids of accounts, by the names by which people log in."""
    return manager._login_to_userid


def roles_of(manager) -> MutableMapping:
    """Return the roles that a role manager gives, by the ids of accounts and groups."""
    return manager._principal_roles


def forget_principal(plugin, principal_id: str) -> None:
    """Drop the roles and groups that a plugin keeps for an account, if it keeps any."""
    plain = aq_base(plugin)
    for name in ("_principal_roles", "_principal_groups"):
        if (kept := getattr(plain, name, None)) is not None:
            kept.pop(principal_id, None)
    for members in getattr(plain, "_group_principal_map", {}).values():
        if principal_id in members:
            members.remove(principal_id)


def links_of(tool) -> MutableMapping:
    """Return the links that a tool for new passwords keeps, by what is random in them:
    the id of the account, and until when they last."""
    return tool._requests


def verified(acl_users, **who) -> dict | None:
    """Return what plugins know of an account (`login` or `user_id`), None for nobody's."""
    return acl_users._verifyUser(acl_users.plugins, **who)


def accounts_in(acl_users, request) -> list[tuple[str, str]]:
    """Return id and login of whom the credentials of a request are, whatever it asks."""
    return acl_users._extractUserIds(request, acl_users.plugins)


def delete_portrait(site, user_id: str) -> None:
    """Delete somebody's portrait; the official way asks whose it is."""
    site.portal_memberdata._deletePortrait(user_id)

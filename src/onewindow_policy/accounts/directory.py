"""The accounts of a site, as administrators look through them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.accounts.keepers import keepers_in
from onewindow_policy.accounts.plugin import plugin_of
from onewindow_policy.accounts.sessions import uses_of
from onewindow_policy.snapshots.api import once_a_request
from plone import api

#: Whoever is logged in has these; they tell nothing.
IMPLIED = {"Anonymous", "Authenticated", "Member"}


@dataclass(frozen=True, slots=True)
class Account:
    """An account and how it stands. `uid` is never another one's."""

    user_id: str
    uid: str
    name: str
    roles: tuple[str, ...]
    is_closed: bool
    has_second_factor: bool
    used_at: datetime | None

    @property
    def is_managers(self) -> bool:
        return "Manager" in self.roles


def accounts_of(
    acl_users, text: str = "", *, start: int = 0, size: int = 50
) -> tuple[list[Account], int]:
    """Return `size` accounts from `start` on, by id, and how many there are in all.

    `text` is part of an id or of a full name. Raises RecordsError.
    """
    text = text.strip().casefold()
    found = [
        (keeper, user_id)
        for keeper in keepers_in(acl_users)
        for user_id in keeper.listUserIds()
        if not text
        or text in user_id.casefold()
        or text in _name_of(acl_users, user_id).casefold()
    ]
    found.sort(key=lambda each: each[1].casefold())
    page = found[start : start + size]
    uses = uses_of([keeper.uid_of(user_id) for keeper, user_id in page])
    return [_account(acl_users, *each, uses) for each in page], len(found)


def open_account_ids(acl_users) -> frozenset[str]:
    """Return the ids of all accounts by which somebody can log in."""
    return frozenset(
        user_id
        for keeper in keepers_in(acl_users)
        for user_id in keeper.listUserIds()
        if not keeper.is_closed(user_id)
    )


def accounts_called(acl_users, user_ids: Collection[str]) -> dict[str, Account]:
    """Return those of some accounts that there are, by id. Raises RecordsError."""
    wanted = frozenset(user_ids)
    found = [
        (keeper, user_id)
        for keeper in keepers_in(acl_users)
        for user_id in wanted.intersection(keeper.listUserIds())
    ]
    uses = uses_of([keeper.uid_of(user_id) for keeper, user_id in found])
    return {each[1]: _account(acl_users, *each, uses) for each in found}


def account_of(acl_users, uid: str) -> Account | None:
    """Return the account with a uid, or None. Raises RecordsError."""
    for keeper in keepers_in(acl_users):
        for user_id in keeper.listUserIds():
            if keeper.uid_of(user_id) == uid:
                return _account(acl_users, keeper, user_id, uses_of([uid]))
    return None


@once_a_request
def staff_name(user_id: str) -> str:
    """Return the name of an account of staff for their colleagues; the id where there is
    none any more, or it has no name."""
    return _name_of(api.portal.get().acl_users, user_id) or user_id


def _account(acl_users, keeper, user_id: str, uses) -> Account:
    plugin = plugin_of(acl_users)
    uid = keeper.uid_of(user_id)
    user = acl_users.getUserById(user_id)
    return Account(
        user_id=user_id,
        uid=uid,
        name=_name_of(acl_users, user_id),
        roles=tuple(sorted(set(user.getRoles()) - IMPLIED)) if user is not None else (),
        is_closed=keeper.is_closed(user_id),
        has_second_factor=plugin is not None and plugin.has_second_factor(user_id),
        used_at=uses.get(uid),
    )


def _name_of(acl_users, user_id: str) -> str:
    """Return the full name of an account, "" where it has none."""
    user = acl_users.getUserById(user_id)
    return (user.getProperty("fullname") if user is not None else None) or ""

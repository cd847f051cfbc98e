"""Whose account it is: the user managers of the site and of the root, asked by user id."""

from Acquisition import aq_base
from Acquisition import aq_chain
from collections.abc import Iterator
from onewindow_policy.accounts.interfaces import ILastingAccounts
from Products.PluggableAuthService.interfaces.authservice import IPluggableAuthService
from zope.component.hooks import getSite


def keepers_in(acl_users) -> Iterator[ILastingAccounts]:
    """Yield the managers of lasting accounts in one user folder."""
    for plugin in acl_users.objectValues():
        if ILastingAccounts.providedBy(plugin):
            yield plugin


def keeper_of(user_id: str) -> ILastingAccounts | None:
    """Return the manager of an account of the site, or else of the root above it."""
    for acl_users in _user_folders(getSite()):
        for keeper in keepers_in(acl_users):
            if keeper.uid_of(user_id) is not None:
                return keeper
    return None


def uid_of(user_id: str) -> str | None:
    """Return the uid of an account, which no other one ever has.

    None for somebody who has no account here, such as the emergency user.
    """
    keeper = keeper_of(user_id)
    return keeper and keeper.uid_of(user_id)


def is_closed(user_id: str) -> bool:
    """Return whether the account is kept for histories only, and lets nobody in."""
    keeper = keeper_of(user_id)
    return keeper is not None and keeper.is_closed(user_id)


def is_open(user_id: str) -> bool:
    """Return whether there is an account by which its owner can log in."""
    keeper = keeper_of(user_id)
    return keeper is not None and not keeper.is_closed(user_id)


def end_sessions(user_id: str) -> None:
    """End all sessions of an account: none of its tickets and tokens opens anything.

    It is written with the account, in the ZODB: it needs no SQL, and counts in every
    process from the commit on. Changing a password, closing and deleting do it on their
    own.
    """
    keeper = keeper_of(user_id)
    if keeper is not None:
        keeper.end_sessions(user_id)


def _user_folders(site) -> Iterator:
    for parent in aq_chain(site) if site is not None else ():
        acl_users = getattr(aq_base(parent), "acl_users", None)
        if acl_users is not None:
            acl_users = parent.acl_users
            if IPluggableAuthService.providedBy(acl_users):
                yield acl_users

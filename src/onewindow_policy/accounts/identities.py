"""One account told from the next: a uid for each, and names that are never given again.

It is kept with the accounts, in the ZODB, so that it holds while SQL is away, and in all
processes from the commit on.
"""

from BTrees.OOBTree import OOBTree
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from hashlib import blake2b
from onewindow_policy import _
from onewindow_policy.accounts.exceptions import NameTaken
from onewindow_policy.accounts.interfaces import IAccountRemoved
from onewindow_policy.accounts.interfaces import ILastingAccounts
from onewindow_policy.patches.userfolders import ids_of
from onewindow_policy.patches.userfolders import logins_of
from typing import Any
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import urlencode
from zope.event import notify
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import implementer

import secrets

#: What the plugins of Zope's user folder may raise without anybody being told: deleting
#: would go on, half done.
_SWALLOWED = (NameError, AttributeError, KeyError, TypeError, ValueError)


@implementer(IAccountRemoved)
@dataclass(frozen=True)
class AccountRemoved:
    """See `IAccountRemoved`."""

    manager: Any
    user_id: str
    uid: str | None


class Identity(NamedTuple):
    """What is kept of an account besides names and password."""

    #: Never used twice.
    uid: str
    #: Tickets and tokens carry it; with another one they open nothing any more.
    stamp: str
    #: When it was closed, in UTC and ISO 8601; None while it is open.
    closed_at: str | None = None


def _new_secret() -> str:
    # Safe in tickets, whose parts are told apart by "!" and ":".
    return secrets.token_hex(16)


@implementer(ILastingAccounts)
class LastingAccounts:
    """To be mixed into a user manager, before its class: see `ILastingAccounts`.

    Whatever deletes an account, renames it or gives it a password ends in these methods.
    """

    _identities: OOBTree | None = None
    #: Hashes of names, with the uid of the account that has or had each. A name is not
    #: kept longer than its account, but it is recognised.
    _names: OOBTree | None = None
    _salt = b""

    def uid_of(self, user_id: str) -> str | None:
        identity = self._identity(user_id)
        return identity and identity.uid

    def stamp_of(self, user_id: str) -> str | None:
        identity = self._identity(user_id)
        return None if identity is None or identity.closed_at else identity.stamp

    def is_closed(self, user_id: str) -> bool:
        identity = self._identity(user_id)
        return identity is not None and identity.closed_at is not None

    def was_used(self, name: str) -> bool:
        return self._owner_of(name) is not None

    def end_sessions(self, user_id: str) -> None:
        self._change(user_id, stamp=_new_secret())

    def close_account(self, user_id: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._change(user_id, stamp=_new_secret(), closed_at=now)

    def reopen_account(self, user_id: str) -> None:
        self._change(user_id, stamp=_new_secret(), closed_at=None)

    def enter_accounts(self) -> None:
        for user_id, login_name in logins_of(self).items():
            if self._identity(user_id) is None:
                self._enter(user_id, login_name)

    # What the user folder asks of a user manager

    def addUser(self, user_id, login_name, password):
        """Add an account under names that nobody had before. Raises NameTaken.

        Names that somebody has at present are refused by a KeyError, as ever.
        """
        if user_id not in logins_of(self) and login_name not in ids_of(self):
            for name in (user_id, login_name):
                self._refuse_used(name)
        super().addUser(user_id, login_name, password)
        self._enter(user_id, login_name)

    def removeUser(self, user_id):
        uid = self.uid_of(user_id)
        super().removeUser(user_id)
        try:
            if uid is not None:
                del self._identities[user_id]
            notify(AccountRemoved(self, user_id, uid))
        except _SWALLOWED as error:
            raise RuntimeError("An account was not removed whole.") from error

    def updateUser(self, user_id, login_name):
        """Change the name that somebody logs in by. Raises NameTaken, KeyError."""
        uid = self.uid_of(user_id)
        if self._owner_of(login_name) not in (None, uid):
            self._refuse_used(login_name)
        changed = super().updateUser(user_id, login_name)
        self._remember(login_name, uid)
        return changed

    def doChangeUser(self, principal_id, password):
        super().doChangeUser(principal_id, password)
        self._end_where_known(principal_id)

    def updateUserPassword(self, user_id, password):
        super().updateUserPassword(user_id, password)
        if password:
            self._end_where_known(user_id)

    def authenticateCredentials(self, credentials):
        found = super().authenticateCredentials(credentials)
        if found is not None and self.is_closed(found[0]):
            return None
        return found

    def manage_addUser(
        self, user_id, login_name, password, confirm, RESPONSE=None, REQUEST=None
    ):
        """Add an account by the ZMI, which shows in words why it is refused."""
        try:
            return super().manage_addUser(
                user_id, login_name, password, confirm, RESPONSE, REQUEST
            )
        except NameTaken as error:
            if RESPONSE is None:
                raise
            message = urlencode({"manage_tabs_message": str(error)})
            return RESPONSE.redirect(f"{self.absolute_url()}/manage_users?{message}")

    # How it is stored

    def _identity(self, user_id) -> Identity | None:
        if self._identities is None or not isinstance(user_id, str):
            return None
        kept = self._identities.get(user_id)
        return kept and Identity(*kept)

    def _change(self, user_id, **changes) -> None:
        identity = self._identity(user_id)
        if identity is None:
            raise KeyError(user_id)
        self._identities[user_id] = tuple(identity._replace(**changes))

    def _end_where_known(self, user_id) -> None:
        if self._identity(user_id) is not None:
            self.end_sessions(user_id)

    def _enter(self, user_id, login_name) -> None:
        if self._identities is None:
            self._identities = OOBTree()
        identity = Identity(_new_secret(), _new_secret())
        self._identities[user_id] = tuple(identity)
        for name in (user_id, login_name):
            self._remember(name, identity.uid)

    def _remember(self, name, uid) -> None:
        if self._names is None:
            self._names = OOBTree()
            self._salt = secrets.token_bytes(16)
        self._names.insert(self._hash(name), uid or "")

    def _owner_of(self, name) -> str | None:
        return None if self._names is None else self._names.get(self._hash(name))

    def _hash(self, name: str) -> bytes:
        # A name that only looks like another one's is that one's to whoever reads it.
        plain = normalize("NFKC", name).casefold().strip()
        return blake2b(plain.encode(), digest_size=16, key=self._salt).digest()

    def _refuse_used(self, name) -> None:
        if self.was_used(name):
            message = _(
                "error_name_was_used",
                default=(
                    "This name belongs or belonged to another account. Names are never"
                    " given again, so that nobody is taken for somebody else."
                    " Please choose another one."
                ),
            )
            raise NameTaken(translate(message, context=getRequest()))

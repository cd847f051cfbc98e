"""What other rooms may know of accounts."""

from zope.interface import Attribute
from zope.interface import Interface


class ILastingAccounts(Interface):
    """A user manager that knows one account from the next, whatever they are called."""

    def uid_of(user_id: str) -> str | None:
        """Return the uid of an account, which no other one ever has; None if unknown."""

    def stamp_of(user_id: str) -> str | None:
        """Return what tickets of an account must carry; None lets nobody in."""

    def was_used(name: str) -> bool:
        """Return whether `name` is or was the id or the login name of an account."""

    def is_closed(user_id: str) -> bool:
        """Return whether an account is kept, but lets nobody in."""

    def end_sessions(user_id: str) -> None:
        """Let no ticket and no token of an account open anything from now on."""

    def close_account(user_id: str) -> None:
        """Let nobody in by an account, and end its sessions. Raises KeyError."""

    def reopen_account(user_id: str) -> None:
        """Let its owner in again. Raises KeyError."""

    def enter_accounts() -> None:
        """Give a uid to each account that has none: those of an earlier version."""


class IAccountRemoved(Interface):
    """An account was deleted, by whatever door."""

    manager = Attribute("The user manager that it was in")
    user_id = Attribute("Its id")
    uid = Attribute("Its uid")

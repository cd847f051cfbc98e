"""What other rooms may know of accounts."""

from onewindow_policy import _
from zope import schema
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


#: Before the names of the settings in the registry.
SESSIONS_PREFIX = "onewindow_policy.sessions"

#: What holds until a city settles something else.
IDLE_MINUTES = 60
ABSOLUTE_HOURS = 12


class ISessionSettings(Interface):
    """How long staff stay logged in."""

    idle_minutes = schema.Int(
        title=_("label_idle_minutes", default="Log out after as many minutes of rest"),
        description=_(
            "help_idle_minutes",
            default=(
                "Whoever asks for no page for so long has to log in again. Use is"
                " noted up to five minutes late, so that it may be that much earlier."
            ),
        ),
        min=10,
        max=480,
        default=IDLE_MINUTES,
    )
    absolute_hours = schema.Int(
        title=_("label_absolute_hours", default="Log out after as many hours at most"),
        description=_(
            "help_absolute_hours",
            default="Counted from the log-in, however busy somebody is.",
        ),
        min=1,
        max=12,
        default=ABSOLUTE_HOURS,
    )

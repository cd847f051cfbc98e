"""Accounts for other rooms: all they may import of this one."""

from onewindow_policy.accounts.keepers import end_sessions
from onewindow_policy.accounts.keepers import is_closed
from onewindow_policy.accounts.keepers import uid_of
from onewindow_policy.accounts.plugin import known_passwords
from onewindow_policy.accounts.policy import weakness
from onewindow_policy.accounts.proofs import confirm_password

__all__ = [
    "confirm_password",
    "end_sessions",
    "is_closed",
    "known_passwords",
    "uid_of",
    "weakness",
]

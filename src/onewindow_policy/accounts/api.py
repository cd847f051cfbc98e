"""Accounts for other rooms: all they may import of this one."""

from onewindow_policy.accounts.keepers import end_sessions
from onewindow_policy.accounts.keepers import is_closed
from onewindow_policy.accounts.keepers import uid_of

__all__ = [
    "end_sessions",
    "is_closed",
    "uid_of",
]

"""Accounts for other rooms: all they may import of this one."""

from onewindow_policy.accounts.directory import accounts_of
from onewindow_policy.accounts.landing import landing_url
from onewindow_policy.accounts.plugin import known_passwords
from onewindow_policy.accounts.policy import weakness

__all__ = [
    "accounts_of",
    "known_passwords",
    "landing_url",
    "weakness",
]

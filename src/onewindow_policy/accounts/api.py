"""Accounts for other rooms: all they may import of this one."""

from onewindow_policy.accounts.directory import Account
from onewindow_policy.accounts.directory import accounts_called
from onewindow_policy.accounts.directory import accounts_of
from onewindow_policy.accounts.directory import open_account_ids
from onewindow_policy.accounts.directory import staff_name
from onewindow_policy.accounts.keepers import is_open
from onewindow_policy.accounts.keepers import uid_of
from onewindow_policy.accounts.landing import landing_url
from onewindow_policy.accounts.plugin import known_passwords
from onewindow_policy.accounts.policy import weakness

__all__ = [
    "Account",
    "accounts_called",
    "accounts_of",
    "is_open",
    "known_passwords",
    "landing_url",
    "open_account_ids",
    "staff_name",
    "uid_of",
    "weakness",
]

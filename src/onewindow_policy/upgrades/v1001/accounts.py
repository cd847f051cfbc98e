"""The accounts of a site that an earlier version made: told apart, and never reused."""

from onewindow_policy.accounts.installation import keep_accounts_apart
from plone import api


def enter_accounts(setup_tool) -> None:
    """Put our user managers in the place of the stock ones, and enter their accounts."""
    keep_accounts_apart(api.portal.get())

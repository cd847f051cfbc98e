"""The plugins of accounts in a site, and in the root above it."""

from onewindow_policy.accounts.replacing import replace_plugin
from onewindow_policy.accounts.users import RootAccounts
from onewindow_policy.accounts.users import StaffAccounts


def keep_accounts_apart(site) -> None:
    """Let the user managers of `site` and of the root know one account from the next."""
    root = site.getPhysicalRoot()
    for acl_users, plugin_id, factory in (
        (site.acl_users, "source_users", StaffAccounts),
        (root.acl_users, "users", RootAccounts),
    ):
        replace_plugin(acl_users, plugin_id, factory)
        manager = acl_users._getOb(plugin_id, None)
        if isinstance(manager, factory):
            manager.enter_accounts()

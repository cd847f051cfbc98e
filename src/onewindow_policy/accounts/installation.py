"""The plugins of accounts in a site, and in the root above it."""

from onewindow_policy.accounts.replacing import replace_plugin
from onewindow_policy.accounts.sessionplugins import SessionTickets
from onewindow_policy.accounts.sessionplugins import SessionTokens
from onewindow_policy.accounts.users import RootAccounts
from onewindow_policy.accounts.users import StaffAccounts
from Products.PluggableAuthService.interfaces.plugins import ICredentialsResetPlugin


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


def give_sessions(site) -> None:
    """Let tickets and tokens, of `site` and of the root, belong to sessions."""
    root = site.getPhysicalRoot()
    replace_plugin(site.acl_users, "session", SessionTickets)
    for acl_users in (site.acl_users, root.acl_users):
        replace_plugin(acl_users, "jwt_auth", SessionTokens)
        if not isinstance(acl_users._getOb("jwt_auth", None), SessionTokens):
            continue
        # So that logging out ends them.
        if "jwt_auth" not in acl_users.plugins.listPluginIds(ICredentialsResetPlugin):
            acl_users.plugins.activatePlugin(ICredentialsResetPlugin, "jwt_auth")

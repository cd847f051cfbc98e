"""The doors of a site, and of the root above it: which there are, and what stands there."""

from Acquisition import aq_base
from onewindow_policy.accounts.basic import BasicOfMachine
from onewindow_policy.accounts.basic import BasicOfSite
from onewindow_policy.accounts.replacing import replace_plugin
from onewindow_policy.patches.userfolders import hashes_of
from onewindow_policy.patches.userfolders import ids_of
from onewindow_policy.patches.userfolders import logins_of
from Products.PluggableAuthService.interfaces.authservice import IPluggableAuthService
from Products.PluggableAuthService.interfaces.plugins import IChallengePlugin
from Products.PluggableAuthService.interfaces.plugins import ICredentialsResetPlugin
from Products.PluggableAuthService.interfaces.plugins import ICredentialsUpdatePlugin
from Products.PluggableAuthService.interfaces.plugins import IExtractionPlugin

BASIC = "credentials_basic_auth"
SITE_MANAGER = "source_users"
ROOT_MANAGER = "users"

#: What makes a cookie of a name and a password, or takes one.
_OF_COOKIES = (ICredentialsUpdatePlugin, ICredentialsResetPlugin)


def guard_doors(site) -> None:
    """See to it that passwords come in by the doors that we know, and by no other."""
    replace_plugin(site.acl_users, BASIC, BasicOfSite)
    acl_users = site.getPhysicalRoot().acl_users
    if not IPluggableAuthService.providedBy(acl_users):
        return
    replace_plugin(acl_users, BASIC, BasicOfMachine)
    _leave_basic_alone(acl_users.plugins)


def _leave_basic_alone(plugins) -> None:
    """Let the root be logged in to by HTTP Basic only: no cookie, no form, no token."""
    for interface in (IExtractionPlugin, IChallengePlugin, *_OF_COOKIES):
        for name in plugins.listPluginIds(interface):
            if name != BASIC:
                plugins.deactivatePlugin(interface, name)
    for interface in (IExtractionPlugin, IChallengePlugin):
        if BASIC not in plugins.listPluginIds(interface):
            plugins.activatePlugin(interface, BASIC)


def let_administrators_in(site) -> None:
    """Give the root's Managers an account of the site, with the same name and password.

    The root's own accounts are let in from the machine only.
    """
    root = site.getPhysicalRoot().acl_users
    users = aq_base(root._getOb(ROOT_MANAGER, None))
    roles = root._getOb("roles", None)
    if users is None or roles is None:
        return
    manager = site.acl_users._getOb(SITE_MANAGER)
    for user_id, _login in roles.listAssignedPrincipals("Manager"):
        password = hashes_of(users).get(user_id)
        if password is None or site.acl_users.getUserById(user_id) is not None:
            continue
        # As it is kept: the method that adds accounts takes a password, and no hash.
        login = logins_of(users)[user_id]
        hashes_of(manager)[user_id] = password
        ids_of(manager)[login] = user_id
        logins_of(manager)[user_id] = login
        manager.enter_accounts()
        site.acl_users.portal_role_manager.assignRoleToPrincipal("Manager", user_id)

"""The user managers of the site and of the root, which know one account from the next."""

from AccessControl.class_init import InitializeClass
from onewindow_policy.accounts.identities import LastingAccounts
from Products.PlonePAS.plugins.user import UserManager
from Products.PluggableAuthService.plugins.ZODBUserManager import ZODBUserManager


class StaffAccounts(LastingAccounts, UserManager):
    """The accounts of a site, as `acl_users/source_users`."""


class RootAccounts(LastingAccounts, ZODBUserManager):
    """The accounts of the root, as `acl_users/users`."""


InitializeClass(StaffAccounts)
InitializeClass(RootAccounts)

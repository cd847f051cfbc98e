"""The user managers of the site and of the root.

They know one account from the next, and bear a few wrong passwords only.
"""

from AccessControl.class_init import InitializeClass
from onewindow_policy.accounts.guarding import GuardedPasswords
from onewindow_policy.accounts.identities import LastingAccounts
from onewindow_policy.accounts.twosteps import AsksForSecondFactor
from Products.PlonePAS.plugins.user import UserManager
from Products.PluggableAuthService.plugins.ZODBUserManager import ZODBUserManager


class StaffAccounts(
    AsksForSecondFactor, GuardedPasswords, LastingAccounts, UserManager
):
    """The accounts of a site, as `acl_users/source_users`."""


class RootAccounts(GuardedPasswords, LastingAccounts, ZODBUserManager):
    """The accounts of the root, as `acl_users/users`."""

    is_of_machine = True


InitializeClass(StaffAccounts)
InitializeClass(RootAccounts)

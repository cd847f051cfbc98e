"""The rules for passwords, in a site that an earlier version made."""

from onewindow_policy.accounts.settings import IPasswordSettings
from onewindow_policy.accounts.settings import SETTINGS_PREFIX
from onewindow_policy.accounts.setup import set_up_passwords
from plone import api
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


def add_password_rules(setup_tool) -> None:
    """Let the rules hold for every password from now on; those of today stay good.

    Their hashes are made anew at the next log-in of each.
    """
    getUtility(IRegistry).registerInterface(IPasswordSettings, prefix=SETTINGS_PREFIX)
    set_up_passwords(api.portal.get())

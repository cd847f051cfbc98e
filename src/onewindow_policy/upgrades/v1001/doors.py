"""The doors of a site that an earlier version made."""

from onewindow_policy.accounts.doors import guard_doors
from onewindow_policy.accounts.doors import let_administrators_in
from onewindow_policy.accounts.loginsettings import ILogInSettings
from onewindow_policy.accounts.loginsettings import PREFIX
from plone import api
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


def close_doors(setup_tool) -> None:
    """Put limits around passwords, and let administrators in by accounts of the site."""
    portal = api.portal.get()
    getUtility(IRegistry).registerInterface(ILogInSettings, prefix=PREFIX)
    let_administrators_in(portal)
    guard_doors(portal)

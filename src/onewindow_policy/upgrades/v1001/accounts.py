"""The accounts of a site that an earlier version made, and their sessions."""

from onewindow_policy.accounts.installation import give_sessions
from onewindow_policy.accounts.installation import keep_accounts_apart
from onewindow_policy.accounts.interfaces import ISessionSettings
from onewindow_policy.accounts.interfaces import SESSIONS_PREFIX
from plone import api
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


def enter_accounts(setup_tool) -> None:
    """Put our user managers in the place of the stock ones, and enter their accounts."""
    keep_accounts_apart(api.portal.get())


def open_sessions(setup_tool) -> None:
    """Let tickets and tokens belong to sessions; whoever is logged in does so again.

    What was handed out before says nothing of a session, and opens nothing any more.
    """
    give_sessions(api.portal.get())
    getUtility(IRegistry).registerInterface(ISessionSettings, prefix=SESSIONS_PREFIX)

"""Pages about accounts, in a site that an earlier version made."""

from onewindow_policy.accounts.apart import IAdministratorSettings
from onewindow_policy.accounts.apart import PREFIX
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


def lead_to_accounts(setup_tool) -> None:
    """Let the site's settings lead to the pages about accounts; menus do by `actions`."""
    getUtility(IRegistry).registerInterface(IAdministratorSettings, prefix=PREFIX)
    setup_tool.runImportStepFromProfile(
        "profile-onewindow_policy:default", "controlpanel", run_dependencies=False
    )

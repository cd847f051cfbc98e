"""Pages about accounts, in a site that an earlier version made."""

from onewindow_policy.accounts.apart import IAdministratorSettings
from onewindow_policy.accounts.apart import PREFIX
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


def lead_to_accounts(setup_tool) -> None:
    """Let menus and the site's settings lead to the pages about accounts."""
    getUtility(IRegistry).registerInterface(IAdministratorSettings, prefix=PREFIX)
    for step in ("actions", "controlpanel"):
        setup_tool.runImportStepFromProfile(
            "profile-onewindow_policy:default", step, run_dependencies=False
        )

"""What the profile has that a site of the version before lacks."""

from onewindow_policy.accounts.apart import are_apart
from onewindow_policy.accounts.apart import part
from onewindow_policy.reapplying import keep_settings
from onewindow_policy.reapplying import PROFILE
from plone import api

#: Of what sites lack something: permissions, settings, indexes, types and their workflows,
#: menus.
STEPS = (
    *("rolemap", "plone.app.registry", "catalog", "typeinfo", "workflow"),
    *("actions", "controlpanel"),
)


def take_in_what_is_new(setup_tool) -> None:
    """Add what is new of these parts; what is there stays as it was set."""
    portal = api.portal.get()
    restores = keep_settings(portal)
    for step in STEPS:
        setup_tool.runImportStepFromProfile(
            f"profile-{PROFILE}", step, run_dependencies=False
        )
    for restore in restores:
        restore()
    if are_apart():
        # New permissions come as they are while administrators are together.
        part(portal)

"""Rooms of an older site that could be taken back; what only administrators mended."""

from onewindow_policy.publishing.rooms import let_reviewers_mend
from onewindow_policy.setuphandlers import make_rooms
from plone import api

PROFILE = "profile-onewindow_policy:default"


def make_rooms_of_site(setup_tool) -> None:
    """Make the rooms of the site public for good, and let reviewers mend the rest."""
    for step in ("workflow", "rolemap", "actions"):
        setup_tool.runImportStepFromProfile(PROFILE, step, run_dependencies=False)
    make_rooms(api.portal.get())
    if let_reviewers_mend():
        api.portal.get_tool("portal_workflow").updateRoleMappings()

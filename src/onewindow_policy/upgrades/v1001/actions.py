"""What the menus of an older site offer."""

from plone import api

PROFILE = "profile-onewindow_policy:default"


#: The editorial desk, in two menus; staff begin at `@@work`, which leads there.
FORMER = (("portal_tabs", "editorial_desk"), ("user", "editorial_desk"))


def read_actions(setup_tool) -> None:
    """Offer no deleting, cutting or renaming of what would be refused."""
    actions = api.portal.get_tool("portal_actions")
    for category, name in FORMER:
        if name in actions[category]:
            actions[category].manage_delObjects([name])
    setup_tool.runImportStepFromProfile(PROFILE, "actions", run_dependencies=False)

"""What the menus of an older site offer."""

PROFILE = "profile-onewindow_policy:default"


def read_actions(setup_tool) -> None:
    """Offer no deleting, cutting or renaming of what would be refused."""
    setup_tool.runImportStepFromProfile(PROFILE, "actions", run_dependencies=False)

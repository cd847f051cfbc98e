"""The roles and permissions of the profile, in a site that an earlier version made."""


def update_roles(setup_tool) -> None:
    """Apply the profile's rolemap: it names permissions that the site does not know."""
    setup_tool.runImportStepFromProfile(
        "profile-onewindow_policy:default", "rolemap", run_dependencies=False
    )

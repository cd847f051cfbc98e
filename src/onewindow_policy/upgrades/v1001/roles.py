"""The roles and permissions of the profile, in a site that an earlier version made."""


def update_roles(setup_tool) -> None:
    """Apply the profile's rolemap: it names permissions that the site does not know."""
    setup_tool.runImportStepFromProfile(
        "profile-onewindow_policy:default", "rolemap", run_dependencies=False
    )


def index_role_holders(setup_tool) -> None:
    """Add the index that finds who has a role in a grid; there are no grids yet."""
    setup_tool.runImportStepFromProfile(
        "profile-onewindow_policy:default", "catalog", run_dependencies=False
    )

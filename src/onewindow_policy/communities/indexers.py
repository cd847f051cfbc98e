"""What the catalog knows of divisions, and of grids."""

from onewindow_policy.communities.interfaces import IDivision
from onewindow_policy.communities.interfaces import IGrid
from plone.indexer import indexer


@indexer(IDivision)
def division_code(division):
    return division.code


@indexer(IGrid)
def role_holders(grid):
    """Who has which role in a grid: there are too many of them to look at each."""
    return [
        role_holder(role, principal)
        for principal, roles in (grid.__ac_local_roles__ or {}).items()
        for role in roles
    ]


def role_holder(role: str, principal: str) -> str:
    """Return what the index has for a role of a user or a group."""
    return f"{role}:{principal}"

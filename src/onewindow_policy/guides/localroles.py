"""Lend a district's guides the roles people have in the district.

Guides live under the catalogue, the people who keep a district's guide work in the
district. Roles given there count here as well.
"""

from borg.localrole.interfaces import ILocalRoleProvider
from collections.abc import Iterator
from onewindow_policy.communities.api import get_district
from onewindow_policy.guides.interfaces import IServiceGuide
from plone import api
from zope.component import adapter
from zope.interface import implementer


@implementer(ILocalRoleProvider)
@adapter(IServiceGuide)
class DistrictRoles:
    """The roles given on the district that a guide is for. See `ILocalRoleProvider`."""

    def __init__(self, context):
        self.context = context

    def getRoles(self, principal_id: str) -> list[str]:
        return [
            role
            for principal, roles in self.getAllRoles()
            if principal == principal_id
            for role in roles
        ]

    def getAllRoles(self) -> Iterator[tuple[str, list[str]]]:
        code = self.context.district
        district = get_district(code) if code else None
        if district is not None:
            for principal, roles in (district.__ac_local_roles__ or {}).items():
                yield principal, list(roles)


def reindex_district_guides(district, event) -> None:
    """Let a change of the district's sharing reach its guides in the catalog."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(
        portal_type="ServiceGuide", district=district.code
    ):
        brain._unrestrictedGetObject().reindexObjectSecurity()

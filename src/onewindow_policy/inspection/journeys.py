"""Journeys that lead to what is not there any more."""

from collections.abc import Iterator
from onewindow_policy.inspection.checks import Finding
from onewindow_policy.journeys.api import PORTAL_TYPE
from onewindow_policy.journeys.rules import service_faults
from plone import api


def misleading_journeys() -> Iterator[Finding]:
    """Yield the public journeys that name services which residents do not find."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(
        portal_type=PORTAL_TYPE, review_state="published", sort_on="path"
    ):
        if faults := service_faults(brain._unrestrictedGetObject()):
            yield Finding(brain.Title, f"{brain.getURL()}/view", tuple(faults))

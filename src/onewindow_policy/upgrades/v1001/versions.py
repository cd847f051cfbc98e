"""What is public becomes the first version of what is kept from now on."""

from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.publishing.versions import keep_version
from onewindow_policy.publishing.versions import versions_of
from onewindow_policy.workdays.api import city_time
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy


def keep_first_versions(setup_tool) -> None:
    """Begin a version with each text that is public, at the time of its last change."""
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.unrestrictedSearchResults(
        object_provides=IPublishable.__identifier__, review_state="published"
    )
    for brain in list(found):
        content = brain._unrestrictedGetObject()
        if not IWorkingCopy.providedBy(content) and not versions_of(content):
            keep_version(content, at=city_time(content.modified()))

"""A screen for each hall of the sample city, for a look at `/screens`."""

from plone import api


def create_sample_screens(portal) -> None:
    """Create a signage screen for each hall; its id is the hall's."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="Hall", sort_on="id"):
        hall = brain._unrestrictedGetObject()
        api.content.create(
            container=portal["screens"],
            type="Screen",
            id=hall.getId(),
            title=hall.title,
            community=hall.aq_parent.code,
        )

"""What a service is a step of, for the page of its guide."""

from onewindow_policy.guides.interfaces import IPartOf
from onewindow_policy.journeys.api import journeys_with
from onewindow_policy.journeys.asking import query_of
from plone import api
from zope.interface import provider


@provider(IPartOf)
def journeys_of(item, district: str | None) -> list[tuple[str, str]]:
    """Return the journeys of which `item` is a step. See `IPartOf`."""
    site_url = api.portal.get().absolute_url()
    query = query_of({}, district or "")
    tail = f"?{query}" if query else ""
    return [
        (each.title, f"{site_url}{each.path}{tail}")
        for each in journeys_with(item.code)
    ]

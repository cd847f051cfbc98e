"""What journeys say of services: codes, and steps that residents would miss."""

from collections.abc import Collection
from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.journeys.api import journeys_with
from onewindow_policy.journeys.api import PORTAL_TYPE
from onewindow_policy.publishing.interfaces import ICodeUse
from onewindow_policy.publishing.interfaces import IContentUse
from onewindow_policy.publishing.interfaces import IHidingEffect
from plone import api
from zope.i18nmessageid import Message
from zope.interface import provider


@provider(ICodeUse)
def journeys_naming(content, code: str) -> list[Message]:
    """Return how many journeys name the service by `code`. See `ICodeUse`."""
    if not IServiceItem.providedBy(content):
        return []
    count = len(_journeys_naming({code.lower()}))
    if not count:
        return []
    return [
        _(
            "use_journeys",
            default="${count} events in life have it among their steps",
            mapping={"count": count},
        )
    ]


@provider(IContentUse)
def steps_of_journeys(contents: list) -> list[Message]:
    """Return which journeys, public or not, would name nothing. See `IContentUse`."""
    codes = {
        content.code.lower()
        for content in contents
        if IServiceItem.providedBy(content) and content.code
    }
    return [
        _(
            "use_journey_steps",
            default="“${title}” has it among its steps: take it out there first",
            mapping={"title": journey.title},
        )
        for journey in _journeys_naming(codes)
    ]


def _journeys_naming(codes: Collection[str]) -> list:
    """Return the journeys, public or not, that name one of these services, by their codes
    in small letters."""
    if not codes:
        return []
    catalog = api.portal.get_tool("portal_catalog")
    journeys = (
        brain._unrestrictedGetObject()
        for brain in catalog.unrestrictedSearchResults(
            portal_type=PORTAL_TYPE, sort_on="path"
        )
    )
    return [journey for journey in journeys if _names(journey, codes)]


def _names(journey, codes: Collection[str]) -> bool:
    return any(
        (row.get("item_code") or "").lower() in codes for row in journey.steps or ()
    )


@provider(IHidingEffect)
def steps_missed(contents: list) -> list[Message]:
    """Return which journeys would say of a step that it is not open. See
    `IHidingEffect`."""
    titles = dict.fromkeys(
        journey.title
        for content in contents
        if IServiceItem.providedBy(content)
        for journey in journeys_with(content.code)
    )
    return [
        _(
            "effect_journey_step",
            default="“${title}” will say that this step is not open at the moment.",
            mapping={"title": title},
        )
        for title in titles
    ]

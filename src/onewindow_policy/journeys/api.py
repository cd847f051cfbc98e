"""Journeys for everybody else: which there are, and what they lead to."""

from collections.abc import Iterator
from dataclasses import dataclass
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.journeys.walking import plan_of
from onewindow_policy.snapshots.api import until_public_changes
from onewindow_policy.vocabularies.api import code_list
from plone import api
from urllib.parse import urlencode

#: Where the journeys lie in the site.
JOURNEYS_PATH = "journeys"

PORTAL_TYPE = "Journey"


@dataclass(frozen=True, slots=True)
class ListedJourney:
    """What lists say of a public journey; `path` leads to it from the site, with a slash
    in front, and `item_codes` are those of its services."""

    title: str
    summary: str
    life_event: str
    path: str
    item_codes: frozenset[str]


@until_public_changes
def listed_journeys() -> tuple[ListedJourney, ...]:
    """Return the journeys that the reader may see, in the order of the life events."""
    places = {code: place for place, code in enumerate(code_list("life_events"))}
    brains = api.portal.get_tool("portal_catalog")(
        portal_type=PORTAL_TYPE, review_state="published", sort_on="getId"
    )
    found = [_listed(brain.getObject()) for brain in brains]
    return tuple(
        sorted(found, key=lambda each: places.get(each.life_event, len(places)))
    )


def _listed(journey) -> ListedJourney:
    site_path = api.portal.get().getPhysicalPath()
    return ListedJourney(
        title=journey.title,
        summary=journey.description or "",
        life_event=journey.life_event,
        path="/" + "/".join(journey.getPhysicalPath()[len(site_path) :]),
        item_codes=frozenset(
            step.item_code.lower() for step in plan_of(journey).steps if step.item_code
        ),
    )


def journey_of_event(life_event: str) -> ListedJourney | None:
    """Return the public journey of a life event, None where there is none."""
    return next(
        (each for each in listed_journeys() if each.life_event == life_event), None
    )


def path_of_event(life_event: str) -> str:
    """Return where a life event leads, from the site, with a slash in front: through its
    journey, which leads on to the list, where there is one."""
    journey = journey_of_event(life_event)
    if journey is not None:
        return journey.path
    return f"/{CATALOGUE_PATH}?{urlencode({'life_event': life_event})}"


def journeys_with(item_code: str) -> Iterator[ListedJourney]:
    """Yield the public journeys of which a service is a step."""
    code = item_code.lower()
    return (each for each in listed_journeys() if code in each.item_codes)


def get_journey(name: str):
    """Return the journey with this short name, or None. No permission is asked."""
    folder = api.portal.get().get(JOURNEYS_PATH)
    found = folder.get(name.lower()) if folder is not None else None
    return found if getattr(found, "portal_type", None) == PORTAL_TYPE else None

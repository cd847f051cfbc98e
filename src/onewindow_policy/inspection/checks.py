"""What an inspection of government sites would fault, found before it comes.

The criteria are those of 国办秘函〔2019〕19号: columns must not be empty, nor go without a
new entry for longer than their kind allows; guides must have all their elements; links
must lead somewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from DateTime import DateTime
from datetime import date
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.grids import communities_with_grids
from onewindow_policy.communities.grids import former_counts
from onewindow_policy.communities.merging import former_communities
from onewindow_policy.communities.merging import matters_of
from onewindow_policy.guides.content import MASTER_ID
from onewindow_policy.news.api import day_of
from onewindow_policy.news.api import NEWS_PATH
from onewindow_policy.portal.settings import PortalSettings
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.publishing.gaps import Gap
from onewindow_policy.publishing.gaps import unfit_guides
from onewindow_policy.samples.api import COMMON_PATH
from onewindow_policy.vocabularies.api import code_list
from plone import api
from urllib.parse import urlencode
from zope.i18nmessageid import Message

#: The news category whose entries are news of the day; all others may be slower.
NEWS_OF_THE_DAY = "news"

#: What must hold something, with the types of content that count.
ROOMS = (
    (CATALOGUE_PATH, _("nav_catalogue", default="Services"), "ServiceItem"),
    (COMMON_PATH, _("nav_samples", default="Forms"), "SampleDocument"),
    (CITY_PATH, _("nav_communities", default="Communities and windows"), "Hall"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend: what it is called, where it is, and what is wrong with it."""

    title: Message | str
    url: str
    faults: tuple[Message, ...]
    gaps: tuple[Gap, ...] = ()


def days_allowed(category: str, settings: PortalSettings) -> int:
    """Return within how many days a column of news must have a new entry."""
    if category == NEWS_OF_THE_DAY:
        return settings.news_days or 14
    return settings.other_days or 183


def column_fault(newest: str, allowed: int, today: date) -> Message | None:
    """Return what is wrong with a column whose `newest` entry is of that day, if any.

    `newest` is a day as YYYY-MM-DD, or empty for a column without an entry.
    """
    if not newest:
        return _("fault_empty_column", default="has no entry.")
    age = (today - date.fromisoformat(newest)).days
    if age <= allowed:
        return None
    return _(
        "fault_stale_column",
        default=(
            "has had nothing new for ${age} days, since ${day}; ${allowed} are allowed."
        ),
        mapping={"age": age, "day": newest, "allowed": allowed},
    )


def faulty_columns(settings: PortalSettings, today: date) -> Iterator[Finding]:
    """Yield the columns of news that are empty or stale, and the rooms that are empty."""
    portal_url = api.portal.get().absolute_url()
    for code, term in code_list("news_categories").items():
        allowed = days_allowed(code, settings)
        fault = column_fault(_newest_day(code), allowed, today)
        if fault is not None:
            url = f"{portal_url}/{NEWS_PATH}?{urlencode({'category': code})}"
            yield Finding(term.title, url, (fault,))
    catalog = api.portal.get_tool("portal_catalog")
    for path, title, portal_type in ROOMS:
        if not catalog.unrestrictedSearchResults(portal_type=portal_type, sort_limit=1):
            fault = _("fault_empty_column", default="has no entry.")
            yield Finding(title, f"{portal_url}/{path}", (fault,))


def _newest_day(category: str) -> str:
    """Return the day of the newest entry of a column of news, "" without one."""
    newest = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="News Item",
        review_state="published",
        news_category=category,
        sort_on="effective",
        sort_order="reverse",
        sort_limit=1,
    )[:1]
    return day_of(newest[0].effective) if newest else ""


def incomplete_guides() -> Iterator[Finding]:
    """Yield what is public of services, and lacks an element that a guide must have."""
    catalog = api.portal.get_tool("portal_catalog")
    with_guide = {
        _path_of_parent(brain)
        for brain in catalog.unrestrictedSearchResults(
            portal_type="ServiceGuide", id=MASTER_ID
        )
    }
    for brain in catalog.unrestrictedSearchResults(
        portal_type="ServiceItem", review_state="published", sort_on="item_code"
    ):
        if brain.getPath() not in with_guide:
            fault = _("fault_no_guide", default="has no guide.")
            yield Finding(brain.Title, brain.getURL(), (fault,))
    guides = catalog.unrestrictedSearchResults(
        portal_type="ServiceGuide", review_state="published", sort_on="path"
    )
    for brain in unfit_guides(guides):
        guide = brain._unrestrictedGetObject()
        if gaps := find_gaps(guide):
            title = guide.aq_parent.title
            if guide.district:
                title = f"{title} {guide.district}"
            yield Finding(title, f"{brain.getURL()}/view", (), tuple(gaps))


def _path_of_parent(brain) -> str:
    return brain.getPath().rpartition("/")[0]


def overdue_reviews(settings: PortalSettings, today: date) -> Iterator[Finding]:
    """Yield the public services that nobody has touched for longer than is allowed.

    A service counts as reviewed on the day of the last change of it or of its guides.
    """
    allowed = settings.review_days or 365
    limit = today - timedelta(days=allowed)
    catalog = api.portal.get_tool("portal_catalog")
    recent = {
        brain.getPath()
        for brain in catalog.unrestrictedSearchResults(
            portal_type=("ServiceItem", "ServiceGuide"),
            modified={"query": DateTime(limit.isoformat()), "range": "min"},
        )
    }
    touched = recent | {path.rpartition("/")[0] for path in recent}
    for brain in catalog.unrestrictedSearchResults(
        portal_type="ServiceItem",
        review_state="published",
        modified={"query": DateTime(limit.isoformat()), "range": "max"},
        sort_on="modified",
    ):
        if brain.getPath() not in touched:
            fault = _(
                "fault_overdue_review",
                default="was last changed on ${day}; review it, and save it again.",
                mapping={"day": day_of(brain.modified)},
            )
            yield Finding(brain.Title, f"{brain.getURL()}/view", (fault,))


def communities_without_grids(site_url: str) -> Iterator[Finding]:
    """Yield the communities that have no grids, in a city that has, or had, some."""
    have, said = communities_with_grids(), former_counts()
    if not have and not said:
        return
    for community in all_communities():
        code = community.place.code
        if code in have:
            continue
        fault = _(
            "fault_no_grids",
            default="has no grids: its residents are not told who looks after theirs.",
        )
        if code in said:
            fault = _(
                "fault_grids_only_counted",
                default="has no grids, of ${count} that it said it had: enter them.",
                mapping={"count": said[code]},
            )
        yield Finding(community.full_name, site_url + community.place.path, (fault,))


def former_places(city) -> Iterator[Finding]:
    """Yield the communities that are gone, with how much still refers to each.

    Nobody works there: what waits in them waits until it is handed over.
    """
    for place in former_communities():
        count = sum(matter.count for matter in matters_of(place))
        url = f"{city.absolute_url()}/@@merge-place?{urlencode({'code': place.code})}"
        fault = _(
            "fault_former_community",
            default=(
                "${count} applications, suggestions and other things refer to it: hand"
                " them over to a community that is there."
            ),
            mapping={"count": count},
        )
        yield Finding(place.code, url, (fault,))

"""The list of addresses that search engines ask for (sitemaps.org)."""

from collections.abc import Iterator
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.journeys.api import JOURNEYS_PATH
from onewindow_policy.news.api import NEWS_PATH
from onewindow_policy.samples.api import COMMON_PATH
from plone import api
from plone.app.layout.sitemap import sitemap as stock

#: What has a page for residents at its own address once it is published: the page of a
#: guide is its service's.
PUBLISHED = ("ServiceItem", "Journey", "SampleDocument", "News Item", "Document")

#: Places have no states.
PLACES = ("District", "Street", "Community", "Hall")


class SearchEngineSiteMap(stock.SiteMapView):
    """`/sitemap.xml.gz`, which `/robots.txt` names, in parts of 5,000 addresses.

    Plone's own lists whatever is in the catalog: guides, forms and folders as well, at
    addresses that are not meant for residents.
    """

    def _objects(self) -> Iterator[dict[str, str]]:
        portal = api.portal.get()
        url = portal.absolute_url()
        for path in (
            *("", CATALOGUE_PATH, JOURNEYS_PATH, COMMON_PATH, CITY_PATH, NEWS_PATH),
        ):
            room = portal.unrestrictedTraverse(path)
            yield _entry(f"{url}/{path}".rstrip("/"), room.modified())
        search = api.portal.get_tool("portal_catalog").searchResults
        for brain in search(portal_type=PUBLISHED, review_state="published"):
            yield _entry(brain.getURL(), brain.modified)
        for brain in search(portal_type=PLACES):
            yield _entry(brain.getURL(), brain.modified)


def _entry(url: str, modified) -> dict[str, str]:
    return {"loc": url, "lastmod": modified.ISO8601()}

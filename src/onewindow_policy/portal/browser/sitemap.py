"""The site map: every way into the portal on one page."""

from onewindow_policy import _
from onewindow_policy.cases.api import TRACK
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import grouped
from onewindow_policy.journeys.api import JOURNEYS_PATH
from onewindow_policy.journeys.api import listed_journeys
from onewindow_policy.news.api import NEWS_PATH
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import Page
from onewindow_policy.portal.face import uses_editing_interface
from onewindow_policy.samples.api import COMMON_PATH
from onewindow_policy.vocabularies.api import code_list
from pathlib import Path
from Products.CMFPlone.browser import sitemap as stock
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode

_BODY = Fragment(Path(__file__).with_name("sitemap_body.pt"))


class SiteMapView(Page):
    """`/sitemap`, by subject, place and kind of news instead of by folder.

    Plone's own, which editors keep, lists what happens to be in folders that are shown
    in navigation: no service and no community is among it.
    """

    page_title = _("link_site_map", default="Site map")

    def __call__(self):
        if uses_editing_interface(self.context):
            return StockSiteMapView(self.context, self.request)()
        return self.index()

    def body(self) -> str:
        return _BODY.render(page=self, target_language=self.translation_target)

    @property
    def canonical_url(self) -> str:
        return f"{self.site_url}/sitemap"

    def url_of(self, path: str) -> str:
        return f"{self.site_url}/{path}"

    @property
    def catalogue_url(self) -> str:
        return self.url_of(CATALOGUE_PATH)

    @property
    def samples_url(self) -> str:
        return self.url_of(COMMON_PATH)

    @property
    def communities_url(self) -> str:
        return self.url_of(CITY_PATH)

    @property
    def news_url(self) -> str:
        return self.url_of(NEWS_PATH)

    @property
    def track_url(self) -> str:
        return self.url_of(TRACK)

    @property
    def suggestions_url(self) -> str:
        return self.url_of("@@suggestions")

    @property
    def accessibility_url(self) -> str:
        return self.url_of("accessibility")

    @property
    def life_events(self) -> list[tuple[str, str]]:
        return self._filters(self.catalogue_url, "life_event", "life_events")

    @property
    def journeys_url(self) -> str:
        return self.url_of(JOURNEYS_PATH)

    @property
    def journeys(self) -> list[tuple[str, str]]:
        """The journeys with their addresses."""
        return [
            (each.title, f"{self.site_url}{each.path}") for each in listed_journeys()
        ]

    @property
    def categories(self) -> list[tuple[str, str]]:
        return self._filters(self.catalogue_url, "category", "categories")

    @property
    def news_categories(self) -> list[tuple[str, str]]:
        return self._filters(self.news_url, "category", "news_categories")

    def _filters(self, url: str, name: str, codes: str) -> list[tuple[str, str]]:
        """Return the titles of a code list with the addresses of what they filter."""
        return [
            (term.title_in(self.language), f"{url}?{urlencode({name: code})}")
            for code, term in code_list(codes).items()
        ]

    @property
    def districts(self) -> list[dict]:
        """The districts, each with its streets, by their names and addresses."""
        return [
            {
                "title": district.title,
                "url": self.site_url + district.path,
                "streets": [
                    (street.title, self.site_url + street.path)
                    for street, _group in grouped(communities, "street")
                ],
            }
            for district, communities in grouped(all_communities(), "district")
        ]


class StockSiteMapView(stock.SitemapView):
    """Plone's own site map, which the registration of ours hides."""

    index = ViewPageTemplateFile(
        str(Path(stock.__file__).parent / "templates" / "sitemap.pt")
    )

    def __call__(self):
        return self.index()

"""The home page: what would you like to do?"""

from collections.abc import Iterable
from functools import cached_property
from math import ceil
from onewindow_policy import _
from onewindow_policy.browse.browser.cards import Card
from onewindow_policy.browse.browser.cards import ItemCards
from onewindow_policy.browse.inventory import items_having
from onewindow_policy.browse.inventory import visible_items
from onewindow_policy.browse.popularity import often_asked
from onewindow_policy.cases.api import TRACK
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.catalogue.api import get_catalogue
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import coverage_of
from onewindow_policy.communities.divisions import grouped
from onewindow_policy.guides.wording import Wording
from onewindow_policy.journeys.api import path_of_event
from onewindow_policy.news.api import newest_news
from onewindow_policy.news.api import news_entry
from onewindow_policy.news.api import NEWS_PATH
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import Page
from onewindow_policy.patches.catalogs import brains_of
from onewindow_policy.portal.browser.searchbox import results_url
from onewindow_policy.portal.browser.searchbox import SearchBox
from onewindow_policy.portal.settings import portal_settings
from onewindow_policy.samples.api import COMMON_PATH
from onewindow_policy.vocabularies.api import code_list
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

OFTEN_SHOWN = 6
NEWS_SHOWN = 5

#: More communities than this are no list to choose from; their page finds them by name.
MOST_CHOICES = 120

_BODY = Fragment(Path(__file__).with_name("home_body.pt"))


class LifeEvent(NamedTuple):
    """A life event; `count` says how many services it has."""

    title: str
    glyph: str
    count: str
    url: str


class CoverageFacts(NamedTuple):
    """How far the roll-out is, in percent as the bar wants it; `missing` communities
    reach the target."""

    implemented: int
    total: int
    percent: str
    target_percent: str
    missing: int


class Row(NamedTuple):
    """Blocks of the home page that stand side by side, or one that fills the width."""

    blocks: tuple[str, ...]
    css: str | None = None
    tasks_css: str = "tasks"


#: The blocks that need the full width; any two of the others fit side by side.
WIDE_BLOCKS = {"tasks", "life_events"}


def rows_of(blocks: Iterable[str]) -> list[Row]:
    """Return `blocks` in rows, in their order; the tasks, when first, join the hero."""
    rows, narrow = [], []

    def close() -> None:
        if narrow:
            css = "section columns" if len(narrow) > 1 else "section"
            rows.append(Row(tuple(narrow), css))
            narrow.clear()

    for block in blocks:
        if block in WIDE_BLOCKS:
            close()
            tasks_css = "tasks" if rows else "tasks tasks-first"
            rows.append(Row((block,), tasks_css=tasks_css))
            continue
        narrow.append(block)
        if len(narrow) == 2:
            close()
    close()
    return rows


class HomeView(Page):
    """The home page, from what is remembered of items and news: no catalog query."""

    page_title = ""

    def body(self) -> str:
        return _BODY.render(page=self, target_language=self.translation_target)

    @property
    def rows(self) -> list[Row]:
        blocks = portal_settings().blocks
        return rows_of(
            block for block in blocks if block != "progress" or self.coverage
        )

    @property
    def page_description(self) -> str:
        """What the page says below its heading; cards of the portal say it as well."""
        return self.translate(
            _(
                "home_description",
                default=(
                    "${count} community services, at the window of your community or"
                    " street."
                ),
                mapping={"count": self.item_count},
            )
        )

    @property
    def canonical_url(self) -> str:
        return self.site_url

    @cached_property
    def catalogue_url(self) -> str:
        return f"{self.site_url}/{CATALOGUE_PATH}"

    @property
    def track_url(self) -> str:
        return f"{self.site_url}/{TRACK}"

    @property
    def samples_url(self) -> str:
        return f"{self.site_url}/{COMMON_PATH}"

    @property
    def communities_url(self) -> str:
        return f"{self.site_url}/{CITY_PATH}"

    @property
    def news_url(self) -> str:
        return f"{self.site_url}/{NEWS_PATH}"

    @property
    def search_box(self) -> str:
        return SearchBox(self.site_url, self.translation_target).render()

    @cached_property
    def _visible(self) -> int:
        return visible_items()

    @property
    def item_count(self) -> int:
        return self._visible.bit_count()

    @property
    def hot_queries(self) -> list[tuple[str, str]]:
        """The searches that the city suggests, with their addresses."""
        catalogue = get_catalogue()
        queries = catalogue.hot_queries or () if catalogue is not None else ()
        url = results_url(self.site_url)
        return [(text, f"{url}?{urlencode({'q': text})}") for text in queries]

    @property
    def life_events(self) -> list[LifeEvent]:
        having = items_having("life_events")
        return [
            LifeEvent(
                title=term.title_in(self.language),
                glyph=term.glyph or term.title[:1],
                count=self._services((self._visible & having.get(code, 0)).bit_count()),
                url=f"{self.site_url}{path_of_event(code)}",
            )
            for code, term in code_list("life_events").items()
        ]

    def _services(self, count: int) -> str:
        if count == 1:
            return self.translate(_("text_one_service", default="1 service"))
        return self.translate(
            _("text_services", default="${count} services", mapping={"count": count})
        )

    @property
    def often(self) -> list[Card]:
        """Services that the news name most; else by their number on the access list."""
        cards = ItemCards(Wording(self.language))
        return [cards.card(brain) for brain in brains_of(often_asked(OFTEN_SHOWN))]

    @property
    def news(self) -> list:
        return [
            news_entry(brain, self.language)
            for brain in brains_of(newest_news(NEWS_SHOWN))
        ]

    @cached_property
    def streets(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The communities to choose from, by street: pairs of code and name."""
        communities = all_communities()
        if len(communities) > MOST_CHOICES:
            return []
        return [
            (
                f"{group[0].district.title} {street.title}",
                [(each.place.code, each.place.title) for each in group],
            )
            for street, group in grouped(communities, "street")
        ]

    @cached_property
    def coverage(self) -> CoverageFacts | None:
        coverage = coverage_of(all_communities())
        if not coverage.total:
            return None
        return CoverageFacts(
            implemented=coverage.implemented,
            total=coverage.total,
            percent=f"{coverage.share:.1%}",
            target_percent=f"{coverage.target:.0%}",
            missing=max(
                ceil(coverage.target * coverage.total) - coverage.implemented, 0
            ),
        )

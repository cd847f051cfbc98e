"""The catalogue: all services, narrowed down by filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.browse.bits import bits_of
from onewindow_policy.browse.bits import moved
from onewindow_policy.browse.bits import numbers_of
from onewindow_policy.browse.browser.cards import Card
from onewindow_policy.browse.browser.cards import ItemCards
from onewindow_policy.browse.browser.cards import Tag
from onewindow_policy.browse.facets import Choice
from onewindow_policy.browse.facets import counts
from onewindow_policy.browse.facets import Facet
from onewindow_policy.browse.facets import LARGE_PAGE_SIZE
from onewindow_policy.browse.facets import matching
from onewindow_policy.browse.facets import read_choice
from onewindow_policy.browse.facets import unknown_words
from onewindow_policy.browse.inventory import inventory
from onewindow_policy.browse.inventory import items_having
from onewindow_policy.browse.inventory import items_with_uids
from onewindow_policy.browse.inventory import visible_items
from onewindow_policy.browse.items import district_facts
from onewindow_policy.catalogue.certificates import asked_certificates
from onewindow_policy.catalogue.certificates import Certificate
from onewindow_policy.communities.api import districts
from onewindow_policy.guides.wording import Wording
from onewindow_policy.journeys.api import journey_of_event
from onewindow_policy.pages.api import batch_of
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import Page
from onewindow_policy.pages.api import PAGE_SIZE
from onewindow_policy.pages.api import render_links
from onewindow_policy.patches.catalogs import brains_of
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.search.api import find
from onewindow_policy.search.api import Question
from onewindow_policy.search.interfaces import MOST_RESULTS
from onewindow_policy.search.texts import normalise
from onewindow_policy.vocabularies.api import code_list
from pathlib import Path
from typing import NamedTuple

CHANNEL = Facet("channel", "channels", combines=True)
DISTRICT = Facet("district", "adopted_by")
LIFE_EVENT = Facet("life_event", "life_events")
AUDIENCE = Facet("audience", "audience")
CATEGORY = Facet("category", "category")

#: In the order of the page: what decides most quickly comes first.
FACETS = (CHANNEL, DISTRICT, LIFE_EVENT, AUDIENCE, CATEGORY)

FACET_TITLES = {
    CHANNEL.name: _("facet_channel", default="How it is done"),
    DISTRICT.name: _("facet_district", default="District"),
    LIFE_EVENT.name: _("facet_life_event", default="Event in life"),
    AUDIENCE.name: _("facet_audience", default="For whom"),
    CATEGORY.name: _("facet_category", default="Category"),
}

CHANNEL_TITLES = {
    "instant": _("channel_instant", default="Done on the spot"),
    "home_visit": _("channel_home_visit", default="At your home"),
    "online": _("channel_online", default="Online"),
}

#: What elder mode offers: where one lives, and what one is about.
ELDER_FACETS = (DISTRICT, LIFE_EVENT)

_BODY = Fragment(Path(__file__).with_name("catalogue_body.pt"))
_TAG_LIST = Fragment(Path(__file__).with_name("tag_list.pt"))


class FacetValue(NamedTuple):
    """A value of a filter: how many results it would give, and where it leads.

    Without an address it would give none. `current` is the aria-current of the link.
    """

    title: str
    count: int
    url: str | None
    current: str | None


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A filter with its values; `lang` where they are not in the page's language."""

    title: str
    css: str
    values: Sequence[FacetValue]
    lang: str | None


class CatalogueView(Page):
    """The catalogue, from the inventory of items: no catalog query but for words."""

    page_title = _("title_catalogue", default="Services")

    def __call__(self):
        self.update()
        return self.index()

    def body(self) -> str:
        return _BODY.render(page=self, target_language=self.translation_target)

    def update(self) -> None:
        self.choice, self.unknown = read_choice(self.request.form, FACETS, self._titles)
        self._district_facts = district_facts(self.district) if self.district else {}
        items = inventory()
        having = {facet.name: items_having(facet.index) for facet in FACETS}
        # The district's guides offer their own ways, and the filter goes by them.
        having[CHANNEL.name] = moved(
            having[CHANNEL.name],
            {
                items.numbers[rid]: facts.channels
                for rid, facts in self._district_facts.items()
                if rid in items.numbers
            },
        )
        ranked = self._ranked(self.choice.text)
        base = visible_items() if ranked is None else bits_of(ranked, len(items.rids))
        found = matching(base, having, self.choice)
        self._counts = counts(base, having, FACETS, self.choice)
        self.found = found.bit_count()
        self.batch = batch_of(self.request, range(self.found), self.choice.size)
        shown = slice(self.batch.first, self.batch.first + self.batch.length)
        if ranked is None:
            numbers = numbers_of(found, shown.start, shown.stop)
        else:
            dropped = frozenset(numbers_of(base & ~found))
            numbers = [number for number in ranked if number not in dropped][shown]
        self._rids = [items.rids[number] for number in numbers]

    @property
    def not_issued(self) -> list[Certificate]:
        """The certificates asked for that communities do not issue."""
        text = normalise(self.choice.text)
        return asked_certificates(text) if text else []

    @property
    def journeys(self) -> list[tuple[str, str]]:
        """The journeys of the events in life that are chosen, with their addresses."""
        chosen = map(journey_of_event, self.choice.of(LIFE_EVENT.name))
        return [(each.title, f"{self.site_url}{each.path}") for each in chosen if each]

    def _ranked(self, text: str) -> list[int] | None:
        """Return the numbers of the items that `text` finds, the best first.

        None for all items: nothing is looked for, or the search is away.
        """
        self.is_search_away = False
        if not text:
            return None
        try:
            answer = find(Question(text, type="item", size=MOST_RESULTS))
        except DatabaseUnavailable:
            self.is_search_away = True
            return None
        return items_with_uids(hit.uid for hit in answer.hits)

    @cached_property
    def district(self) -> str | None:
        """The code of the chosen district."""
        return next(iter(self.choice.of(DISTRICT.name)), None)

    @cached_property
    def _titles(self) -> dict[str, dict[str, str]]:
        """The values of each facet with their titles."""
        lists = {
            LIFE_EVENT.name: code_list("life_events"),
            AUDIENCE.name: code_list("audiences"),
            CATEGORY.name: code_list("categories"),
        }
        titles = {
            name: {code: term.title_in(self.language) for code, term in terms.items()}
            for name, terms in lists.items()
        }
        titles[CHANNEL.name] = {
            code: self.translate(title) for code, title in CHANNEL_TITLES.items()
        }
        titles[DISTRICT.name] = {each.code: each.title for each in districts()}
        return titles

    @property
    def page_scope(self) -> str:
        """The filters chosen; not what was typed, which a shared card would repeat."""
        separator = self.translate(_("list_separator", default=", "))
        return separator.join(
            self._titles[name][code] for name, code in self.choice.values
        )

    @property
    def canonical_url(self) -> str:
        return self._url(replace(self.choice, community=""))

    def _url(self, choice: Choice) -> str:
        query = choice.as_query()
        return f"{self.all_url}?{query}" if query else self.all_url

    @cached_property
    def facets(self) -> list[FacetGroup]:
        return [
            FacetGroup(
                title=self.translate(FACET_TITLES[facet.name]),
                css="facet" if facet in ELDER_FACETS else "facet not-elder",
                values=[
                    self._facet_value(facet, code, title)
                    for code, title in self._titles[facet.name].items()
                ],
                lang=self._lang_of(facet.name),
            )
            for facet in FACETS
        ]

    def _lang_of(self, facet: str) -> str | None:
        """Return the language of a facet's values where it is not the page's."""
        # Code lists have English titles; the names of places are Chinese.
        return self.content_language if facet == DISTRICT.name else None

    def _facet_value(self, facet: Facet, code: str, title: str) -> FacetValue:
        count = self._counts[facet.name].get(code, 0)
        if self.choice.has(facet.name, code):
            url = self._url(self.choice.dropping(facet.name, code))
            return FacetValue(title, count, url, "true")
        url = self._url(self.choice.choosing(facet, code)) if count else None
        return FacetValue(title, count, url, None)

    @property
    def chips(self) -> list[tuple[str, str, str | None]]:
        """What is chosen, each with the address of the page without it."""
        chips = [
            (
                self._titles[name][code],
                self._url(self.choice.dropping(name, code)),
                self._lang_of(name),
            )
            for name, code in self.choice.values
        ]
        if self.choice.text:
            words = replace(self.choice, text="", start=0)
            chips.insert(0, (f"“{self.choice.text}”", self._url(words), None))
        return chips

    @cached_property
    def all_url(self) -> str:
        return self.context.absolute_url()

    @property
    def pages(self) -> str:
        return render_links(self.request, self.batch, self.translation_target)

    @property
    def kept_inputs(self) -> list[tuple[str, str]]:
        """What a search within the services found keeps of the choice."""
        return [*self.choice.values, *self.choice.kept()]

    @property
    def other_size(self) -> int | None:
        """How many services a page may have as well, None where it makes no difference."""
        if self.found <= PAGE_SIZE:
            return None
        return LARGE_PAGE_SIZE if self.choice.size == PAGE_SIZE else PAGE_SIZE

    @property
    def other_size_url(self) -> str:
        return self._url(replace(self.choice, size=self.other_size))

    @property
    def ignored(self) -> str:
        """What was asked for and is unknown, as words to show, or nothing."""
        return unknown_words(self.unknown)

    @property
    def cards(self) -> list[Card]:
        categories = self._titles[CATEGORY.name]
        cards = ItemCards(Wording(self.language))
        query = {"community": self.choice.community} if self.choice.community else {}
        return [
            cards.card(
                brain,
                categories.get(brain.category),
                self._district_facts.get(rid),
                self.district or "",
                query,
            )
            for rid, brain in zip(self._rids, brains_of(self._rids), strict=True)
        ]

    @cached_property
    def _tag_lists(self) -> dict[tuple[Tag, ...], str]:
        return {}

    def tag_list(self, tags: tuple[Tag, ...]) -> str:
        """Return the tags of a card as HTML: of two hundred services, few differ in them,
        and lists within a list take most of the time."""
        if tags not in self._tag_lists:
            self._tag_lists[tags] = _TAG_LIST.render(tags=tags)
        return self._tag_lists[tags]

"""The residents' search, on Plone's catalog; editors keep Plone's own."""

from dataclasses import dataclass
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.catalogue.api import get_catalogue
from onewindow_policy.news.api import day_of
from onewindow_policy.portal.browser.cards import Card
from onewindow_policy.portal.browser.cards import FACT
from onewindow_policy.portal.browser.cards import ItemCards
from onewindow_policy.portal.browser.cards import PLAIN
from onewindow_policy.portal.browser.cards import Tag
from onewindow_policy.portal.browser.not_issued import asked_certificates
from onewindow_policy.portal.browser.not_issued import Certificate
from onewindow_policy.portal.browser.page import PublicPage
from onewindow_policy.portal.face import uses_editing_interface
from onewindow_policy.portal.facets import read_text
from onewindow_policy.portal.facets import texts_of
from onewindow_policy.portal.inventory import rids_of
from onewindow_policy.portal.words import search_index
from onewindow_policy.samples.interfaces import KINDS
from onewindow_policy.vocabularies.api import title_of
from pathlib import Path
from plone import api
from Products.CMFPlone.browser import search as stock
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode

#: How many of a kind are shown where all kinds are.
SHOWN_OF_EACH = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """What people look for, and the types of content that it is."""

    name: str
    title: str
    portal_types: tuple[str, ...]


#: In the order in which they help.
KINDS_OF_RESULTS = (
    Kind("services", _("kind_services", default="Services"), ("ServiceItem",)),
    Kind("forms", _("kind_forms", default="Forms"), ("SampleDocument",)),
    Kind(
        "places",
        _("kind_places", default="Communities and windows"),
        ("Hall", "Community", "Street", "District"),
    ),
    Kind("news", _("kind_news", default="News and notices"), ("News Item",)),
)

KIND_OF_TYPE = {
    portal_type: kind.name
    for kind in KINDS_OF_RESULTS
    for portal_type in kind.portal_types
}


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one kind; `cards` are the first of `count`."""

    title: str
    count: int
    url: str
    cards: list[Card]


class SearchView(PublicPage):
    """`@@search?SearchableText=…&kind=…`: one catalog query, two when none has all."""

    page_title = _("title_search", default="Search")
    has_own_search = True

    def __call__(self):
        if uses_editing_interface(self.context):
            return StockSearchView(self.context, self.request)()
        self.update()
        return self.index()

    def update(self) -> None:
        form = self.request.form
        self.text = read_text(form, "SearchableText")
        given = texts_of(form.get("kind"))
        self.kind = next(
            (each for each in KINDS_OF_RESULTS if each.name in given), None
        )
        self._results = search_index(self._search, self.text) if self.text else ()
        self._rids = self._rids_by_kind()
        self.found_in_all = sum(len(rids) for rids in self._rids.values())
        self.found = self.found_in_all
        if self.kind is not None:
            self.found = len(self._rids[self.kind.name])
            self.batch = self.paging.batch(self._rids[self.kind.name])

    def _search(self, **query):
        return api.portal.get_tool("portal_catalog")(
            portal_type=list(KIND_OF_TYPE), **query
        )

    def _rids_by_kind(self) -> dict[str, list[int]]:
        """Return the record ids of the results of each kind, best first."""
        rids = rids_of(self._results)
        self._places = {rid: place for place, rid in enumerate(rids)}
        catalog = api.portal.get_tool("portal_catalog")._catalog
        type_of = catalog.getIndex("portal_type").documentToKeyMap()
        by_kind = {kind.name: [] for kind in KINDS_OF_RESULTS}
        for rid in rids:
            by_kind[KIND_OF_TYPE[type_of[rid]]].append(rid)
        return by_kind

    def _url(self, kind: Kind | None = None) -> str:
        query = {"SearchableText": self.text}
        if kind is not None:
            query["kind"] = kind.name
        return f"{self.portal_url}/@@search?{urlencode(query)}"

    @property
    def search_url(self) -> str:
        return f"{self.portal_url}/@@search"

    @property
    def catalogue_url(self) -> str:
        return f"{self.portal_url}/{CATALOGUE_PATH}"

    @property
    def tabs(self) -> list[dict]:
        """All kinds, and each that has results."""
        tabs = [
            {
                "title": _("kind_all", default="All"),
                "count": self.found_in_all,
                "url": self._url(),
                "current": "true" if self.kind is None else None,
            }
        ]
        tabs += [
            {
                "title": kind.title,
                "count": len(self._rids[kind.name]),
                "url": self._url(kind),
                "current": "true" if self.kind is kind else None,
            }
            for kind in KINDS_OF_RESULTS
            if self._rids[kind.name] or self.kind is kind
        ]
        return tabs

    @cached_property
    def groups(self) -> list[Group]:
        """The results: of the chosen kind this page, else the first of each kind."""
        kinds = KINDS_OF_RESULTS if self.kind is None else (self.kind,)
        groups = []
        for kind in kinds:
            rids = self._rids[kind.name]
            shown = rids[:SHOWN_OF_EACH] if self.kind is None else self.batch
            if rids:
                groups.append(
                    Group(
                        title=kind.title,
                        count=len(rids),
                        url=self._url(kind) if len(rids) > len(shown) else "",
                        cards=[self._card(rid) for rid in shown],
                    )
                )
        return groups

    @cached_property
    def _item_cards(self) -> ItemCards:
        return ItemCards(self.translate)

    def _card(self, rid: int) -> Card:
        brain = self._results[self._places[rid]]
        if brain.portal_type == "ServiceItem":
            category = title_of("categories", brain.category, self.language)
            return self._item_cards.card(brain, category)
        tags = ()
        if brain.portal_type == "SampleDocument" and brain.sample_kind:
            tags = (Tag(self.translate(KINDS.getTerm(brain.sample_kind).title), FACT),)
        elif brain.portal_type == "News Item":
            tags = (Tag(day_of(brain.effective), PLAIN),)
        return Card(brain.Title, brain.getURL(), brain.Description, tags)

    @property
    def pages(self) -> str:
        return self.paging.render(self.batch) if self.batch is not None else ""

    @cached_property
    def not_issued(self) -> list[Certificate]:
        """The certificates asked for that communities do not issue."""
        return asked_certificates(self.text)

    @property
    def not_issued_doc_no(self) -> str:
        return get_catalogue().not_issued_doc_no or ""

    @property
    def not_issued_url(self) -> str:
        return f"{self.catalogue_url}/@@not-issued"


class StockSearchView(stock.Search):
    """Plone's own search page, which the registration of ours hides."""

    index = ViewPageTemplateFile(
        str(Path(stock.__file__).parent / "templates" / "search.pt")
    )

    def __call__(self):
        return self.index()

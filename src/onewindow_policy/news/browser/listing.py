"""The news, newest first, by category."""

from collections import Counter
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.news.api import news_entry
from onewindow_policy.news.api import published_news
from onewindow_policy.pages.api import batch_of
from onewindow_policy.pages.api import Page
from onewindow_policy.pages.api import render_links
from onewindow_policy.pages.api import text_of
from onewindow_policy.patches.catalogs import index_named
from onewindow_policy.patches.catalogs import rids_of
from onewindow_policy.vocabularies.api import code_list
from urllib.parse import urlencode


class NewsListing(Page):
    """The layout of the folder of news, in one catalog query."""

    page_title = _("title_news", default="News and notices")

    def __call__(self):
        self.update()
        return self.index()

    def update(self) -> None:
        results = published_news(path="/".join(self.context.getPhysicalPath()))
        # The index knows each record's category, so that counting makes no record.
        category_of = index_named("news_category").documentToKeyMap()
        categories = [category_of.get(rid) for rid in rids_of(results)]
        self._counts = Counter(categories)
        self._total = len(categories)
        places = [
            place
            for place, category in enumerate(categories)
            if self.category in (None, category)
        ]
        self.batch = batch_of(self.request, places)
        self.pages = render_links(self.request, self.batch, self.translation_target)
        self.entries = [
            news_entry(results[place], self.language) for place in self.batch
        ]

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {
            code: term.title_in(self.language)
            for code, term in code_list("news_categories").items()
        }

    @cached_property
    def category(self) -> str | None:
        """The category asked for, or None for all; an unknown one is none."""
        code = text_of(self.request, "category")
        return code if code in self._titles else None

    @property
    def page_scope(self) -> str:
        return self._titles.get(self.category, "")

    @property
    def article_column(self) -> str:
        return self.page_scope

    @property
    def canonical_url(self) -> str:
        return self._url(self.category)

    def _url(self, category: str | None) -> str:
        url = self.context.absolute_url()
        return f"{url}?{urlencode({'category': category})}" if category else url

    @property
    def tabs(self) -> list[dict]:
        """All news, and each category that has some."""
        tabs = [self._tab(None, _("tab_all_news", default="All"), self._total)]
        tabs += [
            self._tab(code, title, self._counts[code])
            for code, title in self._titles.items()
            if self._counts[code] or code == self.category
        ]
        return tabs

    def _tab(self, category: str | None, title: str, count: int) -> dict:
        return {
            "title": title,
            "count": count,
            "url": self._url(category),
            "current": "true" if category == self.category else None,
        }

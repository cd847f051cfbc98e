"""`@@find`: what residents look for, in the words in which they ask."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.browse.browser.answers import AnsweringPage
from onewindow_policy.browse.browser.found import Found
from onewindow_policy.browse.browser.found import FoundResults
from onewindow_policy.browse.facets import read_community
from onewindow_policy.browse.facets import unknown_words
from onewindow_policy.communities.api import districts
from onewindow_policy.guides.wording import Wording
from onewindow_policy.pages.api import batch_of
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import render_links
from onewindow_policy.portal.browser.searchbox import results_url
from onewindow_policy.portal.browser.searchbox import SearchBox
from onewindow_policy.portal.face import uses_editing_interface
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.exceptions import RETRY_LATER
from onewindow_policy.search.api import Answer
from onewindow_policy.search.api import find
from onewindow_policy.search.questions import read_question
from onewindow_policy.search.usage import USAGE
from onewindow_policy.search.visitors import former_question
from onewindow_policy.search.visitors import visitor_of
from onewindow_policy.search.wording import TYPE_TITLES
from onewindow_policy.vocabularies.api import code_list
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

#: The digits of a community's code that are its district's (GB/T 10114).
DISTRICT_DIGITS = 6

_BODY = Fragment(Path(__file__).with_name("find_body.pt"))


class Value(NamedTuple):
    """A value of a filter: how many results it leaves, and where it leads."""

    title: str
    count: int
    url: str
    current: str | None


class Filter(NamedTuple):
    """A filter with its values; `lang` where they are not in the page's language."""

    title: str
    values: list[Value]
    lang: str | None


class FindView(AnsweringPage):
    """`@@find?q=…&type=…&district=…&category=…`; 503 while the index is away."""

    page_title = _("title_search", default="Search")
    has_own_search = True
    batch = None

    @property
    def page_scope(self) -> str:
        return self.text

    def __call__(self):
        self.update()
        return self.index()

    def body(self) -> str:
        return _BODY.render(page=self, target_language=self.translation_target)

    def update(self) -> None:
        question, unreadable = read_question(self.request.form)
        self.question = replace(
            question, start=question.start - question.start % question.size
        )
        self.community = read_community(self.request.form)
        self._unknown = [
            each.value for each in unreadable if not each.name.startswith("b_")
        ]
        self.is_away = False
        try:
            self.answer = self._find()
        except DatabaseUnavailable:
            self.is_away = True
            self.answer = Answer()
            self.request.response.setStatus(503)
            for name, value in RETRY_LATER.items():
                self.request.response.setHeader(name, value)
        if not self.is_away:
            self._count()
        if self.answer.total > self.question.size:
            self.batch = batch_of(
                self.request, range(self.answer.total), self.question.size
            )

    def _find(self) -> Answer:
        """Return the page of results that was asked for, or the last one there is."""
        answer = find(self.question)
        if answer.total and not answer.hits:
            size = self.question.size
            start = (answer.total - 1) // size * size
            self.question = replace(self.question, start=start)
            answer = find(self.question)
        return answer

    def _count(self) -> None:
        """Count what is asked, once a question: not its other pages and filters."""
        if self.question.start or self.is_filtered or not self.text:
            return
        # HEAD is asked as GET (see `heads.py`); the environment still says HEAD.
        is_read = self.request.environ["REQUEST_METHOD"] == "GET"
        if not is_read or uses_editing_interface(self.context):
            return
        USAGE.note_question(
            visitor_of(self.request),
            self.text,
            self.answer.total + len(self.site_answers),
            former_question(self.request, results_url(self.site_url)),
        )

    @property
    def text(self) -> str:
        return self.question.text

    @cached_property
    def district(self) -> str:
        """The district whose guides are offered: the one chosen, or the reader's own."""
        return self.question.district or self.community[:DISTRICT_DIGITS]

    @property
    def district_title(self) -> str:
        return self._titles["district"].get(self.district, "")

    @property
    def search_box(self) -> str:
        """The form; new words keep to the district, and to no other filter."""
        kept = {"district": self.question.district, "community": self.community}
        return SearchBox(
            self.site_url,
            self.translation_target,
            css="find find-wide",
            text=self.text,
            more=tuple((name, value) for name, value in kept.items() if value),
        ).render()

    @property
    def opened_url(self) -> str:
        """Where scripts say that a result was opened."""
        return f"{self.site_url}/@@opened"

    @cached_property
    def results(self) -> list[Found]:
        make = FoundResults(
            Wording(self.language),
            self._titles["category"],
            self.district,
            self.community,
        )
        return make(self.answer.hits)

    @property
    def first(self) -> int:
        """The number of the first result of this page."""
        return self.question.start + 1

    @property
    def pages(self) -> str:
        if self.batch is None:
            return ""
        return render_links(self.request, self.batch, self.translation_target)

    @property
    def tabs(self) -> list[Value]:
        """All types, and each that has results."""
        return self._values("type", _("kind_all", default="All"))

    @property
    def filters(self) -> list[Filter]:
        """The filters beside the results that would leave something else."""
        filters = (
            Filter(
                self.translate(_("facet_district", default="District")),
                self._values("district", _("all_districts", default="The whole city")),
                self.content_language,
            ),
            Filter(
                self.translate(_("facet_category", default="Category")),
                self._values("category", _("all_categories", default="All categories")),
                None,
            ),
        )
        return [each for each in filters if len(each.values) > 1]

    def _values(self, name: str, title_of_all) -> list[Value]:
        counted = self.answer.counts.get(name, {})
        chosen = getattr(self.question, name)
        values = [
            Value(
                title,
                counted.get(code, 0),
                self._url(**{name: code}),
                _now(code == chosen),
            )
            for code, title in self._titles[name].items()
            if counted.get(code) or code == chosen
        ]
        if not values:
            return []
        everything = Value(
            self.translate(title_of_all),
            sum(counted.values()) if name == "type" else 0,
            self._url(**{name: ""}),
            _now(not chosen),
        )
        return [everything, *values]

    @cached_property
    def _titles(self) -> Mapping[str, Mapping[str, str]]:
        return {
            "type": {
                name: self.translate(title) for name, title in TYPE_TITLES.items()
            },
            "district": {each.code: each.title for each in districts()},
            "category": {
                code: term.title_in(self.language)
                for code, term in code_list("categories").items()
            },
        }

    def _url(self, text: str = "", **changed) -> str:
        """Return the address of the first page of results with other filters."""
        question = replace(self.question, **changed)
        query = {
            "q": text or question.text,
            "type": question.type,
            "district": question.district,
            "category": question.category,
            "community": self.community,
        }
        given = {name: value for name, value in query.items() if value}
        return f"{results_url(self.site_url)}?{urlencode(given)}"

    @property
    def guess_url(self) -> str:
        return self._url(text=self.answer.guess)

    @property
    def is_filtered(self) -> bool:
        question = self.question
        return bool(question.type or question.district or question.category)

    @property
    def unfiltered_url(self) -> str:
        return self._url(type="", district="", category="")

    @property
    def ignored(self) -> str:
        """What was asked for and is unknown, as words to show, or nothing."""
        return unknown_words(self._unknown)


def _now(is_current: bool) -> str | None:
    """Return the aria-current of a link."""
    return "true" if is_current else None

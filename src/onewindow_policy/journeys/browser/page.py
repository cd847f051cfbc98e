"""The page of a journey: one question at a time, then what there is to do.

It is the same for everybody with the same address. It sets no cookie, needs no script
and writes nothing; going back is the browser's.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.communities.api import districts
from onewindow_policy.communities.browser.window import choice_url
from onewindow_policy.journeys.asking import Asked
from onewindow_policy.journeys.asking import query_of
from onewindow_policy.journeys.asking import read_asked
from onewindow_policy.journeys.asking import WHOLE_CITY
from onewindow_policy.journeys.browser.wording import Result
from onewindow_policy.journeys.browser.wording import Telling
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import Page
from onewindow_policy.publishing.api import is_public
from onewindow_policy.vocabularies.api import title_of
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

_BODY = Fragment(Path(__file__).with_name("journey_body.pt"))


class Choice(NamedTuple):
    """An answer to touch."""

    text: str
    url: str
    lang: str | None


class GivenAnswer(NamedTuple):
    """What was answered, and where one answers it anew."""

    question: str
    answer: str
    url: str
    lang: str | None


class JourneyView(Page):
    """See the module."""

    def __call__(self):
        query = self.request.get("QUERY_STRING")
        if query and query != self.asked.query:
            # Each way through has one address, which caches know it by.
            return self.request.response.redirect(self._url(self.asked.query))
        return self.index()

    def body(self) -> str:
        return _BODY.render(page=self, target_language=self.translation_target)

    @cached_property
    def asked(self) -> Asked:
        return read_asked(aq_inner(self.context), self.request.form)

    @property
    def page_title(self) -> str:
        return self.context.title

    @property
    def page_description(self) -> str:
        return self.context.description or ""

    @property
    def page_scope(self) -> str:
        """What this screen is, for the title of the window."""
        if self.asked.is_done:
            return self.translate(_("scope_journey_done", default="What to do"))
        return self.question_text

    @property
    def canonical_url(self) -> str:
        return self.context.absolute_url()

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        folder = aq_parent(aq_inner(self.context))
        return [(folder.title, folder.absolute_url()), (self.page_title, None)]

    def _url(self, query: str) -> str:
        url = self.context.absolute_url()
        return f"{url}?{query}" if query else url

    @property
    def is_preview(self) -> bool:
        return not is_public(self.context)

    @property
    def catalogue_url(self) -> str:
        """All services of this event in life."""
        query = urlencode({"life_event": self.context.life_event})
        return f"{self.site_url}/{CATALOGUE_PATH}?{query}"

    @property
    def life_event(self) -> str:
        return title_of("life_events", self.context.life_event, self.language)

    @property
    def is_begun(self) -> bool:
        return bool(self.asked.way.answered or self.asked.is_done)

    # -- a question

    @property
    def question_text(self) -> str:
        question = self.asked.way.next_question
        if question is not None:
            return question.text
        return self.translate(
            _("question_district", default="In which district do you live?")
        )

    @property
    def question_lang(self) -> str | None:
        return self.content_language if self.asked.way.next_question else None

    @property
    def question_help(self) -> str:
        question = self.asked.way.next_question
        if question is not None:
            return question.help
        return self.translate(
            _(
                "help_question_district",
                default="Some districts have rules and windows of their own.",
            )
        )

    @property
    def number(self) -> int:
        return len(self.asked.way.answered) + 1

    @property
    def most(self) -> int:
        """How many questions there are at most."""
        return len(self.asked.plan.questions) + self.asked.knows_districts

    @property
    def choices(self) -> list[Choice]:
        """The answers to the question that is asked."""
        asked, question = self.asked, self.asked.way.next_question
        given, lang = asked.way.given, self.content_language
        if question is not None:
            return [
                self._choice(
                    each.text, {**given, question.key: each.key}, asked.district, lang
                )
                for each in question.answers
            ]
        unsure = _(
            "answer_whole_city", default="I do not know; show me the whole city's"
        )
        return [
            *(self._choice(each.title, given, each.code, lang) for each in districts()),
            self._choice(self.translate(unsure), given, WHOLE_CITY),
        ]

    def _choice(
        self, text: str, given: dict, district: str, lang: str | None = None
    ) -> Choice:
        return Choice(text, self._url(query_of(given, district)), lang)

    # -- what was answered

    @property
    def answered(self) -> list[GivenAnswer]:
        asked, rows, before = self.asked, [], {}
        for each in asked.way.answered:
            rows.append(
                GivenAnswer(
                    each.question.text,
                    each.answer.text,
                    self._url(query_of(before, asked.district)),
                    self.content_language,
                )
            )
            before[each.question.key] = each.answer.key
        if asked.district and asked.is_done:
            rows.append(
                GivenAnswer(
                    self.translate(_("label_guide_district", default="District")),
                    self._district_title,
                    self._url(query_of(before)),
                    None,
                )
            )
        return rows

    @property
    def _district_title(self) -> str:
        for each in districts():
            if each.code == self.asked.district:
                return each.title
        return self.translate(_("choice_whole_city", default="Whole city"))

    @property
    def back_url(self) -> str:
        """Where the question before this one is asked."""
        return self.answered[-1].url if self.answered else ""

    # -- the result

    @cached_property
    def result(self) -> Result | None:
        if not self.asked.is_done:
            return None
        return Telling(self.asked, self.language).result()

    @property
    def begin_url(self) -> str:
        return self.context.absolute_url()

    @property
    def choice_url(self) -> str:
        """Where one chooses a community."""
        return choice_url(None)

    @property
    def short_url(self) -> str:
        """The address of these answers for paper; `portal.browser.short` answers it."""
        url = f"{self.site_url}/s/{self.context.getId()}"
        return f"{url}?{self.asked.query}" if self.asked.query else url

    @property
    def qr_url(self) -> str:
        """The same address as a picture."""
        url = f"{self.site_url}/s/{self.context.getId()}/qr.svg"
        return f"{url}?{self.asked.query}" if self.asked.query else url

    @property
    def short_address(self) -> str:
        return f"{self.site_url}/s/{self.context.getId()}".partition("://")[2]

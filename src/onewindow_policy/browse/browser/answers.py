"""What the portal itself answers to a question, beside what was found."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from onewindow_policy.catalogue.api import get_catalogue
from onewindow_policy.catalogue.certificates import asked_certificates
from onewindow_policy.catalogue.certificates import Certificate
from onewindow_policy.communities.browser.window import choice_url
from onewindow_policy.communities.browser.window import window_strip
from onewindow_policy.journeys.api import path_of_event
from onewindow_policy.pages.api import Page
from onewindow_policy.pages.interfaces import ISiteAnswer
from onewindow_policy.search.elsewhere import Department
from onewindow_policy.search.emergencies import emergencies_in
from onewindow_policy.search.emergencies import Emergency
from onewindow_policy.search.guidance import elsewhere_for
from onewindow_policy.search.guidance import Guidance
from onewindow_policy.search.guidance import guidance_for
from onewindow_policy.search.interfaces import Answer
from onewindow_policy.search.interfaces import Question
from onewindow_policy.search.siteanswers import said_by
from onewindow_policy.search.siteanswers import site_answers
from onewindow_policy.search.texts import normalise
from onewindow_policy.vocabularies.api import code_list


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer in the language of the page; `url` and `phone` are empty for none."""

    title: str
    text: str
    url: str
    phone: str
    shows_window: bool


def shown_answer(
    answer: ISiteAnswer, site_url: str, translate: Callable
) -> ShownAnswer:
    """Return `answer` as the page shows it."""
    return ShownAnswer(
        title=translate(answer.title),
        text=translate(said_by(answer)),
        url=f"{site_url}/{answer.path}" if answer.path else "",
        phone=answer.phone(),
        shows_window=answer.shows_window,
    )


class AnsweringPage(Page):
    """A page with a question, what was found, and what is answered besides."""

    question: Question
    answer: Answer
    community: str
    is_filtered: bool
    text: str

    @cached_property
    def emergencies(self) -> tuple[Emergency, ...]:
        """What to do where danger is spoken of: before anything that is found."""
        return emergencies_in(self.text)

    @cached_property
    def site_answers(self) -> list[ShownAnswer]:
        """The portal's own pages and acts that are asked for, above the results."""
        if self.question.start or self.is_filtered:
            return []
        return [
            shown_answer(each, self.site_url, self.translate)
            for each in site_answers(self.text)
        ]

    @property
    def found_nothing(self) -> bool:
        """Whether neither the index nor the portal itself answers."""
        return not self.answer.total and not self.site_answers

    @property
    def guess(self) -> str:
        """The name that was probably meant, where nothing else answers."""
        return "" if self.site_answers else self.answer.guess

    @property
    def my_window(self) -> str:
        """The strip of the community in the address; the browser brings that of its own."""
        return window_strip(self.community, self.language, self.choice_url)

    @property
    def choice_url(self) -> str:
        return choice_url()

    @property
    def catalogue_url(self) -> str:
        return self.guidance.catalogue_url

    @cached_property
    def not_issued(self) -> list[Certificate]:
        """The certificates asked for that communities do not issue."""
        return asked_certificates(normalise(self.text))

    @property
    def not_issued_doc_no(self) -> str:
        return get_catalogue().not_issued_doc_no or ""

    @property
    def not_issued_url(self) -> str:
        return f"{self.catalogue_url}/@@not-issued"

    @property
    def elsewhere(self) -> tuple[Department, ...]:
        """Who answers for what the results only speak of."""
        return elsewhere_for(self.question, self.answer)

    @property
    def near_events(self) -> list[tuple[str, str]]:
        """The life events that may be meant, by their titles and addresses."""
        terms = code_list("life_events")
        return [
            (
                terms[code].title_in(self.language),
                f"{self.site_url}{path_of_event(code)}",
            )
            for code in self.guidance.life_events
        ]

    @property
    def wish_url(self) -> str:
        """Where somebody tells what they did not find."""
        return f"{self.site_url}/@@wish"

    @cached_property
    def guidance(self) -> Guidance:
        return guidance_for(self.question)

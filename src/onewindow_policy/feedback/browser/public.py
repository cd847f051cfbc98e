"""The suggestion box as everybody sees it."""

from dataclasses import dataclass
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.devices.api import ending_part
from onewindow_policy.feedback.browser.page import FeedbackPage
from onewindow_policy.feedback.browser.page import paragraphs_of
from onewindow_policy.feedback.browser.places import place_of
from onewindow_policy.feedback.exceptions import NumberMistyped
from onewindow_policy.feedback.forms import FORM_PATH
from onewindow_policy.feedback.listing import count_published
from onewindow_policy.feedback.listing import published_suggestion
from onewindow_policy.feedback.listing import published_suggestions
from onewindow_policy.feedback.listing import PublishedSuggestion
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.feedback.numbers import parse_number
from onewindow_policy.feedback.permissions import ANSWER_SUGGESTION
from onewindow_policy.pages.api import batch_of
from onewindow_policy.pages.api import PAGE_SIZE
from onewindow_policy.pages.api import render_links
from onewindow_policy.pages.api import text_of
from onewindow_policy.publishing.api import is_public
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.workdays.api import day_text
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import NotFound


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with its answer, as the page shows it."""

    number: str
    place: str
    date: str
    question: list[str]
    reply: list[str]


class SuggestionsView(FeedbackPage):
    """`/@@suggestions`: what others asked, what the answer was, and the way to the form.

    The only public page that reads SQL for this; `?number=` finds one answer.
    """

    index = ViewPageTemplateFile("templates/suggestions.pt")
    page_title = _("title_suggestions", default="Suggestion box")
    mistyped = None
    entries = ()
    batch = None
    pages = ""

    def update(self) -> None:
        try:
            self._read()
        except DatabaseUnavailable as error:
            self.note_outage(error)

    def _read(self) -> None:
        if self.typed_number:
            self.entries = self._find()
            return
        self.batch = batch_of(self.request, range(count_published()), PAGE_SIZE)
        self.pages = render_links(self.request, self.batch, self.translation_target)
        start = self.batch.start - 1 if len(self.batch) else 0
        self.entries = [
            self._entry(each) for each in published_suggestions(start, PAGE_SIZE)
        ]

    @cached_property
    def typed_number(self) -> str:
        """What somebody looks for, as typed."""
        return text_of(self.request, "number").strip()

    def _find(self) -> list[Entry]:
        try:
            found = published_suggestion(parse_number(self.typed_number))
        except NumberMistyped as error:
            self.mistyped = error.message
            self.request.response.setStatus(422)
            return []
        return [self._entry(found)] if found is not None else []

    def _entry(self, published: PublishedSuggestion) -> Entry:
        return Entry(
            number=number_text(published.number),
            place=place_of(published.community_code, self.words),
            date=day_text(published.published_at),
            question=paragraphs_of(published.question),
            reply=paragraphs_of(published.reply),
        )

    @property
    def canonical_url(self) -> str:
        return self.suggestions_url

    @property
    def form_url(self) -> str | None:
        """Where one leaves a suggestion, None while there is no public form."""
        form = api.portal.get().unrestrictedTraverse(FORM_PATH, None)
        return form.absolute_url() if form is not None and is_public(form) else None

    @property
    def desk_url(self) -> str | None:
        """Where those who answer do so."""
        user = api.user.get_current()
        if api.user.is_anonymous() or not scope_of(user, ANSWER_SUGGESTION):
            return None
        return f"{self.site_url}/@@suggestion-desk"


def thank_sender(request, number: str) -> None:
    """Redirect to the thanks; 303, so that a reload sends nothing again."""
    url = f"{api.portal.get().absolute_url()}/@@suggestion-left?number={number}"
    request.response.redirect(url, status=303)


class SuggestionLeftView(FeedbackPage):
    """`/@@suggestion-left?number=…`: thanks, and the number to note.

    It reads no record, so that it can be reloaded, printed and kept; it says nothing
    that its address does not.
    """

    index = ViewPageTemplateFile("templates/left.pt")
    page_title = _("title_suggestion_left", default="Thank you for your suggestion")

    def update(self) -> None:
        self.request.response.setHeader("Cache-Control", "no-store")
        try:
            number = parse_number(text_of(self.request, "number"))
        except NumberMistyped as error:
            raise NotFound(self.request.get("ACTUAL_URL")) from error
        self.number = number_text(number)

    @property
    def ending(self) -> str:
        """The button that ends the visit, as HTML."""
        return ending_part(self.request)

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [
            (self.translate(SuggestionsView.page_title), self.suggestions_url),
            (self.translate(self.page_title), None),
        ]

"""The list of suggestions for those who answer them."""

from AccessControl import Unauthorized
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.feedback.browser.page import FeedbackPage
from onewindow_policy.feedback.browser.page import query_of
from onewindow_policy.feedback.listing import count_new_suggestions
from onewindow_policy.feedback.listing import SuggestionRow
from onewindow_policy.feedback.listing import suggestions_for
from onewindow_policy.feedback.models import ANSWERED
from onewindow_policy.feedback.models import CLOSED
from onewindow_policy.feedback.models import NEW
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.feedback.permissions import ANSWER_SUGGESTION
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import audit_look
from onewindow_policy.workdays.api import time_text
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile

DESK_TITLE = _("title_suggestion_desk", default="Suggestions to answer")

STATE_TITLES = {
    NEW: _("suggestion_state_new", default="New"),
    ANSWERED: _("suggestion_state_answered", default="Answered"),
    CLOSED: _("suggestion_state_closed", default="Closed without an answer"),
}


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A line of the list."""

    number: str
    url: str
    received: str
    place: str
    excerpt: str | None
    wants_answer: bool
    is_published: bool


@dataclass(frozen=True, slots=True)
class StateTab:
    """A state to look at; `count` is empty where it does not matter."""

    title: str
    count: str
    url: str
    current: str | None


class SuggestionDeskView(FeedbackPage):
    """`/@@suggestion-desk`: masked, by state, in pages by key."""

    index = ViewPageTemplateFile("templates/desk.pt")
    is_staff_page = True
    page_title = DESK_TITLE

    def update(self) -> None:
        self.request.response.setHeader("Cache-Control", "no-store")
        user = api.user.get_current()
        if not scope_of(user, ANSWER_SUGGESTION):
            raise Unauthorized(self.__name__)
        audit_look("suggestions")
        page = suggestions_for(
            user, self.state, after=text_of(self.request, "after") or None
        )
        self.new_count = count_new_suggestions(user)
        self.rows = [self._row(each) for each in page.rows]
        self.next_url = (
            f"{self._url(self.state)}&after={page.next_after}"
            if page.next_after is not None
            else None
        )

    @property
    def state(self) -> str:
        """The state that is looked at; an unknown one is that of new suggestions."""
        state = text_of(self.request, "state")
        return state if state in STATE_TITLES else NEW

    @property
    def tabs(self) -> list[StateTab]:
        return [
            StateTab(
                title=self.translate(title),
                count=str(self.new_count) if state == NEW else "",
                url=self._url(state),
                current="true" if state == self.state else None,
            )
            for state, title in STATE_TITLES.items()
        ]

    def _url(self, state: str) -> str:
        return f"{self.site_url}/@@suggestion-desk?state={state}"

    def _row(self, row: SuggestionRow) -> DeskRow:
        return DeskRow(
            number=number_text(row.number),
            url=f"{self.site_url}/@@answer-suggestion?{query_of(row.number)}",
            received=time_text(row.received_at),
            place=self.place_of(row.community_code),
            excerpt=row.excerpt,
            wants_answer=row.has_contact and row.state == NEW,
            is_published=row.is_published,
        )

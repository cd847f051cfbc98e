"""One suggestion at the desk: what its pages have in common."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import Problem
from onewindow_policy.feedback import details
from onewindow_policy.feedback.answering import LONGEST_TEXT
from onewindow_policy.feedback.answering import open_suggestion
from onewindow_policy.feedback.answering import OpenedSuggestion
from onewindow_policy.feedback.browser.desk import STATE_TITLES
from onewindow_policy.feedback.browser.desk import SuggestionList
from onewindow_policy.feedback.browser.page import paragraphs_of
from onewindow_policy.feedback.browser.places import place_of
from onewindow_policy.feedback.browser.places import query_of
from onewindow_policy.feedback.exceptions import DetailsLeft
from onewindow_policy.feedback.exceptions import NumberMistyped
from onewindow_policy.feedback.exceptions import SuggestionError
from onewindow_policy.feedback.exceptions import SuggestionUnknown
from onewindow_policy.feedback.models import ANSWERED
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.feedback.numbers import parse_number
from onewindow_policy.pages.api import Words
from onewindow_policy.workdays.deadlines import local_date
from plone import api

DETAIL_TITLES = {
    details.ID_NUMBER: _("detail_id_number", default="Identity number"),
    details.MOBILE: _("detail_mobile", default="Mobile phone number"),
    details.PHONE: _("detail_phone", default="Phone number of no office"),
    details.CARD: _("detail_card", default="Bank card or other long number"),
    details.EMAIL: _("detail_email", default="E-mail address"),
    details.SENDER: _("detail_sender", default="The sender's own name or contact"),
}


class SuggestionPage(PostView):
    """A form about one suggestion, `?number=…`."""

    refusals = (SuggestionError,)
    unknown = (NumberMistyped, SuggestionUnknown)
    opened: OpenedSuggestion | None = None

    @cached_property
    def number(self) -> str:
        """The number of the suggestion; raises `NumberMistyped`."""
        return parse_number(self.submitted("number"))

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    def read(self) -> None:
        """See `PostView`."""
        self.opened = open_suggestion(self.number, api.user.get_current())
        self.require_permission()

    def require_permission(self) -> None:
        """Raise Unauthorized for who may read the suggestion, and not use this page."""

    def problems_of(self, error: Exception) -> list[Problem]:
        """See `PostView`."""
        problems = list(super().problems_of(error))
        return problems + (
            _details_left(error) if isinstance(error, DetailsLeft) else []
        )

    @property
    def version(self) -> int:
        """The version that the page shows."""
        return self.opened.version if self.opened else self.submitted_version

    @property
    def number_text(self) -> str:
        return number_text(self.number)

    @property
    def longest(self) -> int:
        return LONGEST_TEXT

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        desk = (
            self.translate(SuggestionList.title),
            f"{self.site_url}/@@suggestion-desk",
        )
        return [desk, (self.translate(self.page_title), None)]

    def url_of(self, view: str) -> str:
        return f"{self.site_url}/@@{view}?{query_of(self.number)}"

    @property
    def place(self) -> str:
        return place_of(self.opened.community_code, self.words)

    @property
    def state(self) -> str:
        return self.translate(STATE_TITLES[self.opened.state])

    @property
    def received(self) -> str:
        return self.words.moment(self.opened.received_at)

    @property
    def can_be_published(self) -> bool:
        return self.opened.state == ANSWERED and not self.opened.is_erased

    @property
    def published(self) -> str | None:
        moment = self.opened.published_at if self.opened else None
        return self.words.day(local_date(moment)) if moment is not None else None

    @property
    def message(self) -> list[str]:
        return paragraphs_of(self.opened.message or "")


def _details_left(error: DetailsLeft) -> list[Problem]:
    return [
        Problem(
            field,
            _(
                "detail_to_remove",
                default="${kind}: “${text}”",
                mapping={"kind": DETAIL_TITLES[found.kind], "text": found.text},
            ),
        )
        for field, all_found in error.details.items()
        for found in all_found
    ]

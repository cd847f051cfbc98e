"""One suggestion at the desk: what its pages have in common."""

from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.editing.api import RETURNED
from onewindow_policy.editing.api import returned_note
from onewindow_policy.feedback import details
from onewindow_policy.feedback.answering import LONGEST_TEXT
from onewindow_policy.feedback.answering import open_suggestion
from onewindow_policy.feedback.answering import OpenedSuggestion
from onewindow_policy.feedback.browser.desk import STATE_TITLES
from onewindow_policy.feedback.browser.desk import SuggestionList
from onewindow_policy.feedback.browser.page import FeedbackPage
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
from onewindow_policy.records.api import check_write
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.typed.printable import UNPRINTABLE
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from zExceptions import Forbidden
from zExceptions import NotFound

DETAIL_TITLES = {
    details.ID_NUMBER: _("detail_id_number", default="Identity number"),
    details.MOBILE: _("detail_mobile", default="Mobile phone number"),
    details.PHONE: _("detail_phone", default="Phone number of no office"),
    details.CARD: _("detail_card", default="Bank card or other long number"),
    details.EMAIL: _("detail_email", default="E-mail address"),
    details.SENDER: _("detail_sender", default="The sender's own name or contact"),
}

#: No version of a suggestion: what came back is not what a page of ours sends.
NO_VERSION = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What must be mended; `field` is the id of its input, empty for none."""

    field: str
    message: str


class SuggestionPage(FeedbackPage):
    """A form about one suggestion, `?number=…`; subclasses say what its buttons do.

    Whatever stands in the way of a button, the page comes back with all that was typed.
    """

    is_staff_page = True
    problems: tuple[Problem, ...] = ()
    opened: OpenedSuggestion | None = None

    def __call__(self):
        self.request.response.setHeader("Cache-Control", "no-store")
        try:
            self.number = parse_number(self.submitted("number"))
            if self.is_sent and not self.is_returned and self._carry_out():
                return ""
            self.opened = open_suggestion(self.number, api.user.get_current())
            self.require_permission()
        except (NumberMistyped, SuggestionUnknown) as error:
            raise NotFound(self.request.get("ACTUAL_URL")) from error
        except DatabaseUnavailable as error:
            if not self.is_sent:
                raise
            self.note_outage(error)
        return self.index()

    def require_permission(self) -> None:
        """Raise Unauthorized for who may read the suggestion, and not use this page."""

    def act(self) -> tuple[str, str]:
        """Do what the pressed button says; return a message and where to go on."""
        raise NotImplementedError

    def _carry_out(self) -> bool:
        """Return whether the button did its work, and the answer leads on."""
        try:
            check_write(self.request)
            message, url = self.act()
        except Forbidden:
            self._explain(
                403,
                Problem(
                    "",
                    _(
                        "error_stale_page",
                        default=(
                            "This page was open for too long, and nothing was saved."
                            " Please press the button once more."
                        ),
                    ),
                ),
            )
            return False
        except SuggestionUnknown:
            raise
        except DetailsLeft as error:
            self._explain(422, Problem("", error.message), *_details_left(error))
            return False
        except SuggestionError as error:
            self._explain(422, Problem(error.field, error.message))
            return False
        api.portal.show_message(message, self.request)
        self.request.response.redirect(url)
        return True

    def _explain(self, status: int, *problems: Problem) -> None:
        self.request.response.setStatus(status)
        self.problems = tuple(
            Problem(each.field, self.translate(each.message)) for each in problems
        )

    @property
    def is_sent(self) -> bool:
        return self.request.method == "POST"

    @property
    def is_returned(self) -> bool:
        """Whether what was typed was given back after a log-in, and waits for a button."""
        return RETURNED in self.request.form

    @property
    def note(self) -> str:
        """What is said of what was given back."""
        return returned_note(self.context, self.request)

    def submitted(self, name: str) -> str:
        """Return a text of the form, empty for none; of several the last counts."""
        value = self.request.form.get(name)
        if isinstance(value, list) and value:
            value = value[-1]
        if not isinstance(value, str):
            return ""
        return UNPRINTABLE.sub("", value.replace("\r\n", "\n"))

    @property
    def submitted_version(self) -> int:
        try:
            return int(self.submitted("version"))
        except ValueError:
            return NO_VERSION

    @property
    def version(self) -> int:
        """The version that the page shows."""
        return self.opened.version if self.opened else self.submitted_version

    def errors_of(self, field: str) -> list[str]:
        return [each.message for each in self.problems if each.field == field]

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

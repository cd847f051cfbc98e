"""A suggestion to read and to answer."""

from onewindow_policy import _
from onewindow_policy.feedback.answering import answer_suggestion
from onewindow_policy.feedback.answering import close_suggestion
from onewindow_policy.feedback.browser.page import paragraphs_of
from onewindow_policy.feedback.browser.suggestion import SuggestionPage
from onewindow_policy.feedback.models import NEW
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import BadRequest


class AnswerSuggestionView(SuggestionPage):
    """`/@@answer-suggestion?number=…`: opening it is noted in the audit."""

    index = ViewPageTemplateFile("templates/answer.pt")

    @property
    def page_title(self) -> str:
        return _(
            "title_suggestion",
            default="Suggestion ${number}",
            mapping={"number": self.number_text},
        )

    def act(self) -> tuple[str, str]:
        user = api.user.get_current()
        if "answer" in self.request.form:
            answer_suggestion(
                self.number,
                self.submitted("reply"),
                user,
                version=self.submitted_version,
            )
            saved = _("message_suggestion_answered", default="The answer is saved.")
            return saved, self.url_of("answer-suggestion")
        if "close" in self.request.form:
            close_suggestion(self.number, user, version=self.submitted_version)
            closed = _("message_suggestion_closed", default="The suggestion is closed.")
            return closed, f"{self.site_url}/@@suggestion-desk"
        raise BadRequest

    @property
    def reply(self) -> str:
        """What the field holds: what was typed, else what is stored."""
        if self.is_sent:
            return self.submitted("reply")
        return self.opened.reply or ""

    @property
    def saved_reply(self) -> list[str]:
        """What is printed: the answer as it is stored."""
        return paragraphs_of((self.opened.reply if self.opened else None) or "")

    @property
    def may_close(self) -> bool:
        return self.opened is not None and self.opened.state == NEW

    @property
    def may_publish(self) -> bool:
        """Whether this person may publish it, or take it back."""
        return (
            self.opened is not None
            and self.opened.may_publish
            and (self.can_be_published or self.published is not None)
        )

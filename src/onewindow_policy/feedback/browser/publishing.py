"""What everybody is to read of a suggestion."""

from AccessControl import Unauthorized
from onewindow_policy import _
from onewindow_policy.communities.phones import office_phones
from onewindow_policy.feedback import details
from onewindow_policy.feedback.answering import publish_suggestion
from onewindow_policy.feedback.answering import unpublish_suggestion
from onewindow_policy.feedback.browser.suggestion import SuggestionPage
from onewindow_policy.feedback.exceptions import TextUnfit
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import BadRequest


class PublishSuggestionView(SuggestionPage):
    """`/@@publish-suggestion?number=…`: the texts for everybody, written anew."""

    index = ViewPageTemplateFile("templates/publish.pt")
    page_title = _("title_publish_suggestion", default="Publish question and answer")

    def require_permission(self) -> None:
        if not self.opened.may_publish:
            raise Unauthorized(self.__name__)

    def act(self) -> tuple[str, str]:
        user = api.user.get_current()
        if "publish" in self.request.form:
            self._require_read()
            publish_suggestion(
                self.number,
                self.submitted("public_question"),
                self.submitted("public_reply"),
                user,
                version=self.submitted_version,
            )
            done = _(
                "message_suggestion_published", default="Everybody can read it now."
            )
        elif "unpublish" in self.request.form:
            unpublish_suggestion(self.number, user, version=self.submitted_version)
            done = _(
                "message_suggestion_unpublished",
                default="It is no longer on the public page.",
            )
        else:
            raise BadRequest
        return done, self.url_of("answer-suggestion")

    def _require_read(self) -> None:
        """No software knows all names: somebody must have looked for them."""
        if not self.is_read:
            raise TextUnfit(
                "is_read",
                _(
                    "error_not_read",
                    default="Please read both texts once more, and tick the box.",
                ),
            )

    @property
    def is_read(self) -> bool:
        return bool(self.submitted("is_read"))

    @property
    def question(self) -> str:
        """What the field holds: what was typed, what is public, or what the sender wrote
        without what is known to tell who it is."""
        if self.is_sent:
            return self.submitted("public_question")
        return self.opened.public_question or self._without_details(self.opened.message)

    @property
    def reply(self) -> str:
        if self.is_sent:
            return self.submitted("public_reply")
        return self.opened.public_reply or self._without_details(self.opened.reply)

    def _without_details(self, text: str | None) -> str:
        sender = [each for each in (self.opened.name, self.opened.contact) if each]
        return details.hide_details(
            text or "", sender=sender, office_phones=office_phones()
        )

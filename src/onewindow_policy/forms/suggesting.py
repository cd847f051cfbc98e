"""The action of the suggestion box, in EasyForm's own list of actions."""

from collective.easyform.actions import ActionFactory
from collective.easyform.api import get_context
from collective.easyform.config import FORM_ERROR_MARKER
from functools import partial
from onewindow_policy import _
from onewindow_policy.cases.api import count_submission
from onewindow_policy.cases.api import SUGGESTIONS
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.feedback.api import leave_suggestion
from onewindow_policy.feedback.api import left_earlier
from onewindow_policy.feedback.api import LeftSuggestion
from onewindow_policy.feedback.api import NewSuggestion
from onewindow_policy.feedback.browser.public import thank_sender
from onewindow_policy.forms.actions import IRegisteringAction
from onewindow_policy.forms.actions import SettledAction
from onewindow_policy.forms.actions import text_of
from onewindow_policy.forms.communities import choices_of_city
from onewindow_policy.forms.notices import kept_months
from onewindow_policy.forms.repeating import say_already_sent
from onewindow_policy.forms.submissions import Submission
from onewindow_policy.forms.submissions import submission_of
from onewindow_policy.pages.api import hotline
from onewindow_policy.records.api import SentOtherwise
from onewindow_policy.typed.contacts import read_contact
from plone.supermodel.exportimport import BaseHandler
from zope import schema
from zope.i18nmessageid import Message
from zope.interface import implementer


class ILeaveSuggestion(IRegisteringAction):
    """Puts what was entered into the suggestion box. The settings name the fields."""

    message = schema.ASCIILine(
        title=_("label_field_of_message", default="Field of the message"),
        default="message",
    )
    community = schema.ASCIILine(
        title=_("label_field_of_community", default="Field of the community"),
        default="community",
        required=False,
    )
    sender_name = schema.ASCIILine(
        title=_("label_field_of_sender", default="Field of the sender's name"),
        default="sender_name",
        required=False,
    )
    contact = schema.ASCIILine(
        title=_("label_field_of_contact", default="Field of the phone or e-mail"),
        default="contact",
        required=False,
    )


@implementer(ILeaveSuggestion)
class LeaveSuggestion(SettledAction):
    """See `ILeaveSuggestion`."""

    settings = ILeaveSuggestion

    def onSuccess(self, fields, request):
        """Keep the suggestion; return what stands against it."""
        submission = submission_of(request)
        community = text_of(fields.get(self.community))
        message = text_of(fields.get(self.message))
        if submission is None or message is None:
            return {FORM_ERROR_MARKER: _not_ready()}
        try:
            left_earlier(submission.nonce_text, submission.content)
            count_submission(submission.address, submission.account, SUGGESTIONS)
            left = leave_suggestion(
                NewSuggestion(
                    nonce=submission.nonce_text,
                    message=message,
                    community_code=(
                        community if community in choices_of_city().names else None
                    ),
                    name=text_of(fields.get(self.sender_name)),
                    contact=read_contact(text_of(fields.get(self.contact)) or ""),
                    kept_months=kept_months(get_context(self)),
                    content=submission.content,
                )
            )
        except CaseError as error:
            return {FORM_ERROR_MARKER: error.message}
        except SentOtherwise as earlier:
            submission.begin_another()
            return {FORM_ERROR_MARKER: say_already_sent(earlier, request)}
        _lead_to_thanks(submission, left)
        return None

    def repeat(self, submission):
        """See `IRegisteringAction`."""
        earlier = left_earlier(submission.nonce_text, submission.content)
        if earlier is not None:
            _lead_to_thanks(submission, earlier)
        return earlier is not None


def _not_ready() -> Message:
    return _(
        "error_suggestion_not_ready",
        default=(
            "The suggestion box cannot take this in yet: nothing was sent. Please tell"
            " the window, or call ${hotline}."
        ),
        mapping={"hotline": hotline()},
    )


def _lead_to_thanks(submission: Submission, left: LeftSuggestion) -> None:
    submission.hand_over = partial(thank_sender, number=left.number)


LeaveSuggestionAction = ActionFactory(
    LeaveSuggestion,
    _("action_leave_suggestion", default="Leave a suggestion"),
    "onewindow_policy.AddRegisteringAction",
)
LeaveSuggestionHandler = BaseHandler(LeaveSuggestion)

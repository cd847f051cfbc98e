"""Suggestions that are left by the form."""

from collective.easyform.api import get_context
from collective.easyform.config import FORM_ERROR_MARKER
from onewindow_policy import _
from onewindow_policy.feedback.browser.public import thank_sender
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import left_earlier
from onewindow_policy.feedback.leaving import LeftSuggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.forms.api import answer_text
from onewindow_policy.forms.api import choices_of_city
from onewindow_policy.forms.api import kept_months
from onewindow_policy.forms.api import Receipt
from onewindow_policy.forms.exceptions import SubmissionRefused
from onewindow_policy.forms.interfaces import IRegistering
from onewindow_policy.intake.api import count_submission
from onewindow_policy.intake.api import SUGGESTIONS
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.pages.api import hotline
from onewindow_policy.typed.contacts import read_contact
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(IRegistering)
class LeftByForm:
    """See `IRegistering`; the settings of the action are those of `ILeaveSuggestion`."""

    def register(self, action, fields, submission) -> Receipt:
        """See `IRegistering`."""
        community = answer_text(fields.get(action.community))
        message = answer_text(fields.get(action.message))
        if submission is None or message is None:
            raise SubmissionRefused({FORM_ERROR_MARKER: _not_ready()})
        left_earlier(submission.nonce_text, submission.content)
        try:
            count_submission(submission.address, submission.account, SUGGESTIONS)
        except TooManyTries as error:
            raise SubmissionRefused({FORM_ERROR_MARKER: error.message}) from error
        left = leave_suggestion(
            NewSuggestion(
                nonce=submission.nonce_text,
                message=message,
                community_code=(
                    community if community in choices_of_city().names else None
                ),
                name=answer_text(fields.get(action.sender_name)),
                contact=read_contact(answer_text(fields.get(action.contact)) or ""),
                kept_months=kept_months(get_context(action)),
                content=submission.content,
            )
        )
        return _receipt_of(left)

    def registered_earlier(self, submission) -> Receipt | None:
        """See `IRegistering`."""
        earlier = left_earlier(submission.nonce_text, submission.content)
        return _receipt_of(earlier) if earlier is not None else None

    def known_of(self, action, id_number, id_kind, earlier=None) -> None:
        """See `IRegistering`. Suggestions are taken in at no window."""

    def hand_over(self, receipt: Receipt, request) -> None:
        """See `IRegistering`."""
        thank_sender(request, receipt.number)


def _receipt_of(left: LeftSuggestion) -> Receipt:
    return Receipt("suggestions", left.number)


def _not_ready() -> Message:
    return _(
        "error_suggestion_not_ready",
        default=(
            "The suggestion box cannot take this in yet: nothing was sent. Please tell"
            " the window, or call ${hotline}."
        ),
        mapping={"hotline": hotline()},
    )


left_by_form = LeftByForm()

"""Telling who left a suggestion what they are answered."""

from onewindow_policy import _
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import MAIL
from onewindow_policy.messages.api import MailTemplate
from onewindow_policy.messages.api import post
from onewindow_policy.typed.contacts import mail_address_of

ANSWERED = "feedback.answered"
ANSWERED_AGAIN = "feedback.answered_again"

answered_mail = MailTemplate(
    _("mail_answered", default="Answer to a suggestion"),
    _("mail_answered_subject", default="Answer to your suggestion ${number}"),
    _(
        "mail_answered_text",
        default="You left the suggestion ${number} with us. Our answer:\n\n${reply}",
    ),
)
answered_again_mail = MailTemplate(
    _("mail_answered_again", default="New answer to a suggestion"),
    _("mail_answered_again_subject", default="New answer to your suggestion ${number}"),
    _(
        "mail_answered_again_text",
        default="We have looked at your suggestion ${number} once more. This answer takes "
        "the place of the one before:\n\n${reply}",
    ),
)


def is_told(contact: str | None) -> bool:
    """Return whether who left this contact has the answer by mail."""
    return mail_address_of(contact) is not None and is_offered(MAIL)


def tell_answer(suggestion: Suggestion) -> None:
    """Send the answer to who asked, where they left a mail address."""
    if not is_told(suggestion.contact):
        return
    post(
        ANSWERED if suggestion.answered_at is None else ANSWERED_AGAIN,
        suggestion.contact,
        {"number": suggestion.number, "reply": suggestion.reply},
        subject=f"suggestion {suggestion.number}",
        data_key=suggestion.data_key,
    )

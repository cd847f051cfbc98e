"""Messages for other rooms: posting one, and what became of them."""

from onewindow_policy.messages.deciding import count_undone
from onewindow_policy.messages.deciding import give_up
from onewindow_policy.messages.deciding import give_up_about
from onewindow_policy.messages.deciding import MessageCounts
from onewindow_policy.messages.deciding import MessageFacts
from onewindow_policy.messages.deciding import overview
from onewindow_policy.messages.deciding import send_again
from onewindow_policy.messages.deciding import undone_about
from onewindow_policy.messages.deciding import undone_since
from onewindow_policy.messages.exceptions import MessageUnknown
from onewindow_policy.messages.exceptions import RecipientChanged
from onewindow_policy.messages.exceptions import RecordGone
from onewindow_policy.messages.holding import amend_waiting
from onewindow_policy.messages.holding import drop_waiting
from onewindow_policy.messages.holding import is_held_back
from onewindow_policy.messages.holding import take_back
from onewindow_policy.messages.holding import until_morning
from onewindow_policy.messages.posting import is_offered
from onewindow_policy.messages.posting import post
from onewindow_policy.messages.sms import is_key_missing
from onewindow_policy.messages.sms import is_mobile
from onewindow_policy.messages.sms import SMS
from onewindow_policy.messages.templates import MAIL
from onewindow_policy.messages.templates import MailTemplate
from onewindow_policy.messages.templates import SmsTemplate
from onewindow_policy.messages.templates import TextMail

__all__ = [
    "MAIL",
    "SMS",
    "MailTemplate",
    "SmsTemplate",
    "TextMail",
    "MessageCounts",
    "MessageFacts",
    "MessageUnknown",
    "RecipientChanged",
    "RecordGone",
    "count_undone",
    "amend_waiting",
    "drop_waiting",
    "give_up",
    "give_up_about",
    "is_held_back",
    "is_key_missing",
    "is_mobile",
    "is_offered",
    "overview",
    "post",
    "send_again",
    "take_back",
    "undone_about",
    "undone_since",
    "until_morning",
]

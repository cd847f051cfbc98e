"""Messages for other rooms: posting one, and what became of them."""

from onewindow_policy.messages.deciding import count_undone
from onewindow_policy.messages.deciding import give_up
from onewindow_policy.messages.deciding import MessageCounts
from onewindow_policy.messages.deciding import MessageFacts
from onewindow_policy.messages.deciding import overview
from onewindow_policy.messages.deciding import send_again
from onewindow_policy.messages.exceptions import MessageUnknown
from onewindow_policy.messages.posting import is_offered
from onewindow_policy.messages.posting import post
from onewindow_policy.messages.templates import MAIL
from onewindow_policy.messages.templates import MailTemplate

__all__ = [
    "MAIL",
    "MailTemplate",
    "MessageCounts",
    "MessageFacts",
    "MessageUnknown",
    "count_undone",
    "give_up",
    "is_offered",
    "overview",
    "post",
    "send_again",
]

"""`/@@messages` (消息发送情况): what was not sent, for somebody to decide about."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.desks.browser.post import PostView
from onewindow_policy.messages.api import give_up
from onewindow_policy.messages.api import is_key_missing
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import MAIL
from onewindow_policy.messages.api import MessageCounts
from onewindow_policy.messages.api import MessageFacts
from onewindow_policy.messages.api import MessageUnknown
from onewindow_policy.messages.api import overview
from onewindow_policy.messages.api import RecipientChanged
from onewindow_policy.messages.api import RecordGone
from onewindow_policy.messages.api import send_again
from onewindow_policy.messages.api import SMS
from onewindow_policy.pages.api import Words
from zope.i18nmessageid import Message

AGAIN = "again"

SENT_AGAIN = _(
    "message_sent_again",
    default="It is sent once more, as soon as the clock looks, within half a minute.",
)
GIVEN_UP = _(
    "message_given_up",
    default="It will not be sent. What it said was forgotten.",
)
UNSENT = _("message_state_failed", default="Not sent")
UNCERTAIN = _("message_state_uncertain", default="Nobody knows whether it was sent")


#: What whoever decides can do, by what a gateway or a mail server gave as its reason.
WAYS_OUT = {
    **dict.fromkeys(
        ("number", "blocked"),
        _(
            "message_way_out_number",
            default=(
                "The phone takes no short messages: the number is wrong, or its owner"
                " has blocked them. Have the window phone this person, then give up."
            ),
        ),
    ),
    **dict.fromkeys(
        ("template", "sign", "content"),
        _(
            "message_way_out_template",
            default=(
                "The gateway does not take this text: its template or signature is not"
                " registered with the operators. Mend that, then send once more."
            ),
        ),
    ),
    "550": _(
        "message_way_out_mailbox",
        default=(
            "There is no such mailbox. Have the window phone this person, then give up."
        ),
    ),
}
ASK_GATEWAY = _(
    "message_way_out_uncertain",
    default=(
        "Sent once more, the gateway is asked first and sends nothing twice. If it still"
        " does not answer, have the window phone this person."
    ),
)


class MessagesView(PostView):
    """Shows what did not go by itself; buttons send it once more, or give it up."""

    page_title = _("title_messages", default="Messages that were not sent")
    refusals = (RecipientChanged, RecordGone)
    unknown = (MessageUnknown,)
    counts = MessageCounts()
    undone: tuple[MessageFacts, ...] = ()

    def read(self) -> None:
        """See `PostView`."""
        self.counts, self.undone = overview()

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        is_again = self.submitted("do") == AGAIN
        (send_again if is_again else give_up)(self.submitted("message"))
        return SENT_AGAIN if is_again else GIVEN_UP, f"{self.site_url}/@@messages"

    @property
    def is_set_up(self) -> bool:
        return is_offered(MAIL)

    @property
    def is_key_missing(self) -> bool:
        return is_key_missing()

    @cached_property
    def rows(self) -> list[dict]:
        """What the page shows of each message."""
        words = Words(self.language)
        return [
            {
                "id": each.id,
                "title": each.title,
                "subject": each.subject,
                "posted": words.moment(each.created_at),
                "state": UNCERTAIN if each.is_uncertain else UNSENT,
                "reason": each.reason or "",
                "way_out": _way_out(each),
            }
            for each in self.undone
        ]


def _way_out(message: MessageFacts) -> Message | None:
    if message.is_uncertain:
        return ASK_GATEWAY if message.channel == SMS else None
    return WAYS_OUT.get(message.reason or "")

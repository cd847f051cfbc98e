"""What somebody decides about messages that did not go by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.messages.exceptions import MessageUnknown
from onewindow_policy.messages.interfaces import ITemplate
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import forget_content
from onewindow_policy.messages.states import FAILED
from onewindow_policy.messages.states import SENDING
from onewindow_policy.messages.states import SENT
from onewindow_policy.messages.states import STATES
from onewindow_policy.messages.states import UNCERTAIN
from onewindow_policy.messages.states import UNDONE
from onewindow_policy.messages.states import WAITING
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import select
from uuid import UUID
from zope.component import getUtility
from zope.i18nmessageid import Message as I18nMessage

#: As many are shown at a time; the next ones follow when these are decided.
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """A message that was not sent; to whom it was and what it said is not told."""

    id: str
    title: I18nMessage
    subject: str
    created_at: datetime
    is_uncertain: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class MessageCounts:
    """How many messages wait, and how many were sent as long as that is kept."""

    waiting: int = 0
    sent: int = 0


def overview() -> tuple[MessageCounts, tuple[MessageFacts, ...]]:
    """Return how many there are, and those that somebody has to decide about, the oldest
    first. Raises RecordsError."""
    by_state = count_by_state()
    counts = MessageCounts(
        waiting=by_state[WAITING] + by_state[SENDING], sent=by_state[SENT]
    )
    return counts, tuple(
        MessageFacts(
            id=str(each.id),
            title=getUtility(ITemplate, each.template).title,
            subject=each.subject,
            created_at=each.created_at,
            is_uncertain=each.state == UNCERTAIN,
            reason=each.reason,
        )
        for each in undone_messages()
    )


def count_by_state() -> dict[str, int]:
    """Return how many messages are in each state. Raises RecordsError."""
    counting = select(Message.state, func.count()).group_by(Message.state)
    found = dict(read_session().execute(counting).all())
    return {state: found.get(state, 0) for state in STATES}


def undone_messages() -> Sequence[Message]:
    """Return the oldest of those that somebody has to decide about. Raises RecordsError."""
    query = (
        select(Message)
        .where(is_undone())
        .order_by(Message.created_at, Message.id)
        .limit(_MOST_SHOWN)
    )
    return read_session().scalars(query).all()


def count_undone() -> int:
    """Return how many messages somebody has to decide about. Raises RecordsError."""
    query = select(func.count()).select_from(Message).where(is_undone())
    return read_session().scalar(query) or 0


def is_undone() -> ColumnElement[bool]:
    """Return the condition that somebody has to decide about a message."""
    # Without its content, there is nothing left to send.
    return Message.state.in_(UNDONE) & Message.recipient_sealed.is_not(None)


def send_again(message_id: str) -> None:
    """Have the clock send a message that failed, or may have; it is kept with Zope's
    transaction. Raises `MessageUnknown`."""
    message = _undone(message_id)
    message.state = WAITING
    message.due_at = utc_now()
    message.ended_at = None
    message.tries = message.unclear = 0
    audit("message.send_again", message.subject)


def give_up(message_id: str) -> None:
    """Leave a message unsent, and forget what it said. Raises `MessageUnknown`."""
    message = _undone(message_id)
    message.state = FAILED
    forget_content(message)
    audit("message.give_up", message.subject)


def _undone(message_id: str) -> Message:
    try:
        wanted = UUID(message_id)
    except ValueError as error:
        raise MessageUnknown from error
    query = select(Message).where(Message.id == wanted, is_undone())
    message = write_session().scalar(query.with_for_update(of=Message))
    if message is None:
        raise MessageUnknown
    return message

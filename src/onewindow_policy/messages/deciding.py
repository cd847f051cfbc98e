"""What somebody decides about messages that did not go by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.messages.exceptions import MessageUnknown
from onewindow_policy.messages.exceptions import RecipientChanged
from onewindow_policy.messages.exceptions import RecordGone
from onewindow_policy.messages.following import follow_up
from onewindow_policy.messages.interfaces import IChannel
from onewindow_policy.messages.interfaces import IReached
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
from sqlalchemy.orm import Session
from uuid import UUID
from zope.component import getUtility
from zope.component import queryUtility
from zope.i18nmessageid import Message as I18nMessage

#: As many are shown at a time; the next ones follow when these are decided.
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """A message that was not sent; to whom it was and what it said is not told."""

    id: str
    title: I18nMessage
    channel: str
    subject: str
    created_at: datetime
    ended_at: datetime
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
    return counts, tuple(map(_facts, undone_messages()))


def undone_about(session: Session, subject: str) -> tuple[MessageFacts, ...]:
    """Return the messages about `subject` that somebody has to decide about, the oldest
    first. Raises RecordsError."""
    query = (
        select(Message)
        .where(is_undone(), Message.subject == subject)
        .order_by(Message.created_at, Message.id)
    )
    return tuple(map(_facts, session.scalars(query)))


def undone_since(
    session: Session, room: str, after: str, size: int
) -> dict[str, datetime]:
    """Return about what there are messages of a room that somebody has to decide about,
    `size` of them after `after` at most, in order, with since when there are."""
    query = (
        select(Message.subject, func.min(Message.ended_at))
        .where(
            is_undone(),
            Message.subject > after,
            Message.template.startswith(f"{room}."),
        )
        .group_by(Message.subject)
        .order_by(Message.subject)
        .limit(size)
    )
    return {subject: since for subject, since in session.execute(query)}


def _facts(message: Message) -> MessageFacts:
    return MessageFacts(
        id=str(message.id),
        title=getUtility(ITemplate, message.template).title,
        channel=message.channel,
        subject=message.subject,
        created_at=message.created_at,
        ended_at=message.ended_at,
        is_uncertain=message.state == UNCERTAIN,
        reason=message.reason,
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
    transaction. Raises `MessageUnknown`, `RecordGone` where what it tells of was erased or
    is only stored, and `RecipientChanged` where it would go to a number or an address that
    is the person's no more."""
    message = _undone(message_id)
    _require_reached(message)
    # Where the channel can say whether it went, it is asked before anything goes again.
    is_asked = getUtility(IChannel, message.channel).asks_after is not None
    message.unclear = int(is_asked and message.state == UNCERTAIN)
    message.state = WAITING
    message.due_at = utc_now()
    message.ended_at = None
    message.tries = 0
    audit("message.send_again", message.subject)
    follow_up(message)


def give_up(message_id: str) -> None:
    """Leave a message unsent, and forget what it said. Raises `MessageUnknown`."""
    message = _undone(message_id)
    message.state = FAILED
    forget_content(message)
    audit("message.give_up", message.subject)
    follow_up(message)


def give_up_about(subject: str) -> tuple[I18nMessage, ...]:
    """Leave all messages about `subject` unsent that somebody has to decide about, since it
    was told otherwise; return what they were, each once. Kept with Zope's transaction."""
    query = select(Message).where(is_undone(), Message.subject == subject)
    messages = write_session().scalars(
        query.order_by(Message.created_at, Message.id).with_for_update(of=Message)
    )
    titles = {}
    for message in messages.all():
        titles[message.template] = getUtility(ITemplate, message.template).title
        message.state = FAILED
        forget_content(message)
        audit("message.give_up", subject)
        follow_up(message)
    return tuple(titles.values())


def _require_reached(message: Message) -> None:
    if message.data_key.is_erased:
        # To whom it was and what it said can be read no more.
        raise RecordGone
    reached = queryUtility(IReached, message.template.partition(".")[0])
    if reached is not None and not reached(
        write_session(), message.subject, message.channel, message.recipient
    ):
        raise RecipientChanged


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

"""Sending what waits, one message after the other.

Each is taken, handed over and noted in transactions of its own. A process that dies while
it hands one over leaves it `sending` until its time is over; nobody knows then whether it
went. Where the channel can say, it is asked; a mail goes once more under the same id, and
after that a person decides.
"""

from collections.abc import Callable
from collections.abc import Collection
from datetime import datetime
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy import logger
from onewindow_policy.jobs.api import Every
from onewindow_policy.jobs.api import MESSAGES
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.messages.exceptions import NotNow
from onewindow_policy.messages.exceptions import NotSent
from onewindow_policy.messages.exceptions import OutcomeUncertain
from onewindow_policy.messages.exceptions import Refused
from onewindow_policy.messages.following import follow_up
from onewindow_policy.messages.interfaces import IChannel
from onewindow_policy.messages.interfaces import ITemplate
from onewindow_policy.messages.models import LONGEST_REASON
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.states import FAILED
from onewindow_policy.messages.states import SENDING
from onewindow_policy.messages.states import SENT
from onewindow_policy.messages.states import UNCERTAIN
from onewindow_policy.messages.states import WAITING
from onewindow_policy.records.api import brief_session
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.exceptions import DataErased
from sqlalchemy import select
from sqlalchemy.orm import object_session
from uuid import UUID
from zope.component import getUtility
from zope.interface import implementer

#: How long handing one over may take; whoever takes longer is taken for dead.
LEASE = timedelta(minutes=5)

#: Between two tries: a minute, then twice as long each time, four hours at most. Twenty
#: tries take two and a half days, which outlasts a weekend.
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
MOST_TRIES = 20

#: Of one run; then the site is opened anew, with the settings of then.
MOST_AT_ONCE = 200

NOT_SENT = "The message %s about %s was not sent, and will not be: %s."
NOBODY_KNOWS = (
    "Whether the message %s about %s was sent is not known (%s). Somebody has to decide, "
    "at /@@messages."
)


@implementer(IJob)
class SendMessages:
    """Hands over what is due."""

    title = _("job_messages", default="Send messages")
    lane = MESSAGES
    when = Every(timedelta(seconds=10))

    def __call__(self, run) -> int:
        """See `IJob`."""
        if not is_any_due(utc_now()):
            return 0
        with run.open_site():
            return send_due(utc_now, run.keep_on)


def is_any_due(now: datetime) -> bool:
    """Return whether a message is to be sent."""
    with brief_session() as session:
        return session.scalar(_due(now)) is not None


def send_due(now: Callable[[], datetime], keep_on: Callable[[], None]) -> int:
    """Hand over what is due, and return how many were sent.

    `keep_on` is called between two of them. A channel that takes none is left alone for
    this run; the others go on.
    """
    count = 0
    closed: set[str] = set()
    for _turn in range(MOST_AT_ONCE):
        taken = _take(now(), closed)
        if taken is None:
            break
        message_id, tries, channel = taken
        try:
            count += _send(message_id, tries, now)
        except NotSent:
            closed.add(channel)
        keep_on()
    return count


def _due(now: datetime, closed: Collection[str] = ()):
    return (
        select(Message.id)
        .where(Message.due_at <= now, Message.channel.not_in(closed))
        .order_by(Message.due_at, Message.id)
        .limit(1)
    )


def _take(now: datetime, closed: Collection[str] = ()) -> tuple[UUID, int, str] | None:
    """Take the message that is due first, for as long as a lease lasts.

    Returns its id, which try this is, and its channel, which is none of `closed`; None
    where there is none that somebody else is not taking just now.
    """
    with own_transaction() as session:
        due = _due(now, closed).with_for_update(skip_locked=True)
        found = session.scalar(due)
        if found is None:
            return None
        message = session.get_one(Message, found)
        if message.state == SENDING:
            message.unclear += 1
        message.state = SENDING
        message.tries += 1
        message.due_at = now + LEASE
        return message.id, message.tries, message.channel


def _send(message_id: UUID, tries: int, now: Callable[[], datetime]) -> bool:
    """Hand one over, and note what came of it; return whether it was sent.

    Raises `NotSent` where no other one would be taken either.
    """
    try:
        _hand_over(message_id, tries)
    except DataErased:
        _note(message_id, tries, _drop)
    except Refused as error:
        _note(message_id, tries, _end, FAILED, str(error), now())
    except _NobodyKnows as error:
        _note(message_id, tries, _leave, str(error), now())
    except OutcomeUncertain as error:
        _note(message_id, tries, _note_uncertain, str(error), now())
        if error.is_for_all:
            raise
    except NotNow as error:
        _note(message_id, tries, _put_off, str(error), now())
        if error.is_for_all:
            raise
    except Exception as error:
        # A fault of our own: nobody is told its text, which may hold what was to be sent.
        logger.error("A message could not be made: %s.", type(error).__name__)
        _note(message_id, tries, _put_off, type(error).__name__, now())
    else:
        _note(message_id, tries, _end, SENT, None, now())
        return True
    return False


def _hand_over(message_id: UUID, tries: int) -> None:
    with brief_session() as session:
        message = session.get_one(Message, message_id)
        channel = getUtility(IChannel, message.channel)
        template = getUtility(ITemplate, message.template)
        recipient, values = message.recipient, message.values
        language, unclear = message.language, message.unclear
        reason = message.reason or "the process ended"
    # Nobody waits for the database while somebody waits for a server.
    if unclear:
        was_taken = channel.was_taken(message_id)
        if was_taken:
            return
        is_once_more = channel.may_repeat and unclear == 1
        if was_taken is None and not is_once_more:
            raise _NobodyKnows(reason)
        if was_taken is False:
            # From here on it is known that it has not gone.
            _note(message_id, tries, _note_known)
    if not channel.is_offered():
        raise NotNow("nothing is set up", is_for_all=True)
    channel.send(message_id, recipient, template.content(values, language))


class _NobodyKnows(OutcomeUncertain):
    """It was uncertain before this try, in which nothing was handed over."""


def _note(message_id: UUID, tries: int, note: Callable, *values) -> None:
    """Note what came of a try, unless somebody else is at the message by now."""
    with own_transaction() as session:
        message = session.scalar(
            select(Message).where(Message.id == message_id).with_for_update(of=Message)
        )
        if message is not None and (message.state, message.tries) == (SENDING, tries):
            note(message, *values)


def _end(message: Message, state: str, reason: str | None, now: datetime) -> None:
    message.state = state
    message.reason = reason and reason[:LONGEST_REASON]
    message.due_at = None
    message.ended_at = now
    if state == SENT:
        forget_content(message)
    else:
        logger.error(NOT_SENT, message.id, message.subject, reason)
        follow_up(message)


def _drop(message: Message) -> None:
    """Forget a message of which the record was erased."""
    object_session(message).delete(message)


def _note_known(message: Message) -> None:
    message.unclear = 0


def _put_off(message: Message, reason: str, now: datetime) -> None:
    if message.tries < MOST_TRIES:
        _wait(message, reason, now, timedelta())
    elif message.unclear:
        _leave(message, reason, now)
    else:
        _end(message, FAILED, reason, now)


def _wait(message: Message, reason: str, now: datetime, at_least: timedelta) -> None:
    wait = min(FIRST_WAIT * 2 ** (message.tries - 1), LONGEST_WAIT)
    message.state = WAITING
    message.reason = reason[:LONGEST_REASON]
    message.due_at = now + max(wait, at_least)


def _note_uncertain(message: Message, reason: str, now: datetime) -> None:
    """Try again where the channel may, or can be asked; else leave it to a person."""
    channel = getUtility(IChannel, message.channel)
    message.unclear += 1
    if channel.asks_after is not None and message.tries < MOST_TRIES:
        _wait(message, reason, now, channel.asks_after)
    elif channel.may_repeat and message.unclear == 1:
        message.state = WAITING
        message.reason = reason[:LONGEST_REASON]
        message.due_at = now + FIRST_WAIT
    else:
        _leave(message, reason, now)


def _leave(message: Message, reason: str, now: datetime) -> None:
    """Leave a message of which nobody knows whether it went to a person."""
    message.state = UNCERTAIN
    message.reason = reason[:LONGEST_REASON]
    message.due_at = None
    message.ended_at = now
    logger.error(NOBODY_KNOWS, message.id, message.subject, reason)
    follow_up(message)


def forget_content(message: Message) -> None:
    """Forget what it said and to whom."""
    message.recipient = message.values = None
    if message.has_own_key and not message.data_key.is_erased:
        message.data_key.erase()

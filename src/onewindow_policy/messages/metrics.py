"""How many messages there are, for operators' monitors."""

from collections.abc import Iterator
from onewindow_policy.messages.holding import waits_since
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sms import SMS
from onewindow_policy.messages.states import SENDING
from onewindow_policy.messages.states import STATES
from onewindow_policy.messages.states import WAITING
from onewindow_policy.messages.templates import MAIL
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.interfaces import IMetric
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select
from zope.interface import implementer


@implementer(IMetric)
class MessagesByState:
    """How many there are in each state and channel, as long as that is kept."""

    meaning = "Messages in the state, by mail or sms."

    def __call__(self, connection: Connection) -> Iterator[tuple[dict, float]]:
        """See `IMetric`."""
        query = select(Message.state, Message.channel, func.count()).group_by(
            Message.state, Message.channel
        )
        found = {(state, by): count for state, by, count in connection.execute(query)}
        for state in STATES:
            for channel in (MAIL, SMS):
                labels = {"state": state, "channel": channel}
                yield labels, found.get((state, channel), 0)


@implementer(IMetric)
class OldestWaiting:
    """For how long the oldest that waits does; 0 for none, and for what is held back."""

    meaning = "Seconds for which the oldest message that is not sent yet waits."

    def __call__(self, connection: Connection) -> Iterator[tuple[dict, float]]:
        """See `IMetric`."""
        query = select(func.min(waits_since())).where(
            Message.state.in_((WAITING, SENDING))
        )
        since = connection.scalar(query)
        waited = (utc_now() - since).total_seconds() if since is not None else 0
        yield {}, max(waited, 0)

"""How many messages there are, for operators' monitors."""

from collections.abc import Iterator
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.states import SENDING
from onewindow_policy.messages.states import STATES
from onewindow_policy.messages.states import WAITING
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.interfaces import IMetric
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select
from zope.interface import implementer


@implementer(IMetric)
class MessagesByState:
    """How many there are in each state, as long as that is kept."""

    meaning = "Messages in the state."

    def __call__(self, connection: Connection) -> Iterator[tuple[dict, float]]:
        """See `IMetric`."""
        query = select(Message.state, func.count()).group_by(Message.state)
        found = dict(connection.execute(query).all())
        for state in STATES:
            yield {"state": state}, found.get(state, 0)


@implementer(IMetric)
class OldestWaiting:
    """For how long the oldest that waits does; 0 for none."""

    meaning = "Seconds for which the oldest message that is not sent yet waits."

    def __call__(self, connection: Connection) -> Iterator[tuple[dict, float]]:
        """See `IMetric`."""
        query = select(func.min(Message.created_at)).where(
            Message.state.in_((WAITING, SENDING))
        )
        since = connection.scalar(query)
        yield {}, (utc_now() - since).total_seconds() if since is not None else 0

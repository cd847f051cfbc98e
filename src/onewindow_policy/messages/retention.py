"""How long it is known what became of messages."""

from datetime import datetime
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.jobs.api import Retention
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import forget_content
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import write_session
from sqlalchemy import or_
from sqlalchemy import select

#: As long as somebody can say what became of a mail, or have it sent again.
KEPT_DAYS = 30

_ERASED_AT_ONCE = 200


class OldMessages(Retention):
    """Messages that ended a while ago, and those whose record was erased."""

    title = _("job_old_messages", default="Forget what became of messages")
    reported = "messages forgotten"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        session = write_session()
        is_old = Message.ended_at <= now - timedelta(days=KEPT_DAYS)
        is_unreadable = Message.recipient_sealed.is_not(None) & (
            DataKey.erased_at.is_not(None)
        )
        old = (
            select(Message)
            .join(DataKey, DataKey.id == Message.data_key_id)
            .where(or_(is_old, is_unreadable))
            .limit(_ERASED_AT_ONCE)
            .with_for_update(skip_locked=True, of=Message)
        )
        messages = session.scalars(old).all()
        for message in messages:
            forget_content(message)
            session.delete(message)
        return len(messages)

"""How long suggestions are kept."""

from datetime import datetime
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import write_session
from sqlalchemy import select

#: So that nobody waits long for the write lock; whoever erases goes on until none is left.
ERASED_AT_ONCE = 200


def erase_old_suggestions(now: datetime, size: int = ERASED_AT_ONCE) -> int:
    """Erase what is settled for as long as its senders were told, and return how much:
    `size` at most.

    Gone are the sender's words, name and contact, and the reply; what was published stays
    public, and what was not answered yet stays whole. It is kept when Zope's transaction
    commits; what another process is erasing is left to it.
    """
    session = write_session()
    old = (
        select(Suggestion)
        .where(Suggestion.erase_at <= now)
        .order_by(Suggestion.erase_at)
        .limit(size)
        .with_for_update(skip_locked=True, of=Suggestion)
    )
    suggestions = session.scalars(old).all()
    for suggestion in suggestions:
        suggestion.erase()
        audit("suggestion.erase", suggestion.number, "retention")
    return len(suggestions)

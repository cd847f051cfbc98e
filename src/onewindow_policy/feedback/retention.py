"""How long suggestions are kept."""

from datetime import datetime
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import write_session
from sqlalchemy import select

#: So that nobody waits long for the write lock; whoever erases goes on until none is left.
ERASED_AT_ONCE = 200


def erase_old_suggestions(before: datetime, size: int = ERASED_AT_ONCE) -> int:
    """Erase what was settled before a moment, and return how much: `size` at most.

    Gone are the sender's words, name and contact, and the reply; what was published stays
    public, and what was not answered yet stays whole. It is kept when Zope's transaction
    commits.
    """
    session = write_session()
    old = (
        select(Suggestion)
        .where(Suggestion.settled_at < before, Suggestion.excerpt_sealed.is_not(None))
        .order_by(Suggestion.settled_at)
        .limit(size)
    )
    suggestions = session.scalars(old).all()
    for suggestion in suggestions:
        suggestion.erase()
        audit("suggestion.erase", suggestion.number)
    return len(suggestions)

"""How long suggestions are kept, and how they are erased."""

from datetime import datetime
from onewindow_policy import _
from onewindow_policy.feedback.duties import forget_duty
from onewindow_policy.feedback.exceptions import SuggestionUnknown
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.jobs.api import Retention
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
        _erase(suggestion, "retention")
    return len(suggestions)


def erase_suggestion(number: str, reason: str) -> None:
    """Erase what the sender of a suggestion wrote and was answered; what was published
    stays public.

    Once erased, it stays as it is. `reason` goes to the audit, and is never personal. It
    is kept when Zope's transaction commits. Raises `SuggestionUnknown`.
    """
    query = select(Suggestion).where(Suggestion.number == number)
    suggestion = write_session().scalar(query.with_for_update(of=Suggestion))
    if suggestion is None:
        raise SuggestionUnknown
    if not suggestion.is_erased:
        _erase(suggestion, reason)


def _erase(suggestion: Suggestion, reason: str) -> None:
    suggestion.erase()
    forget_duty(write_session(), suggestion)
    audit("suggestion.erase", suggestion.number, reason)


class OldSuggestions(Retention):
    """Suggestions that are settled for as long as their senders were told."""

    title = _("job_old_suggestions", default="Erase suggestions whose term is over")
    reported = "suggestions erased"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return erase_old_suggestions(now)

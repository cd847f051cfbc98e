"""What staff have to do about a suggestion: to answer it."""

from collections.abc import Collection
from onewindow_policy import _
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import forget_duties
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.api import turn_to
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.feedback.models import NEW
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.feedback.permissions import ANSWER_SUGGESTION
from onewindow_policy.feedback.settings import answer_days
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import load_only
from sqlalchemy.orm import Session
from zope.interface import implementer

ANSWER = "feedback.answer"


def begin_duty(session: Session, suggestion: Suggestion) -> None:
    """Have a new suggestion wait for whoever answers it."""
    open_duties(session, [_facts(suggestion)])


def end_duty(session: Session, suggestion: Suggestion) -> None:
    """Note that a suggestion was answered, or put away."""
    turn_to(session, suggestion.number, [ANSWER], None)


def forget_duty(session: Session, suggestion: Suggestion) -> None:
    """Delete the duty of a suggestion, which is erased."""
    forget_duties(session, suggestion.number, [ANSWER])


def _facts(suggestion: Suggestion) -> DutyFacts:
    due = due_date(suggestion.received_at, answer_days(), WORKING)
    return DutyFacts(
        ANSWER,
        suggestion.number,
        community_code=suggestion.community_code,
        due_at=end_of_day(due.date),
    )


@implementer(IDutyKind)
class SuggestionDuty:
    """Suggestions without an answer."""

    order = 20
    title = _("duty_suggestions", default="Suggestions without an answer")
    permission = ANSWER_SUGGESTION
    overseen_with = ANSWER_SUGGESTION

    def path_of(self, subject: str) -> str:
        """See `IDutyKind`."""
        return f"@@answer-suggestion?number={number_text(subject)}"

    def number_text(self, subject: str) -> str:
        """See `IDutyKind`."""
        return number_text(subject)

    def holders(self, session: Session, subjects: Collection[str]) -> dict[str, str]:
        """See `IDutyKind`: suggestions are up to all who answer them."""
        return {}

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        read = (Suggestion.number, Suggestion.community_code, Suggestion.received_at)
        query = (
            select(Suggestion)
            .where(
                Suggestion.state == NEW,
                Suggestion.message_sealed.is_not(None),
                Suggestion.number > after,
            )
            .order_by(Suggestion.number)
            .limit(size)
            .options(load_only(*read), lazyload(Suggestion.data_key))
            .with_for_update(of=Suggestion)
        )
        return [_facts(each) for each in session.scalars(query)]

"""How long questions are kept, and how they are deleted."""

from datetime import datetime
from onewindow_policy import _
from onewindow_policy.jobs.api import Retention
from onewindow_policy.questions.duties import forget_duties_of
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.questions.models import ItemQuestionEntry
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import write_session
from sqlalchemy import delete
from sqlalchemy import select

#: So that nobody waits long for the write lock; whoever deletes goes on until none is left.
DELETED_AT_ONCE = 200


def delete_old_questions(now: datetime, size: int = DELETED_AT_ONCE) -> int:
    """Delete what is over its term with all that was said, and return how much: `size` at
    most.

    What waits for an answer, or for the editors of a guide, stays. It is kept when Zope's
    transaction commits; what another process is deleting is left to it.
    """
    session = write_session()
    old = (
        select(ItemQuestion)
        .where(ItemQuestion.erase_at <= now)
        .order_by(ItemQuestion.erase_at)
        .limit(size)
        .with_for_update(skip_locked=True)
    )
    found = session.scalars(old).all()
    for question in found:
        said = ItemQuestionEntry.number == question.number
        session.execute(
            delete(ItemQuestionEntry)
            .where(said)
            .execution_options(synchronize_session=False)
        )
        forget_duties_of(session, question.number)
        session.delete(question)
        audit("question.erase", question.number, "retention")
    session.flush()
    return len(found)


class OldQuestions(Retention):
    """Questions whose term is over."""

    title = _(
        "job_old_questions",
        default="Delete questions to departments whose term is over",
    )
    reported = "questions to departments deleted"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return delete_old_questions(now)

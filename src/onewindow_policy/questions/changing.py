"""Writing what was said, and what follows from it for who has to do something."""

from datetime import date
from datetime import datetime
from onewindow_policy.questions.duties import keep_duties
from onewindow_policy.questions.exceptions import QuestionChanged
from onewindow_policy.questions.exceptions import QuestionUnknown
from onewindow_policy.questions.models import ASKED
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.questions.models import ItemQuestionEntry
from onewindow_policy.questions.settings import kept_months
from onewindow_policy.records.api import end_of_term
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.orm import Session


def changing(number: str, version: int) -> tuple[Session, ItemQuestion]:
    """Return a question to change, as it was looked at, and the session to do so.

    Raises `QuestionUnknown` and `QuestionChanged`.
    """
    session = write_session()
    query = select(ItemQuestion).where(ItemQuestion.number == number)
    question = session.scalar(query.with_for_update())
    if question is None:
        raise QuestionUnknown
    if question.version != version:
        raise QuestionChanged
    return session, question


def say(
    session: Session,
    question: ItemQuestion,
    kind: str,
    user_id: str,
    text: str,
    now: datetime,
    *,
    told_by: str | None = None,
    told_on: date | None = None,
) -> None:
    """Append what was said to a question, whose state is the new one already."""
    count = select(func.count()).where(ItemQuestionEntry.number == question.number)
    session.add(
        ItemQuestionEntry(
            number=question.number,
            position=session.scalar(count),
            kind=kind,
            at=now,
            user_id=user_id,
            text=text,
            told_by=told_by,
            told_on=told_on,
        )
    )
    question.last_at = now
    keep(session, question)


def keep(session: Session, question: ItemQuestion) -> None:
    """Write a question with the duties, and the term, that it has as it stands.

    Only here it has another version: until then whatever is wrong may be refused, and
    nothing is written.
    """
    question.version += 1
    is_proposed = question.proposed_at is not None and question.settled_at is None
    question.erase_at = (
        None
        if question.state == ASKED or is_proposed
        else end_of_term(utc_now(), kept_months())
    )
    keep_duties(session, question)
    session.flush()

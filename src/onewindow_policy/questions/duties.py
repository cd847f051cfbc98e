"""What staff have to do about questions: to answer them, to see to what was proposed."""

from collections.abc import Callable
from collections.abc import Collection
from onewindow_policy import _
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import forget_duties
from onewindow_policy.duties.api import turn_to
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.questions.addresses import question_path
from onewindow_policy.questions.models import ASKED
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.questions.numbers import number_text
from onewindow_policy.questions.permissions import ANSWER_QUESTIONS
from onewindow_policy.questions.permissions import OVERSEE_QUESTIONS
from onewindow_policy.questions.permissions import SETTLE_QUESTIONS
from onewindow_policy.questions.settings import answer_days
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import ColumnElement
from sqlalchemy import select
from sqlalchemy.orm import Session
from zope.i18nmessageid import Message
from zope.interface import implementer

ANSWER = "questions.answer"
PUBLISH = "questions.publish"


def to_answer(question: ItemQuestion) -> DutyFacts | None:
    """Return the duty to answer a question, None where nothing waits for an answer: of the
    unit, and of the window where that does not work in this system."""
    if question.state != ASKED:
        return None
    due = due_date(question.waits_since, answer_days(), WORKING)
    return DutyFacts(
        ANSWER,
        question.number,
        community_code=question.community_code,
        unit_code=question.unit_code,
        due_at=end_of_day(due.date),
    )


def to_publish(question: ItemQuestion) -> DutyFacts | None:
    """Return the duty to see to what was proposed, None for nothing: of who edits in the
    city, or in the district whose guide it is. No rule says by when."""
    if question.proposed_at is None or question.settled_at is not None:
        return None
    where = question.community_code if question.proposed_for else None
    return DutyFacts(PUBLISH, question.number, community_code=where)


def keep_duties(session: Session, question: ItemQuestion) -> None:
    """Have the duties open that a question means as it stands."""
    turn_to(session, question.number, (ANSWER,), to_answer(question))
    turn_to(session, question.number, (PUBLISH,), to_publish(question))


def forget_duties_of(session: Session, number: str) -> None:
    """Delete the duties of a question, which is deleted."""
    forget_duties(session, number, (ANSWER, PUBLISH))


@implementer(IDutyKind)
class QuestionDuty:
    """A kind of duty about questions; `facts_of` says of one what there is to do."""

    def __init__(
        self,
        order: int,
        title: Message,
        permissions: tuple[str, str],
        is_open: ColumnElement[bool],
        facts_of: Callable[[ItemQuestion], DutyFacts | None],
    ):
        self.order = order
        self.title = title
        self.permission, self.overseen_with = permissions
        self._is_open = is_open
        self._facts_of = facts_of

    def path_of(self, subject: str) -> str:
        """See `IDutyKind`."""
        return question_path(subject)

    def number_text(self, subject: str) -> str:
        """See `IDutyKind`."""
        return number_text(subject)

    def holders(self, session: Session, subjects: Collection[str]) -> dict[str, str]:
        """See `IDutyKind`: they are up to all who work there."""
        return {}

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        query = (
            select(ItemQuestion)
            .where(self._is_open, ItemQuestion.number > after)
            .order_by(ItemQuestion.number)
            .limit(size)
            .with_for_update()
        )
        found = (self._facts_of(each) for each in session.scalars(query))
        return [each for each in found if each is not None]


answering = QuestionDuty(
    16,
    _("duty_questions_answer", default="Questions of windows to answer"),
    (ANSWER_QUESTIONS, OVERSEE_QUESTIONS),
    ItemQuestion.state == ASKED,
    to_answer,
)
publishing = QuestionDuty(
    17,
    _("duty_questions_publish", default="Questions proposed for a guide"),
    (SETTLE_QUESTIONS, SETTLE_QUESTIONS),
    ItemQuestion.proposed_at.is_not(None) & ItemQuestion.settled_at.is_(None),
    to_publish,
)

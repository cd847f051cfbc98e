"""Reading questions: one with all that was said, and lists of them."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.catalogue.api import get_catalogue
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.questions.exceptions import QuestionUnknown
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.questions.models import ItemQuestionEntry
from onewindow_policy.questions.permissions import VIEW_QUESTIONS
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import read_page
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import values_in
from sqlalchemy import select

NEWEST_FIRST = KeyOrder(ItemQuestion.asked_at, ItemQuestion.number, is_descending=True)

#: What a search by words lists, and how much of what was typed it looks for.
MOST_FOUND = 50
LONGEST_SOUGHT = 100
_MOST_WORDS = 8

#: Of more services than these nobody chooses from a list.
_MOST_ITEMS = 300


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as lists show it, with what was asked first."""

    number: str
    item_title: str
    unit_code: str
    community_code: str
    state: str
    asked_at: datetime
    waits_since: datetime
    is_proposed: bool
    text: str


def may_view(user) -> bool:
    """Return whether somebody reads questions: all of the city, wherever they work; and who
    writes guides."""
    if scope_of(user, VIEW_QUESTIONS):
        return True
    catalogue = get_catalogue()
    return catalogue is not None and bool(
        user.has_permission(VIEW_QUESTIONS, catalogue)
    )


def question_of(
    user, number: str
) -> tuple[ItemQuestion, tuple[ItemQuestionEntry, ...]]:
    """Return a question and all that was said, in turn. Raises `QuestionUnknown`."""
    session = read_session()
    found = session.get(ItemQuestion, number) if may_view(user) else None
    if found is None:
        raise QuestionUnknown
    query = select(ItemQuestionEntry).where(ItemQuestionEntry.number == number)
    said = session.scalars(query.order_by(ItemQuestionEntry.position))
    return found, tuple(said)


def is_there(user, number: str) -> bool:
    """Return whether there is a question of this number that somebody may read."""
    if not may_view(user):
        return False
    query = select(ItemQuestion.number).where(ItemQuestion.number == number)
    return read_session().scalar(query) is not None


def questions(
    *,
    state: str = "",
    item_code: str = "",
    asked_by: str = "",
    is_proposed: bool = False,
    page: str | None = None,
    size: int = 30,
) -> KeyedPage[QuestionRow]:
    """Return a page of questions, the newest first: of a state, about a service, from an
    account, or of those that wait for the editors of guides.

    `page` is what an earlier page called its next one.
    """
    query = select(ItemQuestion)
    if state:
        query = query.where(ItemQuestion.state == state)
    if item_code:
        query = query.where(ItemQuestion.item_code == item_code)
    if asked_by:
        query = query.where(ItemQuestion.asked_by == asked_by)
    if is_proposed:
        query = query.where(
            ItemQuestion.proposed_at.is_not(None), ItemQuestion.settled_at.is_(None)
        )
    found = read_page(read_session(), query, NEWEST_FIRST, page, size)
    texts = _first_texts(each.number for each in found.rows)
    return found.map(lambda each: _row(each, texts))


def questions_with(words: str) -> list[QuestionRow]:
    """Return the newest questions that have each of some words in the name of the service
    or in anything that was said: a city has a few thousand, which are looked through."""
    query = select(ItemQuestion)
    for word in words.split()[:_MOST_WORDS]:
        said = select(ItemQuestionEntry.number).where(
            ItemQuestionEntry.text.icontains(word, autoescape=True)
        )
        query = query.where(
            ItemQuestion.number.in_(said)
            | ItemQuestion.item_title.icontains(word, autoescape=True)
        )
    query = query.order_by(ItemQuestion.asked_at.desc(), ItemQuestion.number.desc())
    found = read_session().scalars(query.limit(MOST_FOUND)).all()
    texts = _first_texts(each.number for each in found)
    return [_row(each, texts) for each in found]


def items_asked_about() -> Sequence[str]:
    """Return the codes of the services with questions, `_MOST_ITEMS` at most."""
    return values_in(ItemQuestion.item_code, most=_MOST_ITEMS)


def _first_texts(numbers: Iterable[str]) -> dict[str, str]:
    wanted = list(numbers)
    if not wanted:
        return {}
    query = select(ItemQuestionEntry.number, ItemQuestionEntry.text).where(
        ItemQuestionEntry.number.in_(wanted), ItemQuestionEntry.position == 0
    )
    return {number: text for number, text in read_session().execute(query)}


def _row(question: ItemQuestion, texts: dict[str, str]) -> QuestionRow:
    return QuestionRow(
        number=question.number,
        item_title=question.item_title,
        unit_code=question.unit_code,
        community_code=question.community_code,
        state=question.state,
        asked_at=question.asked_at,
        waits_since=question.waits_since,
        is_proposed=question.proposed_at is not None and question.settled_at is None,
        text=texts.get(question.number, ""),
    )

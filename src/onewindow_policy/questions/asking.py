"""Asking the unit that decides about a service, asking once more, and taking that back."""

from datetime import datetime
from datetime import timedelta
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.communities.units import find_unit
from onewindow_policy.communities.units import UnitFacts
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.publishing.api import is_public
from onewindow_policy.questions.changing import changing
from onewindow_policy.questions.changing import say
from onewindow_policy.questions.exceptions import CommunityMissing
from onewindow_policy.questions.exceptions import ItemMissing
from onewindow_policy.questions.exceptions import NobodyToAsk
from onewindow_policy.questions.exceptions import NotYours
from onewindow_policy.questions.models import ANSWER
from onewindow_policy.questions.models import ANSWERED
from onewindow_policy.questions.models import ASKED
from onewindow_policy.questions.models import CORRECTION
from onewindow_policy.questions.models import FOLLOW_UP
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.questions.models import ItemQuestionEntry
from onewindow_policy.questions.models import QUESTION
from onewindow_policy.questions.models import WITHDRAWAL
from onewindow_policy.questions.models import WITHDRAWN
from onewindow_policy.questions.numbers import new_number
from onewindow_policy.questions.permissions import ASK_DEPARTMENT
from onewindow_policy.questions.texts import read_text
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import select
from sqlalchemy.orm import Session

#: Of six digits, the day and a check digit: two of a day hardly ever meet.
_DRAWS = 20

#: The same words from the same person so soon are one press too many.
_TWICE = timedelta(minutes=10)


def unit_asked(item, community_code: str) -> UnitFacts | None:
    """Return the unit that decides about an item where a community is, by the guide that
    counts there; that which takes it in where none decides, None where there is neither."""
    district = community_code[:6]
    guide = resolve_guide(*guides_of(item, district), district)
    if guide is None:
        return None
    roles = (guide.decision_role, guide.accepting_unit_role)
    steps = (step.unit_role for step in guide.process)
    found = (find_unit(role, community_code) for role in (*roles, *steps) if role)
    return next((unit for unit in found if unit is not None), None)


def may_ask(user, community_code: str | None = None) -> bool:
    """Return whether somebody may ask for a community; for any, where none is named."""
    scope = scope_of(user, ASK_DEPARTMENT)
    return (
        bool(scope) if community_code is None else scope.has_community(community_code)
    )


def ask(user, item_code: str, community_code: str, text: str) -> str:
    """Ask the unit that decides about a service for a community; return the number.

    Asked twice by a second press, it is one question. It is kept when Zope's transaction
    commits. Raises `QuestionError`.
    """
    item = find_item(item_code) if item_code else None
    if item is None or not is_public(item):
        raise ItemMissing
    if not community_code or not may_ask(user, community_code):
        raise CommunityMissing
    unit = unit_asked(item, community_code)
    if unit is None:
        raise NobodyToAsk
    text, now, session = read_text(text, "text"), utc_now(), write_session()
    known = _asked_already(session, user, item.code, community_code, text, now)
    if known is not None:
        return known
    question = ItemQuestion(
        number=_free_number(session, now),
        version=0,
        item_code=item.code,
        item_title=item.title,
        community_code=community_code,
        unit_code=unit.code,
        state=ASKED,
        asked_by=user.getId(),
        asked_at=now,
        waits_since=now,
        last_at=now,
    )
    session.add(question)
    session.flush()
    say(session, question, QUESTION, user.getId(), text, now)
    audit("question.ask", question.number, item.code)
    return question.number


def may_follow_up(user, question: ItemQuestion) -> bool:
    """Return whether somebody may ask once more: any window, since all read the answer."""
    return question.state == ANSWERED and may_ask(user)


def follow_up(user, number: str, text: str, *, version: int) -> None:
    """Ask once more, which opens the question again, with a new term.

    It is kept when Zope's transaction commits. Raises `QuestionError`.
    """
    session, question = changing(number, version)
    if not may_follow_up(user, question):
        raise NotYours
    text, now = read_text(text, "more"), utc_now()
    question.state, question.waits_since = ASKED, now
    say(session, question, FOLLOW_UP, user.getId(), text, now)
    audit("question.follow_up", number)


def may_withdraw(user, question: ItemQuestion, last: ItemQuestionEntry) -> bool:
    """Return whether somebody may take back what waits for an answer: who asked it."""
    return question.state == ASKED and last.user_id == user.getId()


def withdraw(user, number: str, *, version: int) -> None:
    """Take back what waits for an answer; what was answered before stays as it was.

    It is kept when Zope's transaction commits. Raises `QuestionError`.
    """
    session, question = changing(number, version)
    query = select(ItemQuestionEntry).where(ItemQuestionEntry.number == number)
    said = session.scalars(query.order_by(ItemQuestionEntry.position)).all()
    if not may_withdraw(user, question, said[-1]):
        raise NotYours
    has_answer = any(each.kind in (ANSWER, CORRECTION) for each in said)
    question.state = ANSWERED if has_answer else WITHDRAWN
    say(session, question, WITHDRAWAL, user.getId(), "", utc_now())
    audit("question.withdraw", number)


def _asked_already(
    session: Session,
    user,
    item_code: str,
    community_code: str,
    text: str,
    now: datetime,
) -> str | None:
    query = (
        select(ItemQuestion.number)
        .join(ItemQuestionEntry, ItemQuestionEntry.number == ItemQuestion.number)
        .where(
            ItemQuestion.asked_by == user.getId(),
            ItemQuestion.asked_at > now - _TWICE,
            ItemQuestion.item_code == item_code,
            ItemQuestion.community_code == community_code,
            ItemQuestion.state == ASKED,
            ItemQuestionEntry.position == 0,
            ItemQuestionEntry.text == text,
        )
    )
    return session.scalars(query.limit(1)).first()


def _free_number(session: Session, now: datetime) -> str:
    for _draw in range(_DRAWS):
        number = new_number(now)
        if session.get(ItemQuestion, number) is None:
            return number
    raise RuntimeError("No number for a question was free.")

"""Bringing a question with its answer into the guide: by who writes it, or as a proposal to
them. A guide is reviewed as ever before residents read any of it."""

from collections.abc import Iterable
from datetime import datetime
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.catalogue.api import get_catalogue
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.asked import add_question
from onewindow_policy.guides.asked import may_write_on
from onewindow_policy.guides.asked import QuestionRefused
from onewindow_policy.guides.asked import where_it_stands
from onewindow_policy.questions.changing import changing
from onewindow_policy.questions.changing import keep
from onewindow_policy.questions.exceptions import GuideRefused
from onewindow_policy.questions.exceptions import NotYours
from onewindow_policy.questions.exceptions import QuestionUnknown
from onewindow_policy.questions.models import ANSWER
from onewindow_policy.questions.models import ANSWERED
from onewindow_policy.questions.models import CORRECTION
from onewindow_policy.questions.models import DECLINED
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.questions.models import ItemQuestionEntry
from onewindow_policy.questions.models import QUESTION
from onewindow_policy.questions.models import TAKEN
from onewindow_policy.questions.permissions import PROPOSE_QUESTIONS
from onewindow_policy.questions.permissions import SETTLE_QUESTIONS
from onewindow_policy.questions.texts import read_text
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import utc_now
from plone import api
from sqlalchemy import select
from sqlalchemy.orm import Session

#: What stands for the guide of the city among the codes of districts.
OF_CITY = ""


def guide_for(question: ItemQuestion) -> tuple[object, str]:
    """Return the guide that a question belongs into, and whose that is: of the district in
    which it was asked, where that has one of its own, else the city's (`OF_CITY`). None
    where there is no guide any more."""
    item = find_item(question.item_code)
    if item is None:
        return None, OF_CITY
    district = question.community_code[:6]
    master, own = guides_of(item, district)
    return (own, district) if own is not None else (master, OF_CITY)


def may_propose(user, question: ItemQuestion) -> bool:
    """Return whether somebody may propose it for the guide: once it is answered, and once
    more only after something else was said."""
    return _is_ready(question) and bool(scope_of(user, PROPOSE_QUESTIONS))


def may_take(question: ItemQuestion) -> bool:
    """Return whether whoever asks may take it into the guide at once, proposed or not: who
    writes that guide."""
    guide, _whose = guide_for(question)
    return (
        (_is_ready(question) or is_proposed(question))
        and question.state == ANSWERED
        and guide is not None
        and api.user.has_permission(SETTLE_QUESTIONS, obj=guide)
        and may_write_on(guide)
    )


def may_decline(question: ItemQuestion) -> bool:
    """Return whether whoever asks may say that the guide is not to have it: who writes that
    guide, or any guide where it is gone."""
    guide, _whose = guide_for(question)
    place = guide if guide is not None else get_catalogue()
    return (
        is_proposed(question)
        and place is not None
        and api.user.has_permission(SETTLE_QUESTIONS, obj=place)
    )


def is_proposed(question: ItemQuestion) -> bool:
    """Return whether it waits for the editors of the guide."""
    return question.proposed_at is not None and question.settled_at is None


def propose(user, number: str, *, version: int) -> None:
    """Propose a question with its answer for the guide, to who writes that.

    It is kept when Zope's transaction commits. Raises `QuestionError`.
    """
    session, question = changing(number, version)
    if not may_propose(user, question):
        raise NotYours
    _note_proposal(question, user, utc_now())
    keep(session, question)
    audit("question.propose", number, question.item_code)


def take_into_guide(user, number: str, *, version: int):
    """Add a question with what was answered to what is written of the guide, and return
    that. `user` is whoever this request is of.

    It is kept when Zope's transaction commits. Raises `QuestionError`.
    """
    session, question = changing(number, version)
    if not may_take(question):
        raise NotYours
    guide, _whose = guide_for(question)
    asked, answered = pair_of(_said(session, number))
    try:
        text = add_question(guide, asked, answered)
    except QuestionRefused as error:
        raise GuideRefused(error.message) from error
    now = utc_now()
    if not is_proposed(question):
        _note_proposal(question, user, now)
    _settle(question, user, now, TAKEN)
    keep(session, question)
    audit("question.take", number, question.item_code)
    return text


def decline(user, number: str, why: str, *, version: int) -> None:
    """Say why the guide is not to have what was proposed. `user` is whoever this request is
    of.

    It is kept when Zope's transaction commits. Raises `QuestionError`.
    """
    session, question = changing(number, version)
    if not may_decline(question):
        raise NotYours
    why = read_text(why, "why")
    _settle(question, user, utc_now(), DECLINED)
    question.settled_why = why
    keep(session, question)
    audit("question.decline", number, question.item_code)


def pair_of(said: Iterable[ItemQuestionEntry]) -> tuple[str, str]:
    """Return the question as a guide has it, with its answer: what was asked first, and
    what holds of all that was answered. Of what was corrected that is the correction."""
    asked, answers = "", []
    for each in said:
        if each.kind == QUESTION:
            asked = each.text
        elif each.kind == CORRECTION and answers:
            answers[-1] = each.text
        elif each.kind in (ANSWER, CORRECTION):
            answers.append(each.text)
    return asked, "\n".join(answers)


def standing_in_guide(question: ItemQuestion, asked: str) -> tuple[bool, bool]:
    """Return whether what an editor took stands in the public guide, and in what is written
    of it; neither where it was worded anew, or left out."""
    guide, _whose = guide_for(question)
    return (False, False) if guide is None else where_it_stands(guide, asked)


def _is_ready(question: ItemQuestion) -> bool:
    """Return whether nothing was decided about it since the last word."""
    if question.state != ANSWERED or is_proposed(question):
        return False
    return question.settled_at is None or question.last_at > question.settled_at


def _note_proposal(question: ItemQuestion, user, now: datetime) -> None:
    guide, whose = guide_for(question)
    if guide is None:
        raise QuestionUnknown
    question.proposed_at, question.proposed_by = now, user.getId()
    question.proposed_for = whose
    question.settled_at = question.settled_by = None
    question.settled_as = question.settled_why = None


def _settle(question: ItemQuestion, user, now: datetime, outcome: str) -> None:
    question.settled_at, question.settled_by = now, user.getId()
    question.settled_as = outcome


def _said(session: Session, number: str) -> list[ItemQuestionEntry]:
    query = select(ItemQuestionEntry).where(ItemQuestionEntry.number == number)
    return list(session.scalars(query.order_by(ItemQuestionEntry.position)))

"""Answering what windows ask: by an officer, or as the window was told by phone."""

from datetime import date
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.communities.units import get_unit
from onewindow_policy.questions.changing import changing
from onewindow_policy.questions.changing import say
from onewindow_policy.questions.exceptions import NotYours
from onewindow_policy.questions.exceptions import TellerMissing
from onewindow_policy.questions.exceptions import ToldDayUnfit
from onewindow_policy.questions.models import ANSWER
from onewindow_policy.questions.models import ANSWERED
from onewindow_policy.questions.models import ASKED
from onewindow_policy.questions.models import CORRECTION
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.questions.models import WITHDRAWN
from onewindow_policy.questions.permissions import ANSWER_QUESTIONS
from onewindow_policy.questions.texts import read_name
from onewindow_policy.questions.texts import read_text
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date


def is_told_by_phone(question: ItemQuestion) -> bool:
    """Return whether what is entered is what the unit said by phone: it does not work in
    this system, or is there no more."""
    unit = get_unit(question.unit_code)
    return unit is None or not unit.decides_here


def may_answer(user, question: ItemQuestion) -> bool:
    """Return whether somebody may answer, or correct an answer: officers of the unit; where
    it does not work in this system, the window of the community."""
    if question.state == WITHDRAWN:
        return False
    scope = scope_of(user, ANSWER_QUESTIONS)
    if is_told_by_phone(question):
        return scope.has_community(question.community_code)
    return scope.is_everywhere or question.unit_code in scope.units


def answer(
    user,
    number: str,
    text: str,
    *,
    version: int,
    told_by: str = "",
    told_on: date | None = None,
) -> None:
    """Answer a question; what was answered is corrected so, and stays beside it.

    `told_by` and `told_on` are who in the unit said so by phone, and on which day. It is
    kept when Zope's transaction commits. Raises `QuestionError`.
    """
    session, question = changing(number, version)
    if not may_answer(user, question):
        raise NotYours
    now, teller, day = utc_now(), None, None
    text = read_text(text, "answer")
    if is_told_by_phone(question):
        teller, day = read_name(told_by, "told_by"), told_on
        if not teller:
            raise TellerMissing
        if day is None or not local_date(question.asked_at) <= day <= local_date(now):
            raise ToldDayUnfit
    kind = ANSWER if question.state == ASKED else CORRECTION
    question.state = ANSWERED
    user_id = user.getId()
    say(session, question, kind, user_id, text, now, told_by=teller, told_on=day)
    audit("question.answer", number, kind)

"""The number of a question, by which staff name it to one another."""

from datetime import datetime
from onewindow_policy.questions.exceptions import QuestionNumberMistyped
from onewindow_policy.typed.serials import NumberKind
from onewindow_policy.workdays.api import city_time

#: 9,090 a day, and of another length than those of cases, suggestions and inquiries.
QUESTION_NUMBER = NumberKind(groups=(6, 5), mistyped=QuestionNumberMistyped)


def new_number(moment: datetime) -> str:
    """Return a number for a question of `moment`, as it is stored."""
    return QUESTION_NUMBER.draw(city_time(moment))


def parse_question_number(text: str) -> str:
    """Return the number that somebody typed or pasted, as it is stored.

    Raises `QuestionNumberMistyped`.
    """
    return QUESTION_NUMBER.parse(text)


def number_text(number: str) -> str:
    """Return a stored number as people read it: `261106-48390`."""
    return QUESTION_NUMBER.text(number)

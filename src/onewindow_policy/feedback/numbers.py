"""The number of a suggestion: the sender sees it, and finds the public answer by it."""

from datetime import datetime
from onewindow_policy.feedback.exceptions import NumberMistyped
from onewindow_policy.typed.serials import NumberKind
from onewindow_policy.workdays.api import city_time

#: 91,000 a day.
SUGGESTION_NUMBER = NumberKind(groups=(6, 6), mistyped=NumberMistyped)


def new_number(moment: datetime) -> str:
    """Return a number for a suggestion of `moment`, as it is stored."""
    return SUGGESTION_NUMBER.draw(city_time(moment))


def parse_number(text: str) -> str:
    """Return the number that somebody typed or pasted, as it is stored.

    Raises `NumberMistyped`.
    """
    return SUGGESTION_NUMBER.parse(text)


def number_text(number: str) -> str:
    """Return a stored number as people read it: `260115-483921`."""
    return SUGGESTION_NUMBER.text(number)

"""Where the pages of questions are, below the site."""

from onewindow_policy.questions.numbers import number_text
from urllib.parse import urlencode

LIST = "@@item-questions"
ASK = "@@ask-department"
FIND = "@@find-questions"


def question_path(number: str) -> str:
    """Return the page of a question."""
    return f"@@item-question?number={number_text(number)}"


def list_path(item_code: str = "") -> str:
    """Return the list of questions, of one service where its code is given."""
    return f"{LIST}?{urlencode({'item': item_code})}" if item_code else LIST


def ask_path(item_code: str = "", community_code: str = "") -> str:
    """Return the page on which somebody asks, about a service and for a community."""
    given = {"item": item_code, "community": community_code}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{ASK}?{query}" if query else ASK

"""A request's form as a question; it can hold anything."""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.communities.api import districts
from onewindow_policy.search.interfaces import Question
from onewindow_policy.search.interfaces import TYPES
from onewindow_policy.vocabularies.api import code_list

#: Longer questions are cut: nobody's is longer, and a link must stay short.
LONGEST_TEXT = 100

DEFAULT_SIZE = 10
MOST_AT_ONCE = 100

#: Longer numbers are beyond any list.
_DIGITS = 6

FILTERS = ("type", "district", "category")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What of a request says nothing that is known: the parameter, and its value."""

    name: str
    value: str


def read_question(
    form: Mapping, size: int = DEFAULT_SIZE
) -> tuple[Question, tuple[Unreadable, ...]]:
    """Return what `form` asks, and what of it could not be read, which is left out.

    `size` is how many results are shown unless the form says so.
    """
    unreadable: list[Unreadable] = []

    def one_of(name: str, known: Collection[str]) -> str:
        values = [value for value in texts_of(form.get(name)) if value]
        if len(values) == 1 and values[0] in known:
            return values[0]
        unreadable.extend(Unreadable(name, value) for value in values)
        return ""

    def number(name: str, least: int, most: int, default: int) -> int:
        given = form.get(name, "")
        if given == "":
            return default
        text = str(given) if isinstance(given, (str, int)) else ""
        is_count = text.isascii() and text.isdigit() and len(text) <= _DIGITS
        if is_count and least <= int(text) <= most:
            return int(text)
        unreadable.append(Unreadable(name, text))
        return default

    question = Question(
        text=read_text(form, "q"),
        type=one_of("type", TYPES),
        district=one_of("district", [each.code for each in districts()]),
        category=one_of("category", code_list("categories")),
        start=number("b_start", 0, 10**_DIGITS, 0),
        size=number("b_size", 1, MOST_AT_ONCE, size),
    )
    return question, tuple(unreadable)


def read_text(form: Mapping, name: str) -> str:
    """Return the words that `form` has by `name`, printable and not too long."""
    return " ".join(" ".join(texts_of(form.get(name))).split())[:LONGEST_TEXT].strip()


def texts_of(value) -> list[str]:
    """Return `value` of a form as lines of printable text; files say nothing."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return [
        "".join(char if char.isprintable() else " " for char in one).strip()
        for one in values
        if isinstance(one, str)
    ]

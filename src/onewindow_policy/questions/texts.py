"""What may be written in a question or an answer: nothing that says who it is about."""

from onewindow_policy.questions.exceptions import NamesAPerson
from onewindow_policy.questions.exceptions import TextMissing
from onewindow_policy.questions.exceptions import TextTooLong
from onewindow_policy.typed.texts import clean_text
from onewindow_policy.typed.texts import narrow

import re

#: Characters of a question or an answer, and of the name of who said something.
LONGEST_TEXT = 2000
LONGEST_NAME = 100

_GAP = r"[\s\-\u2010-\u2015\u2212\u00b7.]?"
#: Identity numbers (GB 11643: 15 or 18 characters), numbers of cases (15 digits), bank
#: cards (16 to 19) and mobile phones (11 digits from 13 on), also where they are written
#: in groups. Phones of offices begin with 0, or are short: they belong into answers.
_PERSONAL = re.compile(
    rf"(?<![0-9])(?:"
    rf"[0-9](?:{_GAP}[0-9]){{14}}(?:(?:{_GAP}[0-9]){{2}}{_GAP}[xX]|(?:{_GAP}[0-9]){{0,4}})"
    rf"|(?:\+?86{_GAP})?1[3-9](?:{_GAP}[0-9]){{9}}"
    rf")(?![0-9])"
)


def read_text(text: str, field: str) -> str:
    """Return a question or an answer, typed into `field`, as it is kept.

    Raises `TextMissing`, `TextTooLong`, and `NamesAPerson` for what looks like a number of
    a person. Names of people no program can tell: the page asks to write none.
    """
    text = clean_text(text)
    if not text:
        raise TextMissing(field)
    _require_impersonal(text, field, LONGEST_TEXT)
    return text


def read_name(text: str, field: str) -> str:
    """Return who in a department said something, "" for nobody. Raises as `read_text`."""
    name = " ".join(clean_text(text).split())
    _require_impersonal(name, field, LONGEST_NAME)
    return name


def _require_impersonal(text: str, field: str, longest: int) -> None:
    if len(text) > longest:
        raise TextTooLong(field, longest)
    if _PERSONAL.search(narrow(text)):
        raise NamesAPerson(field)

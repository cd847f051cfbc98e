"""Who answers for what communities do not handle: shown when no service has such a name.

Editors keep a line for each department: the matters, a colon, the department. The lines
change nothing about what is found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from onewindow_policy import _
from onewindow_policy.catalogue.certificates import read_answers
from onewindow_policy.search.sounds import sound
from onewindow_policy.search.sounds import syllables
from onewindow_policy.search.synonyms import normalise_word
from onewindow_policy.search.synonyms import Problem
from onewindow_policy.search.synonyms import REMARK
from onewindow_policy.search.synonyms import words_of
from onewindow_policy.search.texts import is_han
from onewindow_policy.vocabularies.api import code_list
from pathlib import Path
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility

#: Where the registry keeps the lines.
RECORD = "onewindow_policy.search.elsewhere"

#: A single character stands in too many words.
SHORTEST_MATTER = 2

#: More departments than this are no answer.
MOST_DEPARTMENTS = 3


@dataclass(frozen=True, slots=True)
class Department:
    """Who answers, and for which of the words asked for."""

    name: str
    matter: str


def standard_elsewhere() -> list[str]:
    """Return the lines that a site begins with; they hold anywhere in the country."""
    path = Path(__file__).with_name("elsewhere.txt")
    return path.read_text(encoding="utf-8").splitlines()


def departments_for(text: str, category: str = "") -> tuple[Department, ...]:
    """Return the departments that answer for what `text` asks, the surest first.

    `category` is the code of the category within which was looked. A name of a category
    in the words leads to its department, too.
    """
    asked = normalise_word(text)
    found = {each.name: each for each in departments_elsewhere(text)}
    for code, term in code_list("categories").items():
        if term.department and (code == category or term.title in asked):
            found.setdefault(term.department, Department(term.department, term.title))
    return tuple(found.values())[:MOST_DEPARTMENTS]


def departments_elsewhere(text: str) -> tuple[Department, ...]:
    """Return the departments that answer for what `text` asks, and communities do not.

    A matter may be typed as it sounds (huzhao).
    """
    asked = normalise_word(text)
    heard = "" if any(map(is_han, asked)) else sound(syllables(asked))
    registry = queryUtility(IRegistry)
    lines = tuple(registry.get(RECORD) or ()) if registry is not None else ()
    found: dict[str, Department] = {}
    for plain, sounds, matter, department in _matters_of(lines):
        if plain in asked or sounds == heard:
            found.setdefault(department, Department(department, matter))
    return tuple(found.values())[:MOST_DEPARTMENTS]


def elsewhere_problems(lines: Iterable[str]) -> list[Problem]:
    """Return what has to be mended before `lines` can be kept."""
    problems = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith(REMARK):
            continue
        answers = read_answers([line])
        matters = [each for words in answers for each in words_of(words)]
        message = None
        if not matters or not all(answers.values()):
            message = _(
                "error_elsewhere_colon",
                default="A line needs matters, a colon, and who answers for them.",
            )
        for matter in matters:
            if len(normalise_word(matter)) < SHORTEST_MATTER:
                message = _(
                    "error_elsewhere_short",
                    default="“${word}” is too short: it stands in too many words.",
                    mapping={"word": matter},
                )
        if message is not None:
            problems.append(Problem(number, message))
    return problems


@lru_cache(maxsize=8)
def _matters_of(lines: Iterable[str]) -> tuple[tuple[str, str, str, str], ...]:
    """Return each matter, as compared, as it sounds and as written, with its department;
    the longest first, since they say most."""
    matters = [
        (plain, sound(syllables(plain)), matter, department)
        for words, department in read_answers(lines).items()
        for matter in words_of(words)
        if department and len(plain := normalise_word(matter)) >= SHORTEST_MATTER
    ]
    return tuple(sorted(matters, key=lambda each: -len(each[0])))

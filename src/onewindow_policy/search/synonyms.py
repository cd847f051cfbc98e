"""Words that mean the same to residents: groups that editors keep, one a line.

A group holds for search in all directions: whoever asks for one of its words is shown
what has any of them. Groups that share a word stay apart (a word that means two things
joins nothing), so what follows from one group never follows from another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from onewindow_policy import _
from onewindow_policy.search.texts import normalise
from pathlib import Path
from plone.registry.interfaces import IRegistry
from zope.component import getUtility
from zope.component import queryUtility
from zope.i18nmessageid import Message

import re

#: Where the registry keeps the lines.
RECORD = "onewindow_policy.search.synonyms"

#: A line that begins so is a remark.
REMARK = "#"

LONGEST_WORD = 20
MOST_WORDS = 20
MOST_LINES = 2000

_SEPARATORS = re.compile("[,，、;；\t]")
_SPACES = re.compile(r"\s+")


def standard_lines() -> list[str]:
    """Return the lines that a site begins with: words of general language only."""
    path = Path(__file__).with_name("synonyms.txt")
    return path.read_text(encoding="utf-8").splitlines()


def synonym_lines() -> list[str]:
    """Return the lines as editors left them; none before our profile ran."""
    registry = queryUtility(IRegistry)
    return list(registry.get(RECORD) or ()) if registry is not None else []


def synonym_groups() -> tuple[frozenset[str], ...]:
    """Return the groups in force, each of two normalised words or more.

    They are read once for each state of the record, and shared by all threads.
    """
    return groups_of(tuple(synonym_lines()))


@lru_cache(maxsize=8)
def groups_of(lines: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """Return the groups of `lines`; what is no group (see `problems_of`) is left out."""
    groups = (frozenset(map(normalise_word, words_of(line))) for line in lines)
    return tuple(dict.fromkeys(group - {""} for group in groups if len(group) > 1))


def words_of(line: str) -> list[str]:
    """Return the words of a line as they were written, none of a remark."""
    if line.lstrip().startswith(REMARK):
        return []
    words = (_SPACES.sub(" ", word).strip() for word in _SEPARATORS.split(line))
    return [word for word in words if word]


def normalise_word(word: str) -> str:
    """Return `word` as it is compared: as questions are, without gaps."""
    return normalise(word).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line; `line` counts from 1."""

    line: int
    message: Message


class BadSynonyms(ValueError):
    """Lines that cannot be kept; `problems` says why."""

    def __init__(self, problems: list[Problem]):
        super().__init__(f"{len(problems)} lines")
        self.problems = problems


def problems_of(lines: Iterable[str]) -> list[Problem]:
    """Return what has to be mended before `lines` can be kept."""
    lines = list(lines)
    problems = []
    if len(lines) > MOST_LINES:
        return [_too_many()]
    seen: dict[frozenset[str], int] = {}
    for number, line in enumerate(lines, 1):
        words = words_of(line)
        if not line.strip() or line.lstrip().startswith(REMARK):
            continue
        message = _problem_of(words)
        group = frozenset(map(normalise_word, words))
        if message is None and group in seen:
            message = _(
                "error_synonyms_repeated_line",
                default="The same words stand in line ${line} already.",
                mapping={"line": seen[group]},
            )
        seen.setdefault(group, number)
        if message is not None:
            problems.append(Problem(number, message))
    return problems


def _too_many() -> Problem:
    message = _(
        "error_synonyms_too_many",
        default="More than ${most} lines cannot be kept.",
        mapping={"most": MOST_LINES},
    )
    return Problem(MOST_LINES + 1, message)


def _problem_of(words: list[str]) -> Message | None:
    if len(words) < 2:
        return _(
            "error_synonyms_one_word",
            default="A group needs two words, separated by a comma or 、.",
        )
    if len(words) > MOST_WORDS:
        return _(
            "error_synonyms_too_many_words",
            default="A group has at most ${most} words.",
            mapping={"most": MOST_WORDS},
        )
    seen = {}
    for word in words:
        plain = normalise_word(word)
        if not plain:
            return _(
                "error_synonyms_no_word",
                default="“${word}” has neither letters nor digits.",
                mapping={"word": word[:LONGEST_WORD]},
            )
        if len(word) > LONGEST_WORD:
            return _(
                "error_synonyms_long_word",
                default="“${word}…” is longer than ${most} characters: no word.",
                mapping={"word": word[:LONGEST_WORD], "most": LONGEST_WORD},
            )
        if plain in seen:
            return _(
                "error_synonyms_repeated_word",
                default="“${word}” stands twice in the line.",
                mapping={"word": word},
            )
        seen[plain] = word
    return None


def is_group(words: Iterable[str]) -> bool:
    """Return whether a group in force has all of `words`."""
    wanted = frozenset(map(normalise_word, words))
    return any(wanted <= group for group in synonym_groups())


def add_group(words: Iterable[str]) -> bool:
    """Add a line of `words`, and return whether that says anything new.

    Raises `BadSynonyms` for words that make no group, or one too many.
    """
    line = "、".join(words)
    problems = problems_of([line])
    if problems:
        raise BadSynonyms(problems)
    if is_group(words_of(line)):
        return False
    lines = synonym_lines()
    if len(lines) >= MOST_LINES:
        raise BadSynonyms([_too_many()])
    getUtility(IRegistry)[RECORD] = [*lines, line]
    return True

"""Danger in a question: whom to call, before anything is looked for.

Editors keep a line for each kind: the words, a colon, and what to do, with the numbers to
call in it. A word with `=` in front counts only where nothing else is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from onewindow_policy import _
from onewindow_policy.catalogue.certificates import read_answers
from onewindow_policy.search.asking import ask
from onewindow_policy.search.asking import Asked
from onewindow_policy.search.siteanswers import read_spoken
from onewindow_policy.search.siteanswers import Spoken
from onewindow_policy.search.siteanswers import stands_in
from onewindow_policy.search.synonyms import Problem
from onewindow_policy.search.synonyms import REMARK
from onewindow_policy.search.synonyms import words_of
from pathlib import Path
from plone.registry.interfaces import IRegistry
from typing import NamedTuple
from zope.component import queryUtility

import re

#: Where the registry keeps the lines.
RECORD = "onewindow_policy.search.emergencies"

#: Where it keeps the numbers that somebody in the city has called.
TRIED_RECORD = "onewindow_policy.search.tried_numbers"

#: What holds in all of China.
NATIONAL_NUMBERS = ("110", "119", "120", "122", "12356")

#: Before a word that counts alone only: who asks for 煤气 may smell it, who asks for 煤气费
#: does not.
ALONE = "="

#: A single character stands in too many words.
SHORTEST_WORD = 2

#: More than one danger at once is seldom; more than two lines are not read.
MOST_EMERGENCIES = 2

#: A number to call: 110, 12356, or a city's own.
_NUMBER = re.compile(r"(?<!\d)\d{3,12}(?!\d)")


class Said(NamedTuple):
    """A piece of what to do; `is_number` when it is a number to call."""

    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Emergency:
    """What to do, and the numbers to call in it, the most urgent first."""

    text: str

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(_NUMBER.findall(self.text))

    @property
    def parts(self) -> tuple[Said, ...]:
        """What to do in pieces, the numbers apart."""
        parts, end = [], 0
        for found in _NUMBER.finditer(self.text):
            parts += (
                Said(self.text[end : found.start()], False),
                Said(found.group(), True),
            )
            end = found.end()
        parts.append(Said(self.text[end:], False))
        return tuple(part for part in parts if part.text)


def standard_emergencies() -> list[str]:
    """Return the lines that a site begins with. Of its numbers 12338 and 96110 are the
    country's by name, and answered otherwise from city to city: see `untried_numbers`."""
    path = Path(__file__).with_name("emergencies.txt")
    return path.read_text(encoding="utf-8").splitlines()


def untried_numbers() -> tuple[str, ...]:
    """Return the numbers in the lines of which nobody has said that they were called."""
    tried_numbers = {line.strip() for line in _kept_lines(TRIED_RECORD)}
    numbers = dict.fromkeys(
        number
        for _words, what_to_do in _dangers_of(_kept_lines(RECORD))
        for number in Emergency(what_to_do).numbers
    )
    return tuple(number for number in numbers if number not in tried_numbers)


def _kept_lines(record: str) -> tuple[str, ...]:
    registry = queryUtility(IRegistry)
    return tuple(registry.get(record) or ()) if registry is not None else ()


def emergencies_in(text: str) -> tuple[Emergency, ...]:
    """Return what to do where `text` speaks of danger, in the order of the lines."""
    asked = ask(text)
    if not asked.whole:
        return ()
    lines = _kept_lines(RECORD)
    found = [
        Emergency(what_to_do)
        for words, what_to_do in _dangers_of(lines)
        if any(_is_spoken_of(word, is_alone, asked) for word, is_alone in words)
    ]
    return tuple(found[:MOST_EMERGENCIES])


def _is_spoken_of(word: Spoken, is_alone: bool, asked: Asked) -> bool:
    if word.text in (asked.whole, asked.core):
        return True
    if not asked.has_han and word.is_heard(asked):
        return True
    return not is_alone and (
        word.text in asked.whole if word.is_han else stands_in(word, asked)
    )


@lru_cache(maxsize=8)
def _dangers_of(
    lines: tuple[str, ...],
) -> tuple[tuple[tuple[tuple[Spoken, bool], ...], str], ...]:
    """Return for each line its words, each with whether it counts alone only, and what
    to do."""
    return tuple(
        (
            tuple(
                (read_spoken(word.lstrip(ALONE)), word.startswith(ALONE))
                for word in words_of(words)
            ),
            what_to_do,
        )
        for words, what_to_do in read_answers(lines).items()
    )


def number_problems(lines: Iterable[str]) -> list[Problem]:
    """Return which of `lines` are no number to call."""
    return [
        Problem(
            number,
            _(
                "error_tried_number",
                default="Enter one number a line, such as 12338, and nothing else.",
            ),
        )
        for number, line in enumerate(lines, 1)
        if line.strip() and not _NUMBER.fullmatch(line.strip())
    ]


def emergency_problems(lines: Iterable[str]) -> list[Problem]:
    """Return what has to be mended before `lines` can be kept."""
    problems = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith(REMARK):
            continue
        answers = read_answers([line])
        words = [word for each in answers for word in words_of(each)]
        message = None
        if not words or not all(map(_NUMBER.search, answers.values())):
            message = _(
                "error_emergency_number",
                default="A line needs words, a colon, and what to do with a number to"
                " call.",
            )
        for word in words:
            if len(read_spoken(word.lstrip(ALONE)).text) < SHORTEST_WORD:
                message = _(
                    "error_elsewhere_short",
                    default="“${word}” is too short: it stands in too many words.",
                    mapping={"word": word},
                )
        if message is not None:
            problems.append(Problem(number, message))
    return problems

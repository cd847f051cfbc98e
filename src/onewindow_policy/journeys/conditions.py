"""When a question is asked, and when a step is taken: by what was answered before.

Editors write `place=home`, `place=home,hospital` (one of them) and
`place=home; hukou=here` (both).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import re

#: Keys stand in addresses: short, and nothing that has to be escaped there.
KEY = re.compile(r"[a-z][a-z0-9_]{0,19}")

#: What editors type in Chinese, and what it stands for.
_WIDE = str.maketrans("＝，、；：", "=,,;;")


class UnreadableCondition(ValueError):
    """A condition is not written as conditions are."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds where each question of `parts` got one of the answers beside it.

    Without parts it always holds. A question that was not asked has no answer.
    """

    parts: tuple[tuple[str, frozenset[str]], ...] = ()

    def holds(self, given: Mapping[str, str]) -> bool:
        """Return whether it holds; `given` are answers by question."""
        return all(given.get(question) in answers for question, answers in self.parts)

    @property
    def questions(self) -> tuple[str, ...]:
        """The keys of the questions that it is about."""
        return tuple(question for question, _answers in self.parts)


def read_condition(text: str | None) -> Condition:
    """Return the condition that `text` says; an empty one always holds.

    Raises `UnreadableCondition`.
    """
    parts = []
    for part in (text or "").translate(_WIDE).split(";"):
        if not part.strip():
            continue
        question, equals, answers = (each.strip() for each in part.partition("="))
        keys = [each.strip() for each in answers.split(",")]
        if not equals or not all(map(KEY.fullmatch, (question, *keys))):
            raise UnreadableCondition(part.strip())
        parts.append((question, frozenset(keys)))
    return Condition(tuple(parts))

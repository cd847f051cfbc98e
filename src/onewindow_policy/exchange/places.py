"""Values of a catalogue file together with their places in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.exchange.exceptions import Problem
from typing import Any

import json
import re

#: Enough to mend a file by; collecting more would only cost memory.
MAX_PROBLEMS = 1_000

#: What a message repeats of a wrong value.
EXCERPT_LENGTH = 60

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a catalogue file and the way to it.

    A check asks a place for what it needs; where the file has something of another
    type, or nothing, the answer is None or empty: that is reported once, by the
    check of shapes.
    """

    value: Any
    path: tuple = ()

    def __getitem__(self, key: str) -> "Place":
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Place(value, (*self.path, key))

    def __iter__(self) -> Iterator["Place"]:
        if isinstance(self.value, list):
            for number, value in enumerate(self.value):
                yield Place(value, (*self.path, number))

    def __str__(self) -> str:
        return json_path(self.path)

    @property
    def text(self) -> str | None:
        return self.value if isinstance(self.value, str) else None

    @property
    def number(self) -> int | None:
        # A bool is an int to Python, and a wrong type to us.
        is_number = isinstance(self.value, int) and not isinstance(self.value, bool)
        return self.value if is_number else None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.value) if isinstance(self.value, dict) else ()


class TooManyProblems(Exception):
    """The check stopped, since there are more problems than anybody would read."""


class Problems:
    """The problems found so far, at most `MAX_PROBLEMS` of them."""

    def __init__(self):
        self._found: list[tuple[tuple, str]] = []
        self._stopped = False

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[tuple[tuple, str]]:
        return iter(self._found)

    def add(self, place: Place | tuple, message: str) -> None:
        """Note a problem; raise `TooManyProblems` when there are too many."""
        if len(self._found) >= MAX_PROBLEMS:
            self._stopped = True
            raise TooManyProblems
        path = place.path if isinstance(place, Place) else place
        self._found.append((path, message))

    def within(self, place: Place) -> bool:
        """Return whether a problem was found at `place` or below it."""
        depth = len(place.path)
        return any(path[:depth] == place.path for path, _message in self._found)

    def in_order(self) -> tuple[Problem, ...]:
        """Return the problems by path, so that those of an item stand together."""
        found = sorted(self._found, key=lambda entry: _sort_key(entry[0]))
        problems = [Problem(json_path(path), message) for path, message in found]
        if self._stopped:
            problems.append(
                Problem(
                    "$",
                    _(
                        "problem_too_many_problems",
                        default=(
                            "There are more than ${count} problems; the check stopped"
                            " there. Mend these first."
                        ),
                        mapping={"count": MAX_PROBLEMS},
                    ),
                )
            )
        return tuple(problems)


def json_path(parts: tuple) -> str:
    """Return the JSON path (RFC 9535) of keys and positions."""
    path = ["$"]
    for part in parts:
        if isinstance(part, int):
            path.append(f"[{part}]")
        elif _PLAIN_KEY.fullmatch(part):
            path.append(f".{part}")
        else:
            path.append(f"['{_shown(part)}']")
    return "".join(path)


def excerpt(value: Any) -> str:
    """Return a value as a message repeats it: as in the file, but short."""
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    if isinstance(value, str):
        return f"“{_shown(value)}”"
    return _shown(json.dumps(value))


def _shown(text: str) -> str:
    text = text if len(text) <= EXCERPT_LENGTH else text[: EXCERPT_LENGTH - 1] + "…"
    return "".join(
        char if char.isprintable() else f"\\u{ord(char):04x}" for char in text
    )


def _sort_key(path: tuple) -> tuple:
    return tuple(
        (0, part, "") if isinstance(part, int) else (1, 0, part) for part in path
    )

"""A copy of all that is kept, read out: parts with labels and values, of nothing but what
stands in the copy."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import HeldWords
from onewindow_policy.typed.texts import YES_NO
from typing import Any

import re

#: Copies are Chinese in any language of the page.
CHINESE = "zh-cn"

#: What is called so stands in the copy by itself, beside lists and what has parts.
ABOUT = "基本情况"

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CopyPart:
    """A part of a copy, with the rows of each of its entries."""

    title: str
    entries: Sequence[Rows] = field(repr=False)


def parts_of(copy: Mapping[str, Any], words: HeldWords) -> list[CopyPart]:
    """Return what a copy says, what is empty left out.

    A name that nobody has given a label stands as it is: nothing is kept from its person.
    """
    speller = _Speller(words)
    simple = {name: each for name, each in copy.items() if not _has_parts(each)}
    parts = [CopyPart(ABOUT, [list(speller.rows(simple))])]
    for name, value in copy.items():
        if name in simple:
            continue
        if name in words.rows or isinstance(value, Mapping):
            entries = [list(speller.rows({name: value}))]
        else:
            entries = [list(speller.rows(each, name)) for each in value]
        parts.append(CopyPart(speller.label(name), entries))
    return [each for each in parts if any(each.entries)]


class _Speller:
    def __init__(self, words: HeldWords):
        self._words = words
        self._say = Words(CHINESE)

    def rows(self, values: Mapping[str, Any], above: str = "") -> Iterator[tuple]:
        """Yield label and text of each value; what has parts follows in its place."""
        for name, value in values.items():
            path = f"{above}.{name}" if above else name
            if value is None or value in ("", [], {}):
                continue
            if path in self._words.rows:
                yield from self._words.rows[path](value)
            elif isinstance(value, Mapping):
                yield from self.rows(value, path)
            else:
                yield self.label(path), self._text(value, path)

    def label(self, path: str) -> str:
        """Return what a name is called, by its path or wherever it stands."""
        return _found(self._words.labels, path) or path

    def _text(self, value: Any, path: str) -> str:
        if isinstance(value, list):
            separator = "\n" if _has_parts(value) else "、"
            return separator.join(self._text(each, path) for each in value)
        if isinstance(value, Mapping):
            rows = self.rows(value, path)
            return "；".join(f"{label}：{text}" for label, text in rows)
        if isinstance(value, bool):
            return YES_NO[value]
        says: Callable[[Any], str] | None = _found(self._words.says, path)
        if says is not None:
            return says(value)
        return self._dated(str(value))

    def _dated(self, text: str) -> str:
        """Return a moment or a day as people write it, anything else as it is."""
        # Somebody may have typed what looks like a day, and is none.
        with suppress(ValueError):
            if _MOMENT.fullmatch(text):
                return self._say.moment(datetime.fromisoformat(text))
            if _DAY.fullmatch(text):
                return self._say.day(date.fromisoformat(text))
        return text


def _found(by_path: Mapping[str, Any], path: str) -> Any:
    return by_path.get(path) or by_path.get(path.rpartition(".")[2])


def _has_parts(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(each, Mapping) for each in value)
    )

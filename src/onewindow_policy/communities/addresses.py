"""Whose an address is: what residents type, compared with the areas of grids.

People write a place as they speak of it: with the name of the street or community before
it, with or without the number of the building, in full-width digits. A line of an area is
a name and, after it, numbers: 晨光苑1–8幢, 晨光路1–39号（单号）.
"""

from collections.abc import Iterable
from onewindow_policy.communities.grids import GridFacts
from onewindow_policy.typed.texts import narrow

import re

_SEPARATORS = re.compile(r"[\s,，、;；.。()（）“”\"'#]+")
_LEADING_NAME = re.compile(r"[^0-9]*")
_SPAN = re.compile(r"([0-9]{1,5})(?:[-–—~～至到]([0-9]{1,5}))?")

ODD, EVEN = "单号", "双号"


def matching_grids(grids: Iterable[GridFacts], words: str) -> tuple[GridFacts, ...]:
    """Return the grids in whose areas, or by whose names, an address that was typed may be.

    Where no number was typed, all that share the name are meant.
    """
    typed = _plain(words)
    if not typed:
        return ()
    return tuple(
        grid
        for grid in grids
        if typed in _plain(grid.title) or any(_fits(line, typed) for line in grid.area)
    )


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", narrow(text)).casefold()


def _fits(line: str, typed: str) -> bool:
    line = _plain(line)
    name = _name(line)
    if not name:
        return typed in line
    before, found, rest = typed.rpartition(name)
    if not found:
        # Less than the whole name was typed, such as 晨光 for 晨光苑.
        short = _name(typed)
        if not short or short not in name:
            return False
        rest = typed[len(short) :]
    number = _SPAN.search(rest)
    return number is None or _has_number(line[len(name) :], int(number[1]))


def _name(text: str) -> str:
    return _LEADING_NAME.match(text)[0]


def _has_number(numbers: str, number: int) -> bool:
    """Return whether a building is among the numbers of a line, where it has any."""
    if (ODD in numbers and number % 2 == 0) or (EVEN in numbers and number % 2 == 1):
        return False
    spans = [(int(first), int(last or first)) for first, last in _SPAN.findall(numbers)]
    return not spans or any(first <= number <= last for first, last in spans)

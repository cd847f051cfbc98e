"""What a revision changes, field by field and row by row."""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

#: Texts that have less in common than this are shown whole, without marks in them.
LEAST_RATIO = 0.4

#: Longer texts are not compared character by character: it takes the square of this.
MARKED_LENGTH = 3000


class Kind(StrEnum):
    """What happened to a field, a row or a cell of a row."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions.

    `field` is the name of the field, `row` the key of a row in it, `column` the name of
    a cell of that row; both are empty where the field has no rows, and `column` where
    the row as a whole came or went. Rows that only changed places are one change of the
    field, whose values are the keys in the old and the new order.
    """

    field: str
    row: str = ""
    column: str = ""
    kind: Kind = Kind.CHANGED
    old: Any = None
    new: Any = None


def compare(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    row_key: Callable[[str, Mapping], str],
) -> list[Change]:
    """Return what must be changed in `old` to make it `new`.

    Both map names of fields to values; a value that is a sequence of mappings is rows,
    which `row_key(field, row)` tells apart. The order is that of `new`. Unset, empty
    and false values are the same.
    """
    changes = []
    for field, new_value in new.items():
        old_value = old.get(field)
        if _is_rows(old_value) or _is_rows(new_value):
            changes += _compare_rows(field, old_value or (), new_value or (), row_key)
        elif _differs(old_value, new_value):
            changes.append(Change(field, old=old_value, new=new_value))
    return changes


def _is_rows(value: Any) -> bool:
    return (
        isinstance(value, (list, tuple))
        and bool(value)
        and all(isinstance(row, Mapping) for row in value)
    )


def _differs(old: Any, new: Any) -> bool:
    return _or_none(old) != _or_none(new)


def _or_none(value: Any) -> Any:
    # 0 days is a value (on the spot); False is how an unset flag reads.
    if value is False or value in ("", [], (), None):
        return None
    return tuple(value) if isinstance(value, list) else value


def _compare_rows(field, old_rows, new_rows, row_key) -> list[Change]:
    old = {row_key(field, row): row for row in old_rows}
    new = {row_key(field, row): row for row in new_rows}
    changes = []
    for key, row in new.items():
        if key not in old:
            changes.append(Change(field, key, kind=Kind.ADDED, new=row))
            continue
        changes += [
            Change(field, key, column, old=old[key].get(column), new=value)
            for column, value in row.items()
            if _differs(old[key].get(column), value)
        ]
    changes += [
        Change(field, key, kind=Kind.REMOVED, old=row)
        for key, row in old.items()
        if key not in new
    ]
    old_order = tuple(key for key in old if key in new)
    new_order = tuple(key for key in new if key in old)
    if old_order != new_order:
        changes.append(Change(field, kind=Kind.MOVED, old=old_order, new=new_order))
    return changes


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text, and whether the other version has it too."""

    text: str
    differs: bool = False


def mark(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Return both texts in parts, those marked that the other does not have."""
    whole = [Part(old)] if old else [], [Part(new)] if new else []
    if not old or not new or max(len(old), len(new)) > MARKED_LENGTH:
        return whole
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_RATIO:
        return whole
    parts = [], []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        pieces = old[old_from:old_to], new[new_from:new_to]
        for side, piece in zip(parts, pieces, strict=True):
            if piece:
                side.append(Part(piece, differs=tag != "equal"))
    return parts

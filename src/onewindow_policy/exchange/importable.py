"""What an export writes, an import takes: what it would refuse is left out, and named.

A site may hold what no file can: drafts that lack what a guide must say, names with
markup, two forms of the same name. None of that may keep the rest of a city from being
brought to another site.
"""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.exchange.exceptions import CatalogueRefused
from onewindow_policy.exchange.exceptions import Problem
from onewindow_policy.exchange.places import json_path
from onewindow_policy.exchange.validation import collect_problems
from zope.i18nmessageid import Message

#: Sections whose rows can be left out each for itself.
SECTIONS = ("items", "halls", "journeys", "news", "common_forms")

#: Lists of names in rows, from which what was left out must go too.
LISTS = {
    "district_catalogues": ("items", "overrides"),
    "news": ("related_items", "related_communities"),
}

#: Keys by which a row is called.
NAMES = ("code", "id", "name", "title", "item")


def leave_out_refused(catalogue: dict) -> Iterator[Problem]:
    """Take from an exported catalogue what an import would refuse.

    Yields what was left out and why, by where it stood when that was found. Raises
    `CatalogueRefused` with what cannot be left out: nothing must be written then.
    """
    while problems := list(collect_problems(catalogue)):
        rows = {}
        for path, message in problems:
            row = _row_of(path)
            if row is not None:
                rows.setdefault(row, message)
        if not rows:
            raise CatalogueRefused(
                tuple(Problem(json_path(path), message) for path, message in problems)
            )
        # From the end, so that positions before it stay true.
        for row in sorted(rows, key=_position, reverse=True):
            yield Problem(json_path(row), _left_out(_take(catalogue, row), rows[row]))


def _row_of(path: tuple) -> tuple | None:
    """Return the path of the row or name that a problem would go with."""
    section = path[0] if path else None
    if len(path) >= 4 and path[2] in LISTS.get(section, ()):
        return path[:4]
    if len(path) >= 2 and section in SECTIONS:
        return path[:2]
    return None


def _position(path: tuple) -> tuple:
    return tuple(
        (0, part, "") if isinstance(part, int) else (1, 0, part) for part in path
    )


def _take(catalogue: dict, path: tuple):
    holder = catalogue
    for part in path[:-1]:
        holder = holder[part]
    return holder.pop(path[-1])


def _left_out(row, reason: str) -> Message:
    names = (
        [str(row[key]) for key in NAMES if row.get(key)]
        if isinstance(row, dict)
        else [str(row)]
    )
    return _(
        "export_left_out_row",
        default="Left out: ${name}. ${reason}",
        mapping={"name": " ".join(names[:2]), "reason": reason},
    )

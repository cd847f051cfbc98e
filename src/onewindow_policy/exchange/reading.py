"""From a file to JSON: what can be wrong before anybody looks at the content."""

from collections import Counter
from onewindow_policy import _
from onewindow_policy.exchange.exceptions import CatalogueRefused
from onewindow_policy.exchange.exceptions import Problem
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems
from onewindow_policy.typed.printable import UNPRINTABLE
from pathlib import Path
from typing import Any

import json
import math
import os
import re

#: A hundred times the sample: what is larger is no catalogue.
MAX_BYTES = 64 * 1024 * 1024

#: Deeper than any place in a catalogue.
MAX_DEPTH = 20

_BOM = b"\xef\xbb\xbf"

# Line breaks and tabs are text, in a file of JSON without returns; other controls are
# slips or attacks.
_CONTROLS = re.compile(f"{UNPRINTABLE.pattern}|\r")


class _Repeated(dict):
    """An object of the file in which `keys_repeated` stood more than once."""

    keys_repeated: tuple[str, ...] = ()


def read_json(path: str | os.PathLike, max_bytes: int = MAX_BYTES) -> Any:
    """Return the JSON value of the file at `path`, whatever it says.

    A file of more than `max_bytes` is refused before any of it is read. Raises
    `CatalogueRefused` for a file that cannot be read, is too large, is not UTF-8, is
    not JSON, or is nested too deeply to be a catalogue.
    """
    text = _decode(_read_bytes(path, max_bytes))
    try:
        return json.loads(
            text,
            object_pairs_hook=_as_object,
            parse_constant=float,
            parse_int=_as_number,
        )
    except json.JSONDecodeError as error:
        raise _refused(
            _(
                "problem_not_json",
                default="Not JSON: see line ${line}, column ${column} (${reason}).",
                mapping={
                    "line": error.lineno,
                    "column": error.colno,
                    "reason": error.msg,
                },
            )
        ) from error
    except RecursionError as error:
        raise _refused(_too_deep()) from error


def check_json(value: Any, problems: Problems) -> None:
    """Note what JSON allows and a catalogue does not, anywhere in `value`.

    These are keys that stand twice in an object, numbers that are none, control
    characters, and deep nesting.
    """
    to_do = [Place(value)]
    while to_do:
        place = to_do.pop()
        value = place.value
        if isinstance(value, str):
            _check_text(place, value, problems)
        elif isinstance(value, float) and not math.isfinite(value):
            problems.add(
                place,
                _(
                    "problem_not_finite",
                    default="${value} is not a number.",
                    mapping={"value": str(value)},
                ),
            )
        elif isinstance(value, (dict, list)) and len(place.path) >= MAX_DEPTH:
            problems.add(place, _too_deep())
        elif isinstance(value, list):
            to_do.extend(reversed(list(place)))
        elif isinstance(value, dict):
            _check_keys(place, value, problems)
            to_do.extend(place[key] for key in reversed(value))


def _read_bytes(path: str | os.PathLike, max_bytes: int) -> bytes:
    try:
        with Path(path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            # One byte more than allowed: a pipe has no size, and a file can grow.
            content = file.read(max_bytes + 1) if size <= max_bytes else None
    except OSError as error:
        raise _refused(
            _(
                "problem_unreadable",
                default="The file cannot be read: ${reason}.",
                mapping={"reason": error.strerror or str(error)},
            )
        ) from error
    if content is None or len(content) > max_bytes:
        raise _refused(
            _(
                "problem_too_large",
                default=(
                    "The file is larger than ${maximum} MB. Leave out what is no part"
                    " of the catalogue."
                ),
                mapping={"maximum": max_bytes // (1024 * 1024)},
            )
        )
    return content


def _decode(content: bytes) -> str:
    # Editors on Windows write the mark; JSON itself has none.
    start = len(_BOM) if content.startswith(_BOM) else 0
    try:
        return content[start:].decode()
    except UnicodeDecodeError as error:
        raise _refused(
            _(
                "problem_not_utf8",
                default=(
                    "Not UTF-8: see byte ${offset}. Save the file as UTF-8 and try"
                    " again."
                ),
                mapping={"offset": start + error.start},
            )
        ) from error


def _as_object(pairs: list[tuple[str, Any]]) -> dict:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    marked = _Repeated(found)
    counts = Counter(key for key, _value in pairs)
    marked.keys_repeated = tuple(key for key in found if counts[key] > 1)
    return marked


def _as_number(digits: str) -> int | float:
    # Python refuses to read very long integers; the check of ranges names this one.
    return int(digits) if len(digits) < 20 else float(digits)


def _check_keys(place: Place, value: dict, problems: Problems) -> None:
    for key in getattr(value, "keys_repeated", ()):
        problems.add(
            place[key],
            _("problem_key_repeated", default="Stands more than once in its object."),
        )
    for key in value:
        _check_text(place[key], key, problems)


def _check_text(place: Place, text: str, problems: Problems) -> None:
    found = _CONTROLS.search(text)
    if found:
        problems.add(
            place,
            _(
                "problem_control_character",
                default=(
                    "Contains the control character U+${code} (character ${position})."
                    " Remove it."
                ),
                mapping={
                    "code": f"{ord(found[0]):04X}",
                    "position": found.start() + 1,
                },
            ),
        )


def _too_deep():
    return _(
        "problem_too_deep",
        default="Nested more than ${maximum} levels deep. No catalogue needs that.",
        mapping={"maximum": MAX_DEPTH},
    )


def _refused(message) -> CatalogueRefused:
    return CatalogueRefused((Problem("$", message),))

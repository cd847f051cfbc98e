"""The shape of a catalogue file, against `schema.json`."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from jsonschema import Draft202012Validator
from jsonschema import FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems
from onewindow_policy.exchange.sentences import in_words
from typing import Any

import json
import re

_TAG = re.compile(r"<\s*/?\s*[A-Za-z!?][^<>]*>")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_line(value: Any) -> bool:
    """Return whether a text is a single line."""
    return not isinstance(value, str) or not ("\n" in value or "\t" in value)


def is_name(value: Any) -> bool:
    """Return whether a text can be a name: one line, not blank, no markup."""
    if not isinstance(value, str):
        return True
    return is_line(value) and bool(value.strip()) and not _TAG.search(value)


def is_listed(value: Any) -> bool:
    """Return whether a text can be a name in a list written with 、."""
    return is_name(value) and not (isinstance(value, str) and "、" in value)


def is_date(value: Any) -> bool:
    """Return whether a text is a day of the calendar, as YYYY-MM-DD."""
    if not isinstance(value, str):
        return True
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


_formats = FormatChecker(formats=())
for _name, _check in {
    "line": is_line,
    "name": is_name,
    "listed": is_listed,
    "date": is_date,
}.items():
    _formats.checks(_name)(_check)


def _is_whole(_checker, value: Any) -> bool:
    # 5.0 is an integer to JSON Schema; True is one to Python. Neither is a count.
    return isinstance(value, int) and not isinstance(value, bool)


def _matches(
    _validator, pattern: str, value: Any, _schema
) -> Iterator[ValidationError]:
    # `$` also matches before a last line break.
    if isinstance(value, str) and ("\n" in value or not re.search(pattern, value)):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_Validator = extend(
    Draft202012Validator,
    validators={"pattern": _matches},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole),
)


@cache
def catalogue_schema() -> dict:
    """Return the JSON Schema of a catalogue file, with its definitions put in place.

    Looking them up again for each value of a file would take half of the time.
    """
    schema = json.loads(files(__package__).joinpath("schema.json").read_bytes())
    return _put_in_place(schema, schema.pop("$defs"))


def _put_in_place(schema: Any, definitions: dict) -> Any:
    if isinstance(schema, list):
        return [_put_in_place(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    reference = schema.get("$ref")
    if reference is not None:
        schema = definitions[reference.rpartition("/")[2]]
    return {key: _put_in_place(part, definitions) for key, part in schema.items()}


def item_schema(path: str) -> dict:
    """Return the JSON Schema of what stands at a dotted path in an item."""
    schema = catalogue_schema()["properties"]["items"]["items"]
    for key in path.split("."):
        schema = schema["properties"][key]
    return schema


def check_shape(place: Place, problems: Problems) -> None:
    """Note wherever `place` has not the shape of a catalogue."""
    check_against(place, catalogue_schema(), problems)


def check_against(place: Place, schema: dict, problems: Problems) -> None:
    """Note wherever `place` has not the shape that a JSON Schema describes."""
    validator = _Validator(schema, format_checker=_formats)
    for error in validator.iter_errors(place.value):
        path = (*place.path, *error.absolute_path)
        for more, message in in_words(error):
            problems.add((*path, *more), message)

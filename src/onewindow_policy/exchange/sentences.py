"""What the check of shapes says to people."""

from collections.abc import Iterator
from jsonschema.exceptions import ValidationError
from onewindow_policy import _
from onewindow_policy.exchange.places import excerpt
from typing import Any


def in_words(error: ValidationError) -> Iterator[tuple[tuple, str]]:
    """Yield an error's messages, each with the rest of the path to what it is about."""
    wanted, found = error.validator_value, error.instance
    match error.validator:
        case "required":
            # jsonschema yields one error for each key, but names it in prose only.
            key = next(key for key in wanted if error.message.startswith(repr(key)))
            yield (key,), _("problem_missing", default="Is missing.")
        case "additionalProperties":
            known = error.schema["properties"]
            for key in found:
                if key not in known:
                    yield (key,), _unknown_key()
        case "type":
            yield (), _wrong_type(wanted, found)
        case "enum" | "const":
            choices = wanted if error.validator == "enum" else [wanted]
            yield (), _wrong_choice(choices, found)
        case "pattern":
            yield (), _wrong_pattern(error.schema["examples"][0], found)
        case "format":
            yield (), _wrong_format(wanted, found)
        case _:
            yield (), _wrong_size(error.validator, wanted, found)


def _unknown_key() -> str:
    return _(
        "problem_unknown_key",
        default="No such key is known here, and nothing is left out silently.",
    )


def _wrong_type(wanted: str | list[str], found: Any) -> str:
    # Where null is possible too, the other type is what was meant.
    wanted = wanted if isinstance(wanted, str) else wanted[0]
    mapping = {"value": excerpt(found)}
    match wanted:
        case "string":
            return _(
                "problem_not_text",
                default="Must be text in quotes, not ${value}.",
                mapping=mapping,
            )
        case "integer":
            return _(
                "problem_not_whole_number",
                default="Must be a whole number without quotes, not ${value}.",
                mapping=mapping,
            )
        case "number":
            return _(
                "problem_not_number",
                default="Must be a number without quotes, not ${value}.",
                mapping=mapping,
            )
        case "boolean":
            return _(
                "problem_not_boolean",
                default="Must be true or false, not ${value}.",
                mapping=mapping,
            )
        case "array":
            return _(
                "problem_not_list",
                default="Must be a list in [ ], not ${value}.",
                mapping=mapping,
            )
    return _(
        "problem_not_object",
        default="Must be an object in { }, not ${value}.",
        mapping=mapping,
    )


def _wrong_choice(choices: list, found: Any) -> str:
    return _(
        "problem_not_one_of",
        default="Must be ${choices}, not ${value}.",
        mapping={
            "choices": " / ".join(excerpt(choice) for choice in choices),
            "value": excerpt(found),
        },
    )


def _wrong_pattern(example: str, found: str) -> str:
    return _(
        "problem_not_like",
        default="Must look like “${example}”, not ${value}.",
        mapping={"example": example, "value": excerpt(found)},
    )


def _wrong_format(wanted: str, found: str) -> str:
    mapping = {"value": excerpt(found)}
    match wanted:
        case "date":
            return _(
                "problem_not_a_date",
                default="Must be a day that exists, as 2026-03-31, not ${value}.",
                mapping=mapping,
            )
        case "line":
            return _(
                "problem_not_a_line",
                default="Must stand on one line, without line breaks and tabs.",
            )
        case "listed":
            return _(
                "problem_not_listed",
                default=(
                    "Must be a name on one line, without HTML and without “、”, not"
                    " ${value}."
                ),
                mapping=mapping,
            )
    return _(
        "problem_not_a_name",
        default=(
            "Must be a name: on one line, not blank, without HTML tags; not ${value}."
        ),
        mapping=mapping,
    )


def _wrong_size(rule: str, wanted: int, found: Any) -> str:
    match rule:
        case "maxLength":
            return _(
                "problem_too_long",
                default="Has ${count} characters; at most ${maximum} are possible.",
                mapping={"count": len(found), "maximum": wanted},
            )
        case "maxItems":
            return _(
                "problem_too_many_rows",
                default="Has ${count} rows; at most ${maximum} are possible.",
                mapping={"count": len(found), "maximum": wanted},
            )
        case "minimum":
            return _(
                "problem_too_small",
                default="Must be at least ${minimum}, not ${value}.",
                mapping={"minimum": wanted, "value": excerpt(found)},
            )
        case "maximum":
            return _(
                "problem_too_great",
                default="Must be at most ${maximum}, not ${value}.",
                mapping={"maximum": wanted, "value": excerpt(found)},
            )
        case "minItems":
            return _(
                "problem_too_few_rows",
                default="Has ${count} entries; at least ${minimum} are needed.",
                mapping={"count": len(found), "minimum": wanted},
            )
        case "minProperties":
            return _(
                "problem_changes_nothing",
                default="Must change something of the step, not only name it.",
            )
    return _("problem_empty", default="Must not be empty.")

"""The gate for the texts of a file: its punctuation is set as the portal prints it.

Codes stay as they are, since the site's code lists, and its content, have them so. Names by
which one part of the file means another are set in all places alike.
"""

from onewindow_policy.exchange.reading import MAX_DEPTH
from onewindow_policy.typed.punctuation import punctuated
from typing import Any

#: Where the file has codes that are words.
CODES = (
    "vocabularies.themes",
    "vocabularies.groups",
    "vocabularies.material_types",
    "vocabularies.material_forms",
    "vocabularies.rating_tags.positive",
    "vocabularies.rating_tags.negative",
    "items.themes",
    "items.groups",
    "items.status",
    "items.access.kind",
    # XML, whose quotation marks are no punctuation.
    "items.form.actions_model",
    "items.form.fields_model",
    "items.result.kind",
    "items.result.delivery",
    "journeys.life_event",
    "news.category",
)

#: Columns of rows that hold codes, in guides and in what districts change of them.
CODE_COLUMNS = ("law_type", "material_type", "form", "source")
ROWS = ("items.guide.", "district_catalogues.overrides.")


def set_punctuation(value: Any) -> int:
    """Set the punctuation of all texts in a catalogue, and return how many changed."""
    return _set(value, "", 0)


def _set(holder: Any, path: str, depth: int) -> int:
    if depth > MAX_DEPTH:
        # It is refused for that.
        return 0
    changed = 0
    for key, value in _parts(holder):
        place = path if isinstance(holder, list) else f"{path}.{key}".lstrip(".")
        if not isinstance(value, str):
            changed += _set(value, place, depth + 1)
        elif not _is_code(place) and (text := punctuated(value)) != value:
            holder[key] = text
            changed += 1
    return changed


def _parts(holder: Any) -> list[tuple]:
    if isinstance(holder, dict):
        return list(holder.items())
    return list(enumerate(holder)) if isinstance(holder, list) else []


def _is_code(place: str) -> bool:
    if place in CODES:
        return True
    return place.startswith(ROWS) and place.rpartition(".")[2] in CODE_COLUMNS

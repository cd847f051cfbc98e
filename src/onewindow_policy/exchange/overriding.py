"""What a file's overrides make of an item of the file."""

from copy import deepcopy
from onewindow_policy.exchange.fields import GUIDE_FIELDS
from onewindow_policy.guides.interfaces import row_key
from onewindow_policy.guides.interfaces import ROW_KEYS
from typing import Any

STATUTORY_NOTE = "time_limit.statutory_note"


def is_time_limit(override: dict) -> bool:
    """Return whether an override can change a promise or what adds up to it."""
    return (
        override["field"].startswith("time_limit.")
        or override["field"] == "guide.process"
        or bool(override.get("steps_patch"))
    )


def key_of(field: str, row: Any) -> str | None:
    """Return the key of a row of the file, or None for what is no row with a key."""
    columns = ROW_KEYS[field]
    if not isinstance(row, dict) or not isinstance(row.get(columns[0]), str):
        return None
    if any(not isinstance(row.get(each), (str, type(None))) for each in columns):
        return None
    return row_key(field, row)


def overridden_item(item: dict, overrides: list[dict]) -> dict:
    """Return a copy of an item of the file as a district changes it.

    Each override was found to fit the item. The item may have problems of its own:
    what is no row is left as it is.
    """
    changed = deepcopy(item)
    for override in overrides:
        _apply(changed, override)
        patches = {step["name"]: step for step in override.get("steps_patch") or ()}
        if patches:
            process = changed["guide"]["process"]
            changed["guide"]["process"] = [
                {**step, **patches[key]}
                if (key := key_of("process", step)) in patches
                else step
                for step in process
            ]
    _drop_promise_text(changed)
    return changed


def _drop_promise_text(item: dict) -> None:
    """Drop the words of the promise, which follow from its days in each district."""
    promised = item["time_limit"]["promised"]
    if isinstance(promised, dict):
        promised.pop("text", None)


def _apply(item: dict, override: dict) -> None:
    path = override["field"]
    if path == STATUTORY_NOTE and item["time_limit"].get("statutory") is not None:
        # The file writes the note with the limit where there is one.
        path = "time_limit.statutory.note"
    *parents, last = path.split(".")
    holder = item
    for key in parents:
        if not isinstance(holder.get(key), dict):
            holder[key] = {}
        holder = holder[key]
    field = GUIDE_FIELDS[override["field"]]
    if field in ROW_KEYS and override.get("row"):
        holder[last] = _with_row(holder.get(last) or [], field, override)
    else:
        holder[last] = override["value"]


def _with_row(rows: list, field: str, override: dict) -> list:
    key, column, value = override["row"], override.get("column"), override["value"]
    keys = [key_of(field, row) for row in rows]
    place = keys.index(key) if key in keys else len(rows)
    if column is not None:
        new = [{**rows[place], column: value}]
    else:
        new = [] if value is None else [value]
    return [*rows[:place], *new, *rows[place + 1 :]]

"""What a file's overrides make of an item of the file."""

from copy import deepcopy
from onewindow_policy.exchange.fields import GUIDE_FIELDS
from onewindow_policy.guides.interfaces import row_key
from onewindow_policy.guides.interfaces import ROW_KEYS


def is_time_limit(override: dict) -> bool:
    """Return whether an override can change a promise or what adds up to it."""
    return (
        override["field"].startswith("time_limit.")
        or override["field"] == "guide.process"
        or bool(override.get("steps_patch"))
    )


def overridden_item(item: dict, overrides: list[dict]) -> dict:
    """Return a copy of an item of the file as a district changes it.

    Both are as in the file, and each override was found to fit the item.
    """
    changed = deepcopy(item)
    # What the file repeats of the promise follows from the promise.
    if isinstance(changed["time_limit"].get("promised"), dict):
        changed["time_limit"]["promised"].pop("text", None)
    for override in overrides:
        _apply(changed, override)
        steps = {step["name"]: step for step in changed["guide"]["process"]}
        for patch in override.get("steps_patch") or ():
            steps[patch["name"]].update(patch)
    return changed


def _apply(item: dict, override: dict) -> None:
    *parents, last = override["field"].split(".")
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


def _with_row(rows: list[dict], field: str, override: dict) -> list[dict]:
    key, column, value = override["row"], override.get("column"), override["value"]
    keys = [row_key(field, row) for row in rows]
    place = keys.index(key) if key in keys else len(rows)
    if column is not None:
        new = [{**rows[place], column: value}]
    else:
        new = [] if value is None else [value]
    return [*rows[:place], *new, *rows[place + 1 :]]

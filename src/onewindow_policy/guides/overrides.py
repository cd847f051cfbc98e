"""What a district changes in the city's master guide, and nothing else.

An override names a field, or a row of it by its key and a column of that row:

==============  =========  =========  ==============================================
field           row        column     value
==============  =========  =========  ==============================================
``standard``    ``""``     ``""``     the district's own standard
``process``     ``审核``   ``days``   6
``materials``   a code     ``""``     a whole row: the district asks for one more
``materials``   a code     ``""``     ``None``: the district does not ask for this one
==============  =========  =========  ==============================================
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from onewindow_policy.guides.rows import row_key
from onewindow_policy.guides.rows import ROW_KEYS
from typing import Any

#: The fields whose rows a district changes one by one.
ROW_FIELDS = frozenset(ROW_KEYS)


@dataclass(frozen=True, slots=True)
class Override:
    """One difference of a district's guide from the master."""

    field: str
    row: str = ""
    column: str = ""
    value: Any = None
    illustrative: bool = False

    def as_dict(self) -> dict:
        """Return what is stored on the guide."""
        return asdict(self)


def apply_overrides(
    master: Mapping[str, Any], overrides: Iterable[Override]
) -> tuple[dict[str, Any], tuple[Override, ...]]:
    """Return the values of a district's guide, and the overrides that found no target.

    `master` maps the fields of `IGuideContent` to their values and is not changed. An
    override whose row the master has lost in the meantime has no target: it is handed
    back, so that the completeness check can name it.
    """
    values = dict(master)
    lost = []
    for override in overrides:
        if override.field not in values:
            lost.append(override)
        elif not override.row:
            values[override.field] = override.value
        elif not _apply_to_row(values, override):
            lost.append(override)
    return values, tuple(lost)


def _apply_to_row(values: dict, override: Override) -> bool:
    field = override.field
    rows = list(values[field] or ())
    keys = [row_key(field, row) for row in rows]
    place = keys.index(override.row) if override.row in keys else None
    if override.column:
        if place is None or override.column not in rows[place]:
            return False
        rows[place] = {**rows[place], override.column: override.value}
    elif override.value is None:
        if place is None:
            return False
        del rows[place]
    elif place is None:
        rows.append(dict(override.value))
    else:
        rows[place] = dict(override.value)
    values[field] = rows
    return True


def find_overrides(
    master: Mapping[str, Any], values: Mapping[str, Any], known: Iterable[Override] = ()
) -> list[Override]:
    """Return the overrides that turn `master` into `values`, the fewest there are.

    A column of a row identifies itself by the row's key; changing the key itself is
    taking one row away and adding another. Rows that a district adds stand after those
    of the master. `known` lends its overrides' `illustrative` mark where the target and
    the value stayed the same.
    """
    found = []
    for field, value in values.items():
        if field not in master:
            continue
        if field in ROW_FIELDS:
            found.extend(_row_overrides(field, master[field] or (), value or ()))
        elif _differs(master[field], value):
            found.append(Override(field, value=value))
    marked = {
        (known_one.field, known_one.row, known_one.column): known_one
        for known_one in known
        if known_one.illustrative
    }
    return [
        marked[target]
        if (target := (one.field, one.row, one.column)) in marked
        and marked[target].value == one.value
        else one
        for one in found
    ]


def _differs(old: Any, new: Any) -> bool:
    """Return whether a value differs; what a form leaves empty was never set."""
    return _or_none(old) != _or_none(new)


def _or_none(value: Any) -> Any:
    # 0 days is a value (on the spot); False is how an unset flag reads.
    return None if value is False or value in ("", [], (), None) else value


def _row_overrides(field: str, old_rows, new_rows) -> list[Override]:
    old = {row_key(field, row): row for row in old_rows}
    new = {row_key(field, row): row for row in new_rows}
    found = [Override(field, row=key) for key in old if key not in new]
    for key, row in new.items():
        if key not in old:
            found.append(Override(field, row=key, value=dict(row)))
            continue
        found.extend(
            Override(field, row=key, column=column, value=value)
            for column, value in row.items()
            if _differs(old[key].get(column), value)
        )
    return found

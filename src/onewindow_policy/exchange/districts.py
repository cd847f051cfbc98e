"""The districts' lists and what they override, from the file and back."""

from collections.abc import Iterator
from onewindow_policy.exchange.fields import GUIDE_FIELDS
from onewindow_policy.exchange.fields import GUIDE_PATHS
from onewindow_policy.exchange.items import item_path
from onewindow_policy.exchange.records import day_text
from onewindow_policy.exchange.records import Record
from onewindow_policy.exchange.rows import file_cell
from onewindow_policy.exchange.rows import file_column
from onewindow_policy.exchange.rows import file_row
from onewindow_policy.exchange.rows import file_value
from onewindow_policy.exchange.rows import site_cell
from onewindow_policy.exchange.rows import site_column
from onewindow_policy.exchange.rows import site_row
from onewindow_policy.exchange.rows import site_value
from onewindow_policy.guides.api import stored_overrides
from onewindow_policy.guides.content import district_guide_id
from onewindow_policy.guides.overrides import Override

#: The field after which the file writes the days of single steps, as `steps_patch`.
PROMISE = "promised_days"


def district_guide_records(catalogue: dict) -> Iterator[Record]:
    """Yield the guide of each item that a district changes."""
    for listed in catalogue["district_catalogues"]:
        code = listed["district"]
        by_item: dict[str, list[dict]] = {}
        for row in listed["overrides"]:
            overrides = by_item.setdefault(row["item"], [])
            overrides += [override.as_dict() for override in site_overrides(row)]
        for item, overrides in by_item.items():
            path = f"{item_path(item)}/{district_guide_id(code)}"
            values = {"district": code, "overrides": overrides}
            yield Record(path, "ServiceGuide", values, (path,))


def site_overrides(row: dict) -> Iterator[Override]:
    """Yield what an override of the file changes, as the site stores it."""
    field = GUIDE_FIELDS[row["field"]]
    key, column, value = row.get("row", ""), row.get("column", ""), row["value"]
    is_example = row.get("illustrative", False)
    if column:
        column = site_column(column)
        value = site_cell(column, value)
    elif value is not None:
        value = site_row(field, value) if key else site_value(field, value)
    yield Override(field, key, column, value, is_example)
    for step in row.get("steps_patch", ()):
        for name, cell in step.items():
            if name != "name":
                value = site_cell(name, cell)
                yield Override("process", step["name"], name, value, is_example)


def district_section(district, items: list) -> dict:
    """Return a district's list as the file describes it.

    `items` are the items of the site in the file's order.
    """
    own = [(item, item.get(district_guide_id(district.code))) for item in items]
    overrides = [
        {"item": item.code, **row}
        for item, guide in sorted(own, key=lambda pair: pair[0].code)
        if guide is not None
        for row in file_overrides(stored_overrides(guide))
    ]
    return {
        "district": district.code,
        "district_name": district.title,
        "title": district.list_title,
        "version": district.list_version,
        "doc_no": district.list_doc_no,
        "published_on": day_text(district.list_published_on),
        "publisher": district.list_publisher,
        "items": [item.code for item in items if district.has_adopted(item.code)],
        "overrides": overrides,
    }


def file_overrides(overrides: list[Override]) -> Iterator[dict]:
    """Yield overrides as the file writes them: steps after the promise they make up."""
    promises = [each for each in overrides if each.field == PROMISE]
    followed = promises[0].illustrative if promises else None
    steps = [
        each
        for each in overrides
        if each.field == "process" and each.column and each.illustrative is followed
    ]
    for override in overrides:
        if override in steps:
            continue
        row = {
            "field": GUIDE_PATHS[override.field],
            "illustrative": override.illustrative,
            **_file_target(override),
        }
        if steps and override.field == PROMISE:
            row["steps_patch"] = _steps_patch(steps)
        yield row


def _file_target(override: Override) -> dict:
    field, value = override.field, override.value
    if override.column:
        return {
            "row": override.row,
            "column": file_column(override.column),
            "value": file_cell(override.column, value),
        }
    if override.row:
        value = file_row(field, value) if value is not None else None
        return {"row": override.row, "value": value}
    return {"value": file_value(field, value) if value is not None else None}


def _steps_patch(steps: list[Override]) -> list[dict]:
    patch: dict[str, dict] = {}
    for step in steps:
        cells = patch.setdefault(step.row, {"name": step.row})
        cells[step.column] = file_cell(step.column, step.value)
    return list(patch.values())

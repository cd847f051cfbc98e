"""The rows and fields of a guide, in the words of the file and in those of the site."""

from onewindow_policy.exchange.fields import DAY_TYPE_NAMES
from onewindow_policy.exchange.fields import DAY_TYPES
from onewindow_policy.exchange.fields import NOT_REQUIRED
from onewindow_policy.exchange.fields import REQUIRED
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.guides.interfaces import ROW_KEYS
from typing import Any
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IList

#: The fields of the rows of each field that has rows.
ROW_SCHEMAS = {
    name: dict(getFieldsInOrder(IGuideContent[name].value_type.schema))
    for name in ROW_KEYS
}

#: Rows that the file numbers beside putting them in order.
NUMBERED = ("process", "materials")

#: Column of the site and the key of the file, where they differ.
RENAMED = {"required": "necessity"}
RENAMED_BACK = {key: column for column, key in RENAMED.items()}


def site_column(key: str) -> str:
    """Return the site's name of a column of the file."""
    return RENAMED_BACK.get(key, key)


def file_column(column: str) -> str:
    """Return the file's name of a column of the site."""
    return RENAMED.get(column, column)


def site_cell(column: str, value: Any) -> Any:
    """Return what the site stores in a column for a value of the file."""
    if column == "required":
        return value != NOT_REQUIRED
    return DAY_TYPES.get(value) if column == "day_type" else value


def file_cell(column: str, value: Any) -> Any:
    """Return what the file writes in a column for a value of the site."""
    if column == "required":
        return REQUIRED if value else NOT_REQUIRED
    return DAY_TYPE_NAMES.get(value) if column == "day_type" else value


def site_row(field: str, row: dict) -> dict:
    """Return a row of the file as the site stores it."""
    values = {}
    for column, schema in ROW_SCHEMAS[field].items():
        value = row.get(file_column(column))
        if value is None and IBool.providedBy(schema) and column != "required":
            value = False
        elif IList.providedBy(schema):
            value = list(value or ())
        elif value is None and schema.required:
            value = schema.default
        values[column] = site_cell(column, value)
    return values


def file_row(field: str, row: dict) -> dict:
    """Return a row of the site as the file writes it, without its number."""
    values = {}
    for column, schema in ROW_SCHEMAS[field].items():
        value = row.get(column)
        if IBool.providedBy(schema):
            value = bool(value)
        elif IList.providedBy(schema):
            value = list(value or ())
        values[file_column(column)] = file_cell(column, value)
    return values


def site_value(field: str, value: Any) -> Any:
    """Return what the site stores in a guide's field for a value of the file."""
    schema = IGuideContent[field]
    if field in ROW_KEYS:
        return [site_row(field, row) for row in value or ()]
    if field.endswith("_day_type"):
        return DAY_TYPES.get(value)
    if IList.providedBy(schema):
        return list(value or ())
    return bool(value) if IBool.providedBy(schema) else value


def file_value(field: str, value: Any) -> Any:
    """Return what the file writes for the value of a guide's field."""
    schema = IGuideContent[field]
    if field in ROW_KEYS:
        rows = [file_row(field, row) for row in value or ()]
        if field in NUMBERED:
            rows = [{"order": n, **row} for n, row in enumerate(rows, start=1)]
        return rows
    if field.endswith("_day_type"):
        return DAY_TYPE_NAMES.get(value)
    if IList.providedBy(schema):
        return list(value or ())
    return bool(value) if IBool.providedBy(schema) else value

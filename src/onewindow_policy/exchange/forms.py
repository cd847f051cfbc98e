"""The forms by which items are applied for, from the file and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from onewindow_policy.exchange.punctuation import set_punctuation
from onewindow_policy.exchange.records import current_values
from onewindow_policy.exchange.records import find_changes
from onewindow_policy.exchange.records import Record
from onewindow_policy.exchange.rows import site_value
from onewindow_policy.forms.api import APPLY_ID
from onewindow_policy.forms.api import generated_form
from onewindow_policy.forms.asking import ItemNeeds
from onewindow_policy.forms.justifying import needs_to_come
from onewindow_policy.forms.materials import materials_to_come
from onewindow_policy.guides.resolved import freeze

PORTAL_TYPE = "EasyForm"

#: The fields of a form that a file can hold: texts, and a number of months.
FORM_FIELDS = (
    "title",
    "description",
    "submitLabel",
    "legal_ground",
    "purpose",
    "retention_months",
    "retention",
    "fields_model",
    "actions_model",
)


def form_records(item: dict, path: str) -> Iterator[Record]:
    """Yield the form of an item of the file.

    Where the file says nothing of it, an item that is handled online gets one made from
    the template; what the file says of it was changed on the site that it comes from.
    """
    values = _generated_values(item)
    if "form" in item:
        if item["form"] is None:
            return
        values = (values or dict.fromkeys(FORM_FIELDS)) | item["form"]
    if values is not None:
        path = f"{path}/{APPLY_ID}"
        codes = [each["code"] for each in item["guide"]["materials"]]
        within = partial(_guide_to_come, codes, needs_of(item))
        yield Record(path, PORTAL_TYPE, values, (path,), within)


@contextmanager
def _guide_to_come(codes: list[str], needs: ItemNeeds) -> Iterator[None]:
    with materials_to_come(codes), needs_to_come(needs):
        yield


def _generated_values(item: dict) -> dict | None:
    if not item["channels"]["online_apply"]:
        return None
    return generated_form(item["code"], item["name"], needs_of(item))


def needs_of(item: dict) -> ItemNeeds:
    """Return what the form of an item of the file depends on."""
    guide = freeze({"materials": site_value("materials", item["guide"]["materials"])})
    return ItemNeeds(
        materials=guide.materials,
        sensitive_fields=tuple(item["privacy"]["sensitive_fields"]),
        asked_besides=tuple(item["privacy"].get("asked_besides") or ()),
        has_agent=bool(item["channels"]["agency"]),
        own_forms={
            document["title"]: tuple(
                (field["label"], field["sample_value"]) for field in document["fields"]
            )
            for document in item["guide"]["sample_docs"]
        },
    )


def form_section(item, row: dict) -> dict:
    """Return the key `form` of an item of the file, empty where its form is as it would
    be made anew.

    `row` is all else that the file says of the item; what is made from it is left out, and
    what will be made from it once it is read, with its punctuation set.
    """
    form = item.get(APPLY_ID)
    generated = _generated_values(row)
    if form is None or form.portal_type != PORTAL_TYPE:
        return {"form": None} if generated is not None else {}
    current = current_values(form, FORM_FIELDS)
    if generated is None:
        return {"form": {name: value for name, value in current.items() if value}}
    changes = find_changes(current, generated)
    if changes:
        as_read = deepcopy(row)
        set_punctuation(as_read)
        made = _generated_values(as_read)
        changes = [each for each in changes if each.old != made[each.field]]
    return {"form": {each.field: each.old for each in changes}} if changes else {}

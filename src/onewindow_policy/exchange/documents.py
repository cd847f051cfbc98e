"""Sample documents and common forms, from the file and back."""

from collections.abc import Iterator
from onewindow_policy.exchange.records import Record
from onewindow_policy.samples.api import COMMON_PATH
from onewindow_policy.samples.interfaces import BLANK_FORM
from onewindow_policy.samples.interfaces import FILLED_SAMPLE
from plone.app.iterate.interfaces import IWorkingCopy

import re

#: What the file calls a filled sample.
KIND = "填写示范"

PORTAL_TYPE = "SampleDocument"

_NUMBER = re.compile(r"(?:sample|form)-(\d+)")


def document_records(item: dict, path: str) -> Iterator[Record]:
    """Yield the documents of an item: each form blank, and filled as an example."""
    for number, document in enumerate(item["guide"]["sample_docs"], start=1):
        for kind, name in ((BLANK_FORM, "blank"), (FILLED_SAMPLE, "sample")):
            is_filled = kind == FILLED_SAMPLE
            fields = [
                {
                    "label": field["label"],
                    "sample_value": field["sample_value"] if is_filled else None,
                }
                for field in document["fields"]
            ]
            yield _record(
                f"{path}/{name}-{number}",
                title=document["title"],
                kind=kind,
                fields=fields,
                filling_notes=list(document.get("filling_notes", ())),
                print_size=document.get("print_size"),
                note=None,
            )


def common_form_records(catalogue: dict) -> Iterator[Record]:
    """Yield the forms that several items share."""
    for number, form in enumerate(catalogue["common_forms"], start=1):
        yield _record(
            f"{COMMON_PATH}/form-{number:02d}",
            title=form["name"],
            kind=BLANK_FORM,
            fields=[{"label": label, "sample_value": None} for label in form["fields"]],
            filling_notes=[],
            print_size="A4",
            note=form.get("note"),
        )


def _record(path: str, **values) -> Record:
    return Record(path, PORTAL_TYPE, {**values, "generated": True}, (path,))


def document_rows(item) -> list[dict]:
    """Return the documents of an item of the site as the file describes them.

    The file holds forms by their fields, so that what was uploaded is not in it; see
    `uploaded_documents`.
    """
    return [
        {
            "title": sample.title,
            "kind": KIND,
            "fields": [
                {
                    "label": row["label"],
                    "sample_value": row.get("sample_value"),
                }
                for row in sample.fields or ()
            ],
            "filling_notes": list(sample.filling_notes or ()),
            "print_size": sample.print_size,
        }
        for sample in _generated(item, FILLED_SAMPLE)
    ]


def common_form_rows(folder) -> list[dict]:
    """Return the common forms of the site as the file describes them."""
    rows = []
    for form in _generated(folder, BLANK_FORM):
        row = {"name": form.title, "fields": [each["label"] for each in form.fields]}
        if form.note is not None:
            row["note"] = form.note
        rows.append(row)
    return rows


def uploaded_documents(holder) -> list:
    """Return the documents in `holder` that the file cannot describe."""
    return [
        each
        for each in holder.objectValues()
        if each.portal_type == PORTAL_TYPE
        and not IWorkingCopy.providedBy(each)
        and not (each.generated and each.fields)
    ]


def _generated(holder, kind: str) -> list:
    """Return the documents of a kind made from fields, in order of their numbers."""
    found = [
        each
        for each in holder.objectValues()
        if each.portal_type == PORTAL_TYPE
        and not IWorkingCopy.providedBy(each)
        and each.kind == kind
        and each.generated
        and each.fields
    ]
    return sorted(found, key=_place)


def _place(document) -> tuple:
    number = _NUMBER.fullmatch(document.getId())
    return (0, int(number[1]), "") if number else (1, 0, document.getId())

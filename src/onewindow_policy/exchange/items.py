"""The catalogue and its items, from the file and back."""

from collections.abc import Iterator
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.catalogue.certificates import standard_answers
from onewindow_policy.exchange.documents import document_records
from onewindow_policy.exchange.documents import document_rows
from onewindow_policy.exchange.fields import ACCEPTANCE_MODE_NAMES
from onewindow_policy.exchange.forms import form_records
from onewindow_policy.exchange.forms import form_section
from onewindow_policy.exchange.guides import guide_record
from onewindow_policy.exchange.guides import guide_sections
from onewindow_policy.exchange.records import day
from onewindow_policy.exchange.records import day_text
from onewindow_policy.exchange.records import Record
from onewindow_policy.guides.api import guides_of
from onewindow_policy.vocabularies.api import title_of

#: Field of an item and the key of the file, where both hold the same value.
PLAIN = {
    "title": "name",
    "code": "code",
    "short_name": "short_name",
    "basic_code": "basic_code",
    "version": "version",
    "status": "status",
    "responsible_department": "responsible_department",
    "review_status": "review_status",
    "category": "category",
    "item_type": "item_type_code",
    "project_type": "project_type_code",
    "exercise_level": "exercise_level_code",
    "acceptance_mode": "acceptance_mode",
}
LISTS = {
    "aliases": "aliases",
    "illustrative_fields": "illustrative_fields",
    "life_events": "themes",
    "audience": "groups",
    "service_objects": "service_object_codes",
}
FLAGS = ("illustrative", "basic_code_illustrative")

#: Key of the file that repeats a code by its name, field and code list of the code.
NAMES = {
    "category_name": ("category", "categories"),
    "item_type": ("item_type", "item_types"),
    "project_type": ("project_type", "project_types"),
    "exercise_level": ("exercise_level", "exercise_levels"),
}

#: What an item has in English; its guide has the rest of that section.
ENGLISH = {"title_en": "name", "summary_en": "summary"}

ACCESS = {
    "access_list_name": "list_name",
    "access_list_no": "list_no",
    "access_kind": "kind",
}


def catalogue_records(catalogue: dict) -> Iterator[Record]:
    """Yield the catalogue, then each item with all that it holds for the city."""
    not_issued = catalogue.get("certificates_not_issued") or {}
    accesses = [item["access"] for item in catalogue["items"] if item.get("access")]
    yield Record(
        CATALOGUE_PATH,
        "ServiceCatalogue",
        {
            "access_list_name": accesses[0]["list_name"] if accesses else None,
            "as_of": day(catalogue.get("as_of")),
            "hot_queries": list(catalogue.get("hot_queries", ())),
            "not_issued_title": not_issued.get("title"),
            "not_issued_doc_no": not_issued.get("doc_no"),
            "not_issued_certificates": list(not_issued.get("items", ())),
            # A file without answers leaves those of the site as they are.
            **(
                {"not_issued_answers": list(not_issued["answers"])}
                if "answers" in not_issued
                else {}
            ),
        },
    )
    for item in catalogue["items"]:
        path = item_path(item["code"])
        yield Record(path, "ServiceItem", _item_values(item))
        yield from document_records(item, path)
        # A guide loses no material that a form still asks for: the form comes first. A
        # guide is published with its documents and its form there, and the item with its
        # guide.
        yield from form_records(item, path)
        yield guide_record(item, path)


def item_path(code: str) -> str:
    """Return the path, from the site, of the item with this code."""
    return f"{CATALOGUE_PATH}/{code.lower()}"


def _item_values(item: dict) -> dict:
    access = item.get("access") or {}
    english = item.get("english") or {}
    return {
        **{field: item.get(key) for field, key in PLAIN.items()},
        **{field: english.get(key) for field, key in ENGLISH.items()},
        **{field: list(item.get(key, ())) for field, key in LISTS.items()},
        **{field: item.get(field, False) for field in FLAGS},
        "effective_from": day(item.get("effective_from")),
        **{field: access.get(key) for field, key in ACCESS.items()},
        "access_illustrative": access.get("illustrative", False),
    }


def catalogue_sections(catalogue) -> dict:
    """Return the sections of the file about the catalogue and its items."""
    answers = list(catalogue.not_issued_answers or ())
    return {
        "as_of": day_text(catalogue.as_of),
        "hot_queries": list(catalogue.hot_queries or ()),
        "certificates_not_issued": {
            "title": catalogue.not_issued_title,
            "doc_no": catalogue.not_issued_doc_no,
            "items": list(catalogue.not_issued_certificates or ()),
            **({} if answers == standard_answers() else {"answers": answers}),
        },
    }


def item_row(item) -> dict:
    """Return an item of the site as the file describes it, with its guide."""
    row = {
        **{key: getattr(item, field) for field, key in PLAIN.items()},
        **{key: list(getattr(item, field) or ()) for field, key in LISTS.items()},
        **{field: bool(getattr(item, field)) for field in FLAGS},
        **{
            key: title_of(list_name, code) if (code := getattr(item, field)) else None
            for key, (field, list_name) in NAMES.items()
        },
        "acceptance_mode_name": ACCEPTANCE_MODE_NAMES.get(item.acceptance_mode),
        "effective_from": day_text(item.effective_from),
        "access": _access_row(item),
    }
    master, _own = guides_of(item)
    row |= guide_sections(master)
    english = {key: getattr(item, field) for field, key in ENGLISH.items()}
    if any(english.values()):
        written = {key: text for key, text in english.items() if text}
        row["english"] = written | row.get("english", {})
    row["guide"]["sample_docs"] = document_rows(item)
    return row | form_section(item, row)


def _access_row(item) -> dict | None:
    if not item.access_list_name:
        return None
    return {
        **{key: getattr(item, field) for field, key in ACCESS.items()},
        "illustrative": bool(item.access_illustrative),
    }

"""The code lists of a city, from the file and back."""

from Acquisition import aq_base
from collections.abc import Iterable
from collections.abc import Iterator
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.exchange.fields import ACCEPTANCE_MODE_NAMES
from onewindow_policy.exchange.records import Change
from onewindow_policy.exchange.records import digest_of
from onewindow_policy.exchange.report import ImportReport
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.api import PREFIX
from onewindow_policy.vocabularies.api import replace_code_list
from onewindow_policy.vocabularies.exceptions import CodeListRefused
from onewindow_policy.vocabularies.interfaces import IVocabularies
from plone import api
from typing import Any

#: How reports name a code list.
PATH = "vocabularies"

#: Where the catalogue keeps fingerprints of the lists that the last import wrote.
DIGESTS = "_imported_code_lists"

#: Section of the file and the code list, by the way the file writes the list: as
#: names that are codes too, as names by code, or as rows.
NAMES = {
    "themes": "life_events",
    "groups": "audiences",
    "material_types": "material_types",
    "material_forms": "material_forms",
}
NAMES_BY_CODE = {
    "item_type": "item_types",
    "exercise_level": "exercise_levels",
    "service_object": "service_objects",
    "handle_form": "handling_forms",
    "project_type": "project_types",
    "special_procedure": "special_procedures",
    "unit_roles": "unit_roles",
    "rollout_status": "rollout_statuses",
    "benefit_periods": "benefit_periods",
}
ROWS = {
    "categories": ("categories", ("department",)),
    "satisfaction": ("satisfaction_levels", ("stars", "negative")),
    "circumstances": ("circumstances", ("about",)),
}
RATING_TAGS = {
    "positive": "positive_rating_tags",
    "negative": "negative_rating_tags",
}
SATISFACTION_NOTE = f"{PREFIX}.satisfaction_note"


def wanted_lists(catalogue: dict) -> Iterator[tuple[str, list[dict]]]:
    """Yield each code list that the file holds, with its rows as the site stores them.

    Only the columns that the file knows are in the rows. A list that the file writes
    as names keeps the titles that the site has given them. What a file of before does not
    have is left as it is.
    """
    vocabularies = catalogue["vocabularies"]
    tags = vocabularies["rating_tags"]
    names = [(name, vocabularies[section]) for section, name in NAMES.items()]
    names += [(name, tags[section]) for section, name in RATING_TAGS.items()]
    for name, codes in names:
        known = code_list(name)
        yield (
            name,
            [
                {"code": code, "title": known[code].title if code in known else code}
                for code in codes
            ],
        )
    for section, name in NAMES_BY_CODE.items():
        if section not in vocabularies:
            continue
        titles = vocabularies[section]
        yield name, [{"code": code, "title": titles[code]} for code in titles]
    for section, (name, columns) in ROWS.items():
        if section not in vocabularies:
            continue
        yield (
            name,
            [
                {
                    "code": row["code"],
                    "title": row["name"],
                    **{column: row.get(column) for column in columns},
                }
                for row in vocabularies[section]
            ],
        )


def used_values(catalogue: dict) -> dict[str, list[str]]:
    """Return the values in use, in order, of lists that the file does not hold.

    Those that the site lacks are added to its lists: an editor could not save the
    content otherwise.
    """
    items = catalogue["items"]
    return {
        "law_types": [
            row["law_type"] for item in items for row in item["guide"]["legal_basis"]
        ],
        "material_sources": [
            row.get("source") for item in items for row in item["guide"]["materials"]
        ],
        "result_kinds": [item["result"]["kind"] for item in items],
        "delivery_modes": [
            mode for item in items for mode in item["result"]["delivery"]
        ],
        "access_kinds": [(item.get("access") or {}).get("kind") for item in items],
        "item_statuses": [item["status"] for item in items],
        "acceptance_modes": [item["acceptance_mode"] for item in items],
        "news_categories": [news.get("category") for news in catalogue["news"]],
    }


def missing_rows(name: str, values: Iterable[str | None]) -> list[dict]:
    """Return rows for those of `values` that the code list `name` does not have.

    News name their categories by title, everything else by code.
    """
    terms = code_list(name)
    known = {*terms, *(term.title for term in terms.values())}
    return [
        {"code": value, "title": ACCEPTANCE_MODE_NAMES.get(value, value)}
        for value in dict.fromkeys(values)
        if value and value not in known
    ]


def current_rows(name: str, columns: Iterable[str]) -> list[dict[str, Any]]:
    """Return these columns of the rows of the code list `name` on the site."""
    stored = api.portal.get_registry_record(f"{PREFIX}.{name}", default=None) or ()
    return [{column: row.get(column) for column in columns} for row in stored]


def import_code_lists(
    portal, catalogue: dict, overwrite: bool, report: ImportReport
) -> None:
    """Make the site's code lists those of the file, and report each by its name.

    A list that was edited on the site since the last import (or since the site was
    made) is left alone without `overwrite`; what the file needs of it is added.
    """
    holder = portal[CATALOGUE_PATH]
    digests = dict(getattr(aq_base(holder), DIGESTS, {}))
    for name, rows in wanted_lists(catalogue):
        columns = tuple(rows[0]) if rows else ("code", "title")
        current = current_rows(name, columns)
        path = f"{PATH}/{name}"
        if current == rows:
            report.unchanged.append(path)
        elif _is_edited(name, current, digests) and not overwrite:
            report.edited[path] = (Change(name, current, rows),)
            _add_rows(name, missing_rows(name, [row["code"] for row in rows]))
            continue
        else:
            if _is_edited(name, current, digests):
                report.edited[path] = (Change(name, current, rows),)
            try:
                replace_code_list(name, rows)
            except CodeListRefused as refused:
                report.refused[path] = str(refused)
                _add_rows(name, missing_rows(name, [row["code"] for row in rows]))
                continue
            report.updated.append(path)
        digests[name] = digest_of({"rows": rows})
    for name, values in used_values(catalogue).items():
        if _add_rows(name, missing_rows(name, values)):
            report.updated.append(f"{PATH}/{name}")
    note = catalogue["vocabularies"].get("satisfaction_note")
    if note != api.portal.get_registry_record(SATISFACTION_NOTE, default=None):
        api.portal.set_registry_record(SATISFACTION_NOTE, note)
        report.updated.append(f"{PATH}/satisfaction_note")
    if digests != getattr(aq_base(holder), DIGESTS, {}):
        setattr(holder, DIGESTS, digests)


def _is_edited(name: str, current: list[dict], digests: dict[str, str]) -> bool:
    if name in digests:
        return digests[name] != digest_of({"rows": current})
    columns = tuple(current[0]) if current else ("code", "title")
    default = IVocabularies[name].default
    return current != [{key: row.get(key) for key in columns} for row in default]


def _add_rows(name: str, rows: list[dict]) -> bool:
    if not rows:
        return False
    # A row of a code alone keeps what the site says of it.
    return replace_code_list(name, [{"code": code} for code in code_list(name)] + rows)


def vocabulary_section() -> dict:
    """Return the code lists of the site as the file describes them."""
    return {
        **{section: list(code_list(name)) for section, name in NAMES.items()},
        **{
            section: {code: term.title for code, term in code_list(name).items()}
            for section, name in NAMES_BY_CODE.items()
        },
        **{
            section: [
                {
                    "code": row["code"],
                    "name": row["title"],
                    **{column: row[column] for column in columns},
                }
                for row in current_rows(name, ("code", "title", *columns))
            ]
            for section, (name, columns) in ROWS.items()
        },
        "rating_tags": {
            section: list(code_list(name)) for section, name in RATING_TAGS.items()
        },
        "satisfaction_note": api.portal.get_registry_record(
            SATISFACTION_NOTE, default=None
        ),
    }

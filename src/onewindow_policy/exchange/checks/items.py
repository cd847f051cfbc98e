"""Checks of service items and of their guides."""

from onewindow_policy import _
from onewindow_policy.exchange.checks.entitlements import check_entitlements
from onewindow_policy.exchange.checks.entitlements import ENTITLEMENTS
from onewindow_policy.exchange.checks.forms import check_form
from onewindow_policy.exchange.checks.known import Known
from onewindow_policy.exchange.checks.limits import check_time_limit
from onewindow_policy.exchange.checks.references import note_contradiction
from onewindow_policy.exchange.checks.references import note_repeated
from onewindow_policy.exchange.checks.references import note_unknown
from onewindow_policy.exchange.checks.references import texts
from onewindow_policy.exchange.fields import ACCEPTANCE_MODE_NAMES
from onewindow_policy.exchange.overriding import key_of
from onewindow_policy.exchange.places import excerpt
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems
from onewindow_policy.publishing.codes import is_reserved

#: Key of an item, the code list it takes its values from, and the key that repeats the
#: name of the value.
CODED = (
    ("category", "categories", "category_name"),
    ("item_type_code", "item_type", "item_type"),
    ("project_type_code", "project_type", "project_type"),
    ("exercise_level_code", "exercise_level", "exercise_level"),
)

#: Key of an item that lists values, and their code list.
CODED_LISTS = (
    ("themes", "themes"),
    ("groups", "groups"),
    ("service_object_codes", "service_object"),
)

#: Key of a material and its code list.
MATERIAL_CODED = (("material_type", "material_types"), ("form", "material_forms"))


def check_items(root: Place, known: Known, problems: Problems) -> None:
    """Check each item's codes and references, and what its guide says."""
    items = list(root["items"])
    _check_access_list(items, problems)
    for item in items:
        _check_code(item["code"], problems)
        _check_classification(item, known, problems)
        _check_guide(item, known, problems)
        check_form(item["form"], problems)


def _check_code(code: Place, problems: Problems) -> None:
    """Check that the portal has no use of its own for a code: it becomes an address."""
    if code.text is not None and is_reserved(code.text):
        problems.add(
            code,
            _(
                "error_code_reserved",
                default="“${code}” is a name that the portal needs for itself.",
                mapping={"code": code.text},
            ),
        )


def _check_access_list(items: list[Place], problems: Problems) -> None:
    names = [item["access"]["list_name"] for item in items]
    names = [name for name in names if name.text is not None]
    for name in names[1:]:
        if name.text != names[0].text:
            problems.add(
                name,
                _(
                    "problem_two_access_lists",
                    default=(
                        "Names another access list than ${where}: ${expected}. A city"
                        " has one in force."
                    ),
                    mapping={"where": str(names[0]), "expected": names[0].text},
                ),
            )


def _check_classification(item: Place, known: Known, problems: Problems) -> None:
    for key, list_name, name_key in CODED:
        values = known.code_lists[list_name]
        where = f"$.vocabularies.{list_name}"
        if note_unknown(item[key], values, where, problems):
            name = values[item[key].text]
            if name is not None:
                note_contradiction(item[name_key], name, item[key], problems)
    for key, list_name in CODED_LISTS:
        note_repeated(item[key], problems)
        for value in item[key]:
            note_unknown(
                value,
                known.code_lists[list_name],
                f"$.vocabularies.{list_name}",
                problems,
            )
    mode = item["acceptance_mode"]
    if mode.text in ACCEPTANCE_MODE_NAMES:
        expected = ACCEPTANCE_MODE_NAMES[mode.text]
        note_contradiction(item["acceptance_mode_name"], expected, mode, problems)
    note_repeated(item["aliases"], problems)


def _check_guide(item: Place, known: Known, problems: Problems) -> None:
    guide = item["guide"]
    note_repeated((doc["title"] for doc in guide["sample_docs"]), problems)
    note_repeated((question["question"] for question in item["faqs"]), problems)
    _check_legal_basis(guide["legal_basis"], problems)
    for key in ("role", "decision_role"):
        check_unit_role(guide["accepting_unit"][key], known, problems)
    note_repeated((step["name"] for step in guide["process"]), problems)
    for step in guide["process"]:
        check_unit_role(step["unit_role"], known, problems)
    note_repeated((row["code"] for row in guide["materials"]), problems, fold_case=True)
    for material in guide["materials"]:
        check_material(material, item, known, problems)
    for rows in (guide["process"], guide["materials"]):
        for position, row in enumerate(rows, start=1):
            note_contradiction(row["order"], position, Place(None, row.path), problems)
    for form in guide["other_forms"]:
        note_unknown(form, known.common_forms, "$.common_forms", problems)
    for field in ENTITLEMENTS:
        check_entitlements(field, guide[field], known, problems)
    check_time_limit(item["time_limit"], guide["process"], problems)


def _check_legal_basis(rows: Place, problems: Problems) -> None:
    """Check that no source stands twice with the same article."""
    keys = {}
    for row in rows:
        key = key_of("legal_basis", row.value)
        if key in keys:
            problems.add(
                row,
                _(
                    "problem_source_repeated",
                    default="Is the same source and article as ${where}.",
                    mapping={"where": str(keys[key])},
                ),
            )
        if key is not None:
            keys.setdefault(key, row)


def check_unit_role(role: Place, known: Known, problems: Problems) -> None:
    """Check that a role of units is one of the file's."""
    roles = known.code_lists["unit_roles"]
    note_unknown(role, roles, "$.vocabularies.unit_roles", problems)


def check_material(
    material: Place, item: Place, known: Known, problems: Problems
) -> None:
    """Check a material's types, and that the form to fill in for it exists."""
    for key, list_name in MATERIAL_CODED:
        note_unknown(
            material[key],
            known.code_lists[list_name],
            f"$.vocabularies.{list_name}",
            problems,
        )
    form = material["blank_form"]
    if form.text is None:
        return
    samples = item["guide"]["sample_docs"]
    if form.text in known.common_forms:
        return
    if form.text not in texts(sample["title"] for sample in samples):
        problems.add(
            form,
            _(
                "problem_no_such_form",
                default=(
                    "${value} is the title of no document in ${samples}, and no name"
                    " in $.common_forms."
                ),
                mapping={"value": excerpt(form.text), "samples": str(samples)},
            ),
        )

"""Checks of the districts' lists and of what they override."""

from onewindow_policy import _
from onewindow_policy.exchange.checks.entitlements import check_entitlements
from onewindow_policy.exchange.checks.entitlements import ENTITLEMENTS
from onewindow_policy.exchange.checks.items import check_material
from onewindow_policy.exchange.checks.items import check_unit_role
from onewindow_policy.exchange.checks.known import Known
from onewindow_policy.exchange.checks.limits import check_time_limit
from onewindow_policy.exchange.checks.references import note_contradiction
from onewindow_policy.exchange.checks.references import note_repeated
from onewindow_policy.exchange.checks.references import note_unknown
from onewindow_policy.exchange.checks.references import texts
from onewindow_policy.exchange.fields import GUIDE_FIELDS
from onewindow_policy.exchange.overriding import is_time_limit
from onewindow_policy.exchange.overriding import key_of
from onewindow_policy.exchange.overriding import overridden_item
from onewindow_policy.exchange.places import excerpt
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems
from onewindow_policy.exchange.shapes import check_against
from onewindow_policy.exchange.shapes import item_schema
from onewindow_policy.guides.interfaces import MAX_ROWS
from onewindow_policy.guides.interfaces import ROW_KEYS


def check_district_catalogues(root: Place, known: Known, problems: Problems) -> None:
    """Check each district's list: whose it is, what it adopts, what it changes."""
    catalogues = list(root["district_catalogues"])
    note_repeated((catalogue["district"] for catalogue in catalogues), problems)
    for catalogue in catalogues:
        code = catalogue["district"]
        if note_unknown(code, known.districts, "$.districts", problems):
            expected = known.districts[code.text]["name"].text
            note_contradiction(catalogue["district_name"], expected, code, problems)
        note_unknown(catalogue["publisher"], known.units, "$.units", problems)
        note_repeated(catalogue["items"], problems)
        for item in catalogue["items"]:
            note_unknown(item, known.items, "$.items", problems)
        _check_overrides(catalogue, known, problems)


def _check_overrides(catalogue: Place, known: Known, problems: Problems) -> None:
    adopted = set(texts(catalogue["items"]))
    by_item: dict[str, list[Place]] = {}
    targets: dict[tuple, Place] = {}
    for override in catalogue["overrides"]:
        code = override["item"]
        if not note_unknown(code, known.items, "$.items", problems):
            continue
        note_unknown(code, adopted, str(catalogue["items"]), problems)
        item = known.items[code.text]
        if not problems.within(override):
            _check_override(override, item, known, problems)
        # An outcome can be judged only of changes that are sound themselves.
        if problems.within(override):
            continue
        _note_second_change(override, targets, problems)
        by_item.setdefault(code.text, []).append(override)
    for code, overrides in by_item.items():
        _check_outcome(known.items[code], overrides, known, problems)


def _note_second_change(
    override: Place, targets: dict[tuple, Place], problems: Problems
) -> None:
    target = tuple(override[key].text for key in ("item", "field", "row", "column"))
    if target in targets:
        problems.add(
            override,
            _(
                "problem_overridden_twice",
                default="Changes the same as ${where}.",
                mapping={"where": str(targets[target])},
            ),
        )
    targets.setdefault(target, override)


def _check_override(
    override: Place, item: Place, known: Known, problems: Problems
) -> None:
    """Check that what an override changes exists, and can have the value it gives."""
    path = override["field"].text
    field = GUIDE_FIELDS.get(path)
    if field is None:
        if path is not None:
            problems.add(
                override["field"],
                _(
                    "problem_unknown_field",
                    default=(
                        "${value} is no field of a guide. Write, for example,"
                        " “standard” or “time_limit.promised.days”."
                    ),
                    mapping={"value": excerpt(path)},
                ),
            )
        return
    schema = item_schema(path)
    if override["row"].text is not None:
        _check_row(override, field, item, known, problems)
    elif override["column"].text is not None:
        problems.add(
            override["column"],
            _(
                "problem_column_without_row",
                default="Says which column, but not of which row: add “row”.",
            ),
        )
    elif override["value"].value is not None:
        check_against(override["value"], schema, problems)
    _check_steps_patch(override["steps_patch"], item, known, problems)


def _check_row(
    override: Place, field: str, item: Place, known: Known, problems: Problems
) -> None:
    path = override["field"].text
    if field not in ROW_KEYS:
        problems.add(
            override["row"],
            _(
                "problem_field_without_rows",
                default="${value} has no rows: leave “row” out.",
                mapping={"value": excerpt(path)},
            ),
        )
        return
    rows = item_rows(item, path)
    keys = {key_of(field, row.value) for row in rows}
    value, column = override["value"], override["column"].text
    columns = {**item_schema(path)["items"]["properties"]}
    # The position follows from the order; no district can change it.
    columns.pop("order", None)
    if (column is not None or value.value is None) and not note_unknown(
        override["row"], keys, str(rows), problems
    ):
        return
    if column is None:
        _check_whole_row(override, field, item, known, problems)
    elif note_unknown(override["column"], columns, str(rows), problems):
        check_against(value, columns[column], problems)


def _check_whole_row(
    override: Place, field: str, item: Place, known: Known, problems: Problems
) -> None:
    value = override["value"]
    if value.value is None:
        return
    before = len(problems)
    check_against(value, item_schema(override["field"].text)["items"], problems)
    if len(problems) > before:
        return
    note_contradiction(override["row"], key_of(field, value.value), value, problems)
    if field == "materials":
        check_material(value, item, known, problems)
    elif field == "process":
        check_unit_role(value["unit_role"], known, problems)


def _check_steps_patch(
    patch: Place, item: Place, known: Known, problems: Problems
) -> None:
    process = item["guide"]["process"]
    names = texts(step["name"] for step in process)
    note_repeated((step["name"] for step in patch), problems)
    for step in patch:
        note_unknown(step["name"], names, str(process), problems)
        check_unit_role(step["unit_role"], known, problems)


def _check_outcome(
    item: Place, overrides: list[Place], known: Known, problems: Problems
) -> None:
    """Check the guide that a district's overrides make of the city's."""
    changed = overridden_item(item.value, [override.value for override in overrides])
    place = next((each for each in overrides if is_time_limit(each.value)), None)
    sources = (item["time_limit"], item["guide"]["process"])
    # What is wrong in the city's guide already is told there.
    if place is not None and not any(map(problems.within, sources)):
        found = Problems()
        resolved = Place(changed, item.path)
        check_time_limit(resolved["time_limit"], resolved["guide"]["process"], found)
        for _path, message in found:
            problems.add(place, message)
    for override in overrides:
        field = GUIDE_FIELDS[override["field"].text]
        if field in ENTITLEMENTS and not problems.within(item["guide"][field]):
            found = Problems()
            rows = Place(changed)["guide"][field]
            check_entitlements(field, rows, known, found)
            for _path, message in found:
                problems.add(override, message)
        rows = item_rows(Place(changed), override["field"].text)
        count = len(rows.value) if isinstance(rows.value, list) else 0
        if field in ROW_KEYS and count > MAX_ROWS:
            problems.add(
                override,
                _(
                    "problem_too_many_rows",
                    default="Has ${count} rows; at most ${maximum} are possible.",
                    mapping={"count": count, "maximum": MAX_ROWS},
                ),
            )


def item_rows(item: Place, path: str) -> Place:
    """Return what stands at a dotted path in an item."""
    for key in path.split("."):
        item = item[key]
    return item

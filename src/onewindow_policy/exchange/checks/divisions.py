"""Checks of the city's divisions, its units, its halls and its grids."""

from onewindow_policy import _
from onewindow_policy.communities.positions import find_position_problem
from onewindow_policy.communities.positions import read_position
from onewindow_policy.exchange.checks.known import Known
from onewindow_policy.exchange.checks.references import note_contradiction
from onewindow_policy.exchange.checks.references import note_repeated
from onewindow_policy.exchange.checks.references import note_unknown
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems

import re

_TIME = re.compile(r"[0-2][0-9]:[0-5][0-9]")


def check_divisions(root: Place, known: Known, problems: Problems) -> None:
    """Check that each division has its parent, and says nothing else of it."""
    city = root["city"]
    is_fictional = city["fictional"].value is True
    note_contradiction(root["fictional"], is_fictional, city["fictional"], problems)
    cities = {city["code"].text} if city["code"].text else None
    for district in root["districts"]:
        note_unknown(district["parent"], cities, "$.city", problems)
    for street in root["streets"]:
        if note_unknown(street["parent"], known.districts, "$.districts", problems):
            _check_code(street, problems)
    statuses = known.code_lists["rollout_status"]
    for community in root["communities"]:
        _check_community(community, known, problems)
        note_unknown(
            community["rollout"]["status"],
            statuses,
            "$.vocabularies.rollout_status",
            problems,
        )


def _check_code(division: Place, problems: Problems) -> None:
    """Check that the code of a street or community begins with that of its parent."""
    code, parent = division["code"], division["parent"]
    if code.text and parent.text and not code.text.startswith(parent.text):
        problems.add(code, _of_other_place(parent.text))


def _of_other_place(code: str):
    return _(
        "problem_code_of_other_place",
        default="It does not begin with ${code}, the code of what it lies in.",
        mapping={"code": code},
    )


def _check_community(community: Place, known: Known, problems: Problems) -> None:
    if not note_unknown(community["parent"], known.streets, "$.streets", problems):
        return
    _check_code(community, problems)
    street = known.streets[community["parent"].text]
    district = known.districts.get(street["parent"].text)
    if district is None:
        return
    note_contradiction(
        community["district"], district["code"].text, street["parent"], problems
    )
    names = [division["name"].text for division in (district, street, community)]
    if None not in names:
        note_contradiction(
            community["full_name"], "".join(names), community["name"], problems
        )


def check_units(root: Place, known: Known, problems: Problems) -> None:
    """Check that each unit belongs to a division and to a category of its role."""
    divisions = {
        "city": ({root["city"]["code"].text}, "$.city"),
        "county": (known.districts, "$.districts"),
        "street": (known.streets, "$.streets"),
    }
    for unit in root["units"]:
        level, _colon, category = (unit["role"].text or "").partition(":")
        if level not in divisions:
            continue
        note_contradiction(unit["level"], level, unit["role"], problems)
        note_unknown(unit["division_code"], *divisions[level], problems)
        note_contradiction(unit["category"], category or None, unit["role"], problems)
        if category:
            note_unknown(
                Place(category, unit["role"].path),
                known.code_lists["categories"],
                "$.vocabularies.categories",
                problems,
            )


def check_grids(root: Place, known: Known, problems: Problems) -> None:
    """Check that each grid has its community, and a code that begins with that one's."""
    digits = root["city"]["grid_code_digits"].number
    for grid in root["grids"]:
        community, code = grid["community"], grid["code"]
        if not note_unknown(community, known.communities, "$.communities", problems):
            continue
        if not code.text:
            continue
        if not code.text.startswith(community.text):
            problems.add(code, _of_other_place(community.text))
        elif digits is not None and len(code.text) != len(community.text) + digits:
            problems.add(
                code,
                _(
                    "problem_grid_code_digits",
                    default="After the code of its community come ${digits} digits.",
                    mapping={"digits": digits},
                ),
            )


def check_halls(root: Place, known: Known, problems: Problems) -> None:
    """Check each hall's community, its numbers and its hours."""
    halls = list(root["halls"])
    # The id becomes an address, where case does not distinguish.
    note_repeated((hall["id"] for hall in halls), problems, fold_case=True)
    note_repeated(
        (staff["staff_no"] for hall in halls for staff in hall["staff"]), problems
    )
    for hall in halls:
        note_unknown(hall["community"], known.communities, "$.communities", problems)
        note_repeated((window["no"] for window in hall["windows"]), problems)
        for days in ("weekdays", "saturday", "sunday"):
            check_hours(hall["hours"][days], problems)
        check_position(hall, problems)


def check_position(hall: Place, problems: Problems) -> None:
    """Check that a hall's latitude and longitude are both there, and not exchanged."""
    degrees = [hall["latitude"].value, hall["longitude"].value]
    if any(isinstance(each, str | bool | list | dict) for each in degrees):
        # The schema says so.
        return
    message = find_position_problem(*degrees)
    if message is not None:
        problems.add(hall["latitude"], message)
    former = hall["geo"]
    if former.text and read_position(former.text) is None:
        problems.add(
            former,
            _("problem_no_position", default="This is not a latitude and a longitude."),
        )


def check_hours(spans: Place, problems: Problems) -> None:
    """Check that each span ends after it begins, and begins after the one before."""
    closed = ""
    for span in spans:
        times = [place.text or "" for place in span]
        if len(times) != 2 or not all(_TIME.fullmatch(time) for time in times):
            continue
        opens, closes = times
        if opens >= closes:
            problems.add(
                span,
                _(
                    "problem_closes_before_opening",
                    default="Closes at ${closes}, before it opens at ${opens}.",
                    mapping={"opens": opens, "closes": closes},
                ),
            )
        elif opens < closed:
            problems.add(
                span,
                _(
                    "problem_hours_overlap",
                    default=(
                        "Opens at ${opens}, before the span above has closed at"
                        " ${closed}."
                    ),
                    mapping={"opens": opens, "closed": closed},
                ),
            )
        closed = max(closed, closes)

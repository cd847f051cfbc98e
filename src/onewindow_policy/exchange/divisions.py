"""The city, its divisions, their units, halls and grids, from the file and back."""

from collections.abc import Iterator
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.communities.grids import grid_contents
from onewindow_policy.exchange.grids import grid_record
from onewindow_policy.exchange.grids import grid_row
from onewindow_policy.exchange.halls import hall_record
from onewindow_policy.exchange.halls import hall_row
from onewindow_policy.exchange.records import day
from onewindow_policy.exchange.records import day_text
from onewindow_policy.exchange.records import Record
from onewindow_policy.exchange.units import unit_record
from onewindow_policy.exchange.units import unit_rows

CITY_LEVEL = "市"
DISTRICT_LEVEL = "县（区）"
STREET_LEVEL = "街道"
COMMUNITY_LEVEL = "社区"

#: Field of a community and the key of the file's `rollout` that it comes from.
ROLLOUT = {
    "rollout_status": "status",
    "generalist_count": "generalist_count",
    "window_count": "windows",
    "visit_service": "visit_service",
}


def division_records(catalogue: dict) -> Iterator[Record]:
    """Yield the city and all below it, each after what holds it."""
    city = catalogue["city"]
    lists = {each["district"]: each for each in catalogue["district_catalogues"]}
    yield Record(
        CITY_PATH,
        "City",
        {
            "title": city["name"],
            "code": city["code"],
            "province": city.get("province"),
            "note": city.get("note"),
            "fictional": city.get("fictional", False),
            "notice": catalogue.get("notice"),
            **_stated(city, ("grid_code_digits",)),
        },
    )
    paths = {city["code"]: CITY_PATH}
    for district in catalogue["districts"]:
        path = f"{CITY_PATH}/{district['code']}"
        paths[district["code"]] = path
        yield Record(
            path,
            "District",
            {
                "title": district["name"],
                "code": district["code"],
                **_list_values(lists.get(district["code"], {})),
            },
        )
    for street in catalogue["streets"]:
        path = f"{CITY_PATH}/{street['parent']}/{street['code']}"
        paths[street["code"]] = path
        yield Record(
            path,
            "Street",
            {"title": street["name"], "code": street["code"]},
        )
    for community in catalogue["communities"]:
        path = f"{paths[community['parent']]}/{community['code']}"
        paths[community["code"]] = path
        yield Record(path, "Community", _community_values(community))
    for unit in catalogue["units"]:
        yield unit_record(unit, paths[unit["division_code"]])
    for hall in catalogue["halls"]:
        yield hall_record(hall, paths[hall["community"]])
    for grid in catalogue.get("grids", ()):
        yield grid_record(grid, paths[grid["community"]])


def _stated(row: dict, keys: tuple[str, ...]) -> dict:
    """Return what a file says of `keys`: where it is silent, the site keeps what it has."""
    return {key: row[key] for key in keys if row.get(key) is not None}


def _list_values(listed: dict) -> dict:
    return {
        "list_title": listed.get("title"),
        "list_version": listed.get("version"),
        "list_doc_no": listed.get("doc_no"),
        "list_published_on": day(listed.get("published_on")),
        "list_publisher": listed.get("publisher"),
        "adopted_items": sorted(listed.get("items", ())),
    }


def _community_values(community: dict) -> dict:
    rollout = community["rollout"]
    return {
        "title": community["name"],
        "code": community["code"],
        "kind": community.get("kind"),
        "households": community.get("households"),
        "residents": community.get("residents"),
        "illustrative": community.get("illustrative", False),
        "implemented_on": day(rollout.get("implemented_on")),
        "planned_on": day(rollout.get("planned_on")),
        **{field: rollout.get(key) for field, key in ROLLOUT.items()},
        "visit_service": rollout.get("visit_service", False),
    }


def division_sections(city) -> dict:
    """Return the sections of the file about `city` and what is below it."""
    districts = _by_code(city, "District")
    streets = [(each, one) for each in districts for one in _by_code(each, "Street")]
    communities = [
        (district, street, each)
        for district, street in streets
        for each in _by_code(street, "Community")
    ]
    return {
        "notice": city.notice,
        "city": {
            "code": city.code,
            "name": city.title,
            "level": CITY_LEVEL,
            "fictional": bool(city.fictional),
            "province": city.province,
            "note": city.note,
            "grid_code_digits": city.grid_code_digits,
        },
        "districts": [_division_row(each, city, DISTRICT_LEVEL) for each in districts],
        "streets": [
            _division_row(street, district, STREET_LEVEL)
            for district, street in streets
        ],
        "communities": [_community_row(*place) for place in communities],
        "units": list(unit_rows(_holders_of_units(city, districts))),
        "halls": sorted(
            (
                hall_row(hall, community.code)
                for _district, _street, community in communities
                for hall in community.objectValues()
                if hall.portal_type == "Hall"
            ),
            key=lambda row: row["id"],
        ),
        "grids": [
            grid_row(grid, community.code)
            for _district, _street, community in communities
            for grid in grid_contents(community)
        ],
    }


def _by_code(holder, portal_type: str) -> list:
    found = [each for each in holder.objectValues() if each.portal_type == portal_type]
    return sorted(found, key=lambda each: each.code)


def _division_row(division, parent, level: str) -> dict:
    return {
        "code": division.code,
        "name": division.title,
        "level": level,
        "parent": parent.code,
    }


def _community_row(district, street, community) -> dict:
    rollout = {key: getattr(community, field) for field, key in ROLLOUT.items()}
    return {
        **_division_row(community, street, COMMUNITY_LEVEL),
        "district": district.code,
        "full_name": f"{district.title}{street.title}{community.title}",
        "kind": community.kind,
        "households": community.households,
        "residents": community.residents,
        "rollout": {
            **rollout,
            "visit_service": bool(community.visit_service),
            "implemented_on": day_text(community.implemented_on),
            "planned_on": day_text(community.planned_on),
        },
        "illustrative": bool(community.illustrative),
    }


def _holders_of_units(city, districts: list) -> Iterator[tuple]:
    """Yield what may have units from the top down, a district before its streets."""
    yield "city", city
    for district in districts:
        yield "county", district
        yield from (("street", street) for street in _by_code(district, "Street"))

"""The city, its divisions, its units and its halls, from the file and back."""

from collections.abc import Iterator
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.exchange.halls import hall_record
from onewindow_policy.exchange.halls import hall_row
from onewindow_policy.exchange.records import day
from onewindow_policy.exchange.records import day_text
from onewindow_policy.exchange.records import Record

CITY_LEVEL = "市"
DISTRICT_LEVEL = "县(区)"
STREET_LEVEL = "街道"
COMMUNITY_LEVEL = "社区"

#: Columns of a unit that the file and the site have in common.
UNIT_COLUMNS = ("code", "name", "role", "category", "uscc", "phone", "fictional")

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
    units: dict[str, list[dict]] = {}
    for unit in catalogue["units"]:
        units.setdefault(unit["division_code"], []).append(_unit_values(unit))
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
            "units": units.get(city["code"], []),
        },
    )
    for district in catalogue["districts"]:
        yield Record(
            f"{CITY_PATH}/{district['code']}",
            "District",
            {
                "title": district["name"],
                "code": district["code"],
                "units": units.get(district["code"], []),
                **_list_values(lists.get(district["code"], {})),
            },
        )
    paths = {}
    for street in catalogue["streets"]:
        path = f"{CITY_PATH}/{street['parent']}/{street['code']}"
        paths[street["code"]] = path
        yield Record(
            path,
            "Street",
            {
                "title": street["name"],
                "code": street["code"],
                "units": units.get(street["code"], []),
            },
        )
    for community in catalogue["communities"]:
        path = f"{paths[community['parent']]}/{community['code']}"
        paths[community["code"]] = path
        yield Record(path, "Community", _community_values(community))
    for hall in catalogue["halls"]:
        yield hall_record(hall, paths[hall["community"]])


def _unit_values(unit: dict) -> dict:
    return {column: unit.get(column) for column in UNIT_COLUMNS} | {
        "fictional": unit.get("fictional", False)
    }


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
        "grids": community.get("grids"),
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
        },
        "districts": [_division_row(each, city, DISTRICT_LEVEL) for each in districts],
        "streets": [
            _division_row(street, district, STREET_LEVEL)
            for district, street in streets
        ],
        "communities": [_community_row(*place) for place in communities],
        "units": list(_unit_rows(city, districts)),
        "halls": sorted(
            (
                hall_row(hall, community.code)
                for _district, _street, community in communities
                for hall in community.objectValues()
                if hall.portal_type == "Hall"
            ),
            key=lambda row: row["id"],
        ),
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
        "grids": community.grids,
        "rollout": {
            **rollout,
            "visit_service": bool(community.visit_service),
            "implemented_on": day_text(community.implemented_on),
            "planned_on": day_text(community.planned_on),
        },
        "illustrative": bool(community.illustrative),
    }


def _unit_rows(city, districts: list) -> Iterator[dict]:
    """Yield the units from the top down, those of a district before its streets'."""
    holders = [("city", city)]
    for district in districts:
        holders.append(("county", district))
        holders += [("street", street) for street in _by_code(district, "Street")]
    for level, holder in holders:
        for unit in holder.units or ():
            yield {
                **{column: unit.get(column) for column in UNIT_COLUMNS},
                "fictional": bool(unit.get("fictional")),
                "level": level,
                "division_code": holder.code,
            }

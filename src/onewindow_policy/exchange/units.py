"""Units, from the file and back."""

from collections.abc import Iterable
from collections.abc import Iterator
from onewindow_policy.communities.unitroles import category_of
from onewindow_policy.communities.units import units_of
from onewindow_policy.exchange.records import Record
from plone import api

#: Field of a unit and the key of the file.
PLAIN = {
    "title": "name",
    "code": "code",
    "role": "role",
    "uscc": "uscc",
    "phone": "phone",
}


def unit_record(unit: dict, division_path: str) -> Record:
    """Return a unit of the file as the site holds it, in its division.

    Where the file does not say whether it decides in this system, the site keeps what it
    has: registers of units know nothing of that.
    """
    values = {field: unit.get(key) for field, key in PLAIN.items()}
    values["fictional"] = unit.get("fictional", False)
    if unit.get("decides_here") is not None:
        values["decides_here"] = unit["decides_here"]
    return Record(f"{division_path}/{unit['code'].lower()}", "Unit", values)


def unit_rows(holders: Iterable[tuple]) -> Iterator[dict]:
    """Yield the units of the site as the file describes them.

    :param holders: pairs of a level and the content that may have units of it
    """
    portal = api.portal.get()
    for level, holder in holders:
        for facts in units_of(holder.code):
            unit = portal.unrestrictedTraverse(facts.path.lstrip("/"))
            yield {
                **{key: getattr(unit, field) for field, key in PLAIN.items()},
                "category": category_of(unit.role),
                "decides_here": bool(unit.decides_here),
                "fictional": bool(unit.fictional),
                "level": level,
                "division_code": holder.code,
            }

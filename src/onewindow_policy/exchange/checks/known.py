"""What a catalogue file defines, for the checks of everything that refers to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.exchange.checks.references import note_repeated
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems


@dataclass(frozen=True)
class Known:
    """Codes and names of a file, each with the place that defines it."""

    districts: Mapping[str, Place]
    streets: Mapping[str, Place]
    communities: Mapping[str, Place]
    units: Mapping[str, Place]
    grids: Mapping[str, Place]
    items: Mapping[str, Place]
    common_forms: Mapping[str, Place]
    code_lists: Mapping[str, Mapping[str, str] | None]


def find_known(root: Place, problems: Problems) -> Known:
    """Return what the file defines, noting codes and names that it defines twice."""

    def defined(
        section: str, key: str = "code", *, fold_case: bool = False
    ) -> dict[str, Place]:
        # By the place of the whole row: whoever refers to it may need more of it.
        rows = {row[key].path: row for row in root[section]}
        places = [row[key] for row in root[section]]
        note_repeated(places, problems, fold_case=fold_case)
        found = {}
        for place in places:
            if place.text is not None:
                found.setdefault(place.text, place)
        return {code: rows[place.path] for code, place in found.items()}

    return Known(
        districts=defined("districts"),
        streets=defined("streets"),
        communities=defined("communities"),
        units=defined("units", fold_case=True),
        grids=defined("grids"),
        items=defined("items", fold_case=True),
        common_forms=defined("common_forms", "name"),
        code_lists=_code_lists(root["vocabularies"], problems),
    )


def _code_lists(vocabularies: Place, problems: Problems) -> dict:
    """Return names by code of each list; None for one that the file lacks."""
    lists = {}
    for name in vocabularies.keys:
        place = vocabularies[name]
        if isinstance(place.value, dict):
            lists[name] = {key: place[key].text for key in place.keys}
        elif name in ("categories", "satisfaction", "circumstances"):
            note_repeated((row["code"] for row in place), problems)
            lists[name] = {
                row["code"].text: row["name"].text
                for row in place
                if row["code"].text is not None
            }
        elif isinstance(place.value, list):
            lists[name] = dict.fromkeys(note_repeated(place, problems))
    return _OrNone(lists)


class _OrNone(dict):
    def __missing__(self, key):
        return None

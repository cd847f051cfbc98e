"""The city's guides, from the file and back."""

from onewindow_policy.exchange.fields import ADDED_FIELDS
from onewindow_policy.exchange.fields import GUIDE_FIELDS
from onewindow_policy.exchange.fields import GUIDE_PATHS
from onewindow_policy.exchange.fields import promise_text
from onewindow_policy.exchange.records import Record
from onewindow_policy.exchange.rows import file_value
from onewindow_policy.exchange.rows import site_value
from onewindow_policy.guides.api import stored_values
from onewindow_policy.guides.content import MASTER_ID
from typing import Any

#: What a limit counts where nobody said so (see `ResolvedGuide`).
DEFAULT_DAY_TYPE = "工作日"


def guide_record(item: dict, path: str) -> Record:
    """Return the city's guide of an item of the file, as the site holds it."""
    values = {
        field: site_value(field, _at(item, where))
        for where, field in GUIDE_FIELDS.items()
        if field not in ADDED_FIELDS or _at(item, where) is not None
    }
    statutory = item["time_limit"]["statutory"]
    if statutory is not None:
        values["statutory_note"] = statutory.get("note")
    # The item can go public with its guide, and not before.
    publishes = (f"{path}/{MASTER_ID}", path)
    return Record(publishes[0], "ServiceGuide", values, publishes)


def _at(holder: Any, path: str) -> Any:
    """Return what stands at a dotted path, None where the way breaks off."""
    for key in path.split("."):
        holder = holder.get(key) if isinstance(holder, dict) else None
    return holder


def guide_sections(master) -> dict:
    """Return the parts of an item of the file that its guide holds.

    `master` may be None: an item without a guide has an empty one in the file.
    """
    values = stored_values(master) if master is not None else {}
    sections: dict = {}
    for field, path in GUIDE_PATHS.items():
        *parents, last = path.split(".")
        holder = sections
        for key in parents:
            holder = holder.setdefault(key, {})
        holder[last] = file_value(field, values.get(field))
    if sections["standard"] is None:
        del sections["standard"]
    if not any(sections["english"].values()):
        del sections["english"]
    privacy = sections["privacy"]
    for name in ("accepted_documents", "asked_besides"):
        if not privacy[name]:
            del privacy[name]
    _word_time_limit(sections["time_limit"])
    result = sections["result"]
    for name in ("valid_months", "valid_note"):
        if result[name] is None:
            del result[name]
    return sections


def _word_time_limit(time_limit: dict) -> None:
    """Write limits as the file does: in words too, and null where there is none."""
    promised, statutory = time_limit["promised"], time_limit["statutory"]
    if time_limit["extension_days"] is None:
        del time_limit["extension_days"]
    for limit in (promised, statutory):
        if limit["days"] is not None and limit["day_type"] is None:
            limit["day_type"] = DEFAULT_DAY_TYPE
    if promised["days"] is None:
        time_limit["promised"] = None
    else:
        promised["text"] = promise_text(promised["days"], promised["day_type"])
    if statutory["days"] is None:
        time_limit["statutory"] = None
    else:
        statutory["note"] = time_limit["statutory_note"]
        time_limit["statutory_note"] = None

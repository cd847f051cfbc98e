"""Texts of which every version is kept, with when and by whom, as rows of a setting."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from onewindow_policy.editing.saves import Save
from typing import Any


def versions_of(
    rows: Iterable[Mapping[str, Any]], key: str, name: str
) -> list[Mapping[str, Any]]:
    """Return the versions of the text whose `key` is `name`, the first one first."""
    return [each for each in rows if each[key] == name]


def next_version(
    rows: Iterable[Mapping[str, Any]], key: str, said: Mapping[str, Any], user_id: str
) -> dict[str, Any]:
    """Return the row of the next version of a text: what it says, with its number, the
    moment and who made it. Numbers begin with 1: nothing was changed before."""
    return {
        **said,
        "version": len(versions_of(rows, key, said[key])) + 1,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "by": user_id,
    }


def save_of_version(row: Mapping[str, Any]) -> Save:
    """Return when a version was made, and by whom."""
    return Save(row["by"], datetime.fromisoformat(row["at"]))

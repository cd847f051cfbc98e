"""What a catalogue file wants an object of the site to be, and what the object is."""

from Acquisition import aq_base
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from plone.app.textfield.value import RichTextValue
from typing import Any

import json


@dataclass(frozen=True, slots=True)
class Record:
    """An object of the site as the file describes it.

    `path` leads from the site to the object; `values` are all of its fields that come
    from the file, as the object stores them; `publishes` are the paths of what can be
    published once this object is there; it is written and published within what `within`
    opens.
    """

    path: str
    portal_type: str
    values: Mapping[str, Any]
    publishes: tuple[str, ...] = ()
    within: Callable[[], AbstractContextManager] = nullcontext


@dataclass(frozen=True, slots=True)
class Change:
    """One field that the file and the site have different values of."""

    field: str
    old: Any
    new: Any


def current_values(obj, names: Iterable[str]) -> dict[str, Any]:
    """Return what `obj` itself holds in the fields `names`, None where nothing."""
    base = aq_base(obj)
    values = {name: getattr(base, name, None) for name in names}
    return {
        name: value.raw if isinstance(value, RichTextValue) else value
        for name, value in values.items()
    }


def canonical(value: Any) -> str:
    """Return a text that two values share only when they are the same content."""
    return json.dumps(value, default=_as_json, ensure_ascii=False, sort_keys=True)


def digest_of(values: Mapping[str, Any]) -> str:
    """Return the fingerprint of an object's values.

    What is empty does not count: a file may be silent about it, or say so.
    """
    filled = {name: value for name, value in values.items() if value is not None}
    return sha256(canonical(filled).encode()).hexdigest()


def find_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the fields of `new` whose values differ from those in `old`."""
    return tuple(
        Change(name, old.get(name), value)
        for name, value in new.items()
        if canonical(old.get(name)) != canonical(value)
    )


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    # Persistent and acquisition-wrapped lists are lists.
    return list(value)


def day(text: str | None) -> date | None:
    """Return a day of the file as the site stores it."""
    return date.fromisoformat(text) if text else None


def day_text(value: date | None) -> str | None:
    """Return a day of the site as the file writes it."""
    return value.isoformat() if value else None

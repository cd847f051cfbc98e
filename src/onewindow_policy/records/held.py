"""What a room holds about one person: for those who ask for their own data."""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from onewindow_policy.records.keys import DataKey
from typing import Any
from zope.i18nmessageid import Message


@dataclass(frozen=True, slots=True)
class HeldField:
    """A text of a record that its person may have corrected: where the copy has it, what
    people call it, and what it says."""

    path: tuple[str, ...]
    label: Message | str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OnlyStored:
    """A record that is not erased but only stored: until a day, or without a known end."""

    until: date | None


def _is_erased_wholly() -> None:
    return None


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """A case, a suggestion or the like, and what its person may have done with it.

    `copy` returns all that is kept, in values of JSON, bytes as base64. `correct` takes
    new values by the names that the copy has them under, and raises ValueError for
    others; `erase` takes a word for the audit. Both are kept when Zope's transaction
    commits. `fields` returns the texts that may be corrected, `stored` what becomes of it
    where a duty to keep it runs, None where `erase` leaves nothing; `reached` the channels
    and addresses by which its person is told of it.
    """

    number: str
    community_code: str | None
    data_key: DataKey
    copy: Callable[[], dict[str, Any]]
    correct: Callable[[dict[str, Any]], None]
    erase: Callable[[str], None]
    fields: Callable[[], Sequence[HeldField]] = tuple
    stored: Callable[[], OnlyStored | None] = _is_erased_wholly
    reached: Callable[[], Sequence[tuple[str, str]]] = tuple

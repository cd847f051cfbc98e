"""What a room holds about one person: for those who ask for their own data."""

from collections.abc import Callable
from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class HeldWords:
    """A copy in words, for who reads no JSON.

    `title` is what the record is called. `labels` are what the names of the copy are
    called: by their path in it (`papers.kind`, without the places in lists), or by the name
    alone, wherever it stands. `says` returns for a code what it means, found likewise; by
    `rows`, found by paths alone, labels and values come from the copy themselves.
    """

    title: str
    labels: Mapping[str, str]
    says: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    rows: Mapping[str, Callable[[Any], Sequence[tuple[str, str]]]] = field(
        default_factory=dict
    )


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
    and addresses by which its person is told of it; `words` how the copy is read out.
    """

    number: str
    community_code: str | None
    data_key: DataKey
    copy: Callable[[], dict[str, Any]]
    correct: Callable[[dict[str, Any]], None]
    erase: Callable[[str], None]
    words: Callable[[], HeldWords]
    fields: Callable[[], Sequence[HeldField]] = tuple
    stored: Callable[[], OnlyStored | None] = _is_erased_wholly
    reached: Callable[[], Sequence[tuple[str, str]]] = tuple

"""What a room holds about one person: for those who ask for their own data."""

from collections.abc import Callable
from dataclasses import dataclass
from onewindow_policy.records.keys import DataKey
from typing import Any


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """A case, a suggestion or the like, and what its person may have done with it.

    `copy` returns all that is kept, in values of JSON, bytes as base64. `correct` takes
    new values by the names that the copy has them under, and raises ValueError for
    others; `erase` takes a word for the audit. Both are kept when Zope's transaction
    commits.
    """

    number: str
    community_code: str | None
    data_key: DataKey
    copy: Callable[[], dict[str, Any]]
    correct: Callable[[dict[str, Any]], None]
    erase: Callable[[str], None]

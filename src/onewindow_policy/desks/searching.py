"""Finding what somebody of staff names: a number, a title, an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from onewindow_policy.desks.interfaces import Found
from onewindow_policy.desks.interfaces import IDeskSearch
from onewindow_policy.records.api import DatabaseUnavailable
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message

import transaction

LONGEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class Finds:
    """What was found of one kind."""

    title: Message
    found: Sequence[Found]


@dataclass(frozen=True, slots=True)
class Result:
    """All that was found; `away` are the kinds in which could not be looked."""

    kinds: tuple[Finds, ...]
    away: tuple[Message, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is no such thing, for all that is known."""
        return not self.kinds and not self.away

    @property
    def only_one(self) -> Found | None:
        """The one thing that was meant for sure, if any."""
        found = [one for kind in self.kinds for one in kind.found]
        return found[0] if len(found) == 1 and found[0].is_exact else None


def find_for(user, text: str) -> Result:
    """Return what `user` may open and calls `text`, by kind. Raises nothing: where could
    not be looked is said."""
    kinds, away = [], []
    searches = [search for _name, search in getUtilitiesFor(IDeskSearch)]
    for search in sorted(searches, key=lambda each: each.order):
        try:
            found = search.find(user, text)
        except DatabaseUnavailable:
            # What a broken session began cannot be gone on with.
            transaction.abort()
            away.append(search.title)
            continue
        if found:
            kinds.append(Finds(search.title, found))
    return Result(tuple(kinds), tuple(away))

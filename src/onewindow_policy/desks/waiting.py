"""What waits for somebody, as all rooms say it."""

from dataclasses import dataclass
from onewindow_policy import logger
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.desks.interfaces import Waiting
from onewindow_policy.records.api import DatabaseUnavailable
from threading import Lock
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message

import transaction

#: Entries whose outage the log knows of.
_away: set[str] = set()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry for one person; `path` is below the site. `is_away` says that what waits
    cannot be counted just now."""

    name: str
    title: Message
    path: str
    waiting: Waiting | None = None
    is_away: bool = False


def is_staff(user) -> bool:
    """Return whether any room has something for `user`."""
    return any(entry.path_for(user) is not None for _name, entry in _in_order())


def paths_for(user) -> list[str]:
    """Return where below the site the rooms have something for `user`, in order; nothing is
    counted."""
    paths = (entry.path_for(user) for _name, entry in _in_order())
    return [path for path in paths if path is not None]


def entries_for(user) -> list[Entry]:
    """Return what the rooms have for `user`, in order, with what waits there.

    What cannot be counted just now is among them, and is noted in the log once. Call it
    before anything is written: what an entry leaves undone is given up.
    """
    found = []
    for name, entry in _in_order():
        path = entry.path_for(user)
        if path is None:
            continue
        try:
            waiting = entry.waiting_for(user)
        except DatabaseUnavailable as reason:
            # What a broken session began cannot be gone on with.
            transaction.abort()
            _note_outage(name, reason)
            found.append(Entry(name, entry.title, path, is_away=True))
        else:
            _note_return(name)
            found.append(Entry(name, entry.title, path, waiting))
    return found


def forget() -> None:
    """Know of no outage."""
    with _lock:
        _away.clear()


def _in_order() -> list[tuple[str, IDeskEntry]]:
    return sorted(getUtilitiesFor(IDeskEntry), key=lambda each: each[1].order)


def _note_outage(name: str, reason: DatabaseUnavailable) -> None:
    with _lock:
        if name in _away:
            return
        _away.add(name)
    logger.warning(
        "/@@work cannot count what waits in %s: %s The page says so and shows the rest;"
        " this is noted once.",
        name,
        reason,
    )


def _note_return(name: str) -> None:
    with _lock:
        if name not in _away:
            return
        _away.remove(name)
    logger.info("/@@work can count what waits in %s again.", name)

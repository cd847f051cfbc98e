"""In which state the content is, in a few characters and without reading any of it."""

from dataclasses import dataclass
from DateTime import DateTime
from math import inf
from onewindow_policy.patches.catalogs import change_counter
from onewindow_policy.patches.catalogs import index_named
from onewindow_policy.patches.catalogs import minutes_of
from plone import api
from typing import NamedTuple

import time

#: The indexes of the catalog that know when something becomes visible, or no longer is.
DATE_INDEXES = ("effective", "expires")

SECONDS_A_DAY = 24 * 60 * 60

#: As many keys of a DateIndex a day may have: after a short month up to three days, which
#: the index counts, never come.
_KEYS_OF_A_DAY = 4 * 24 * 60


def content_serial() -> tuple | None:
    """Return what identifies the state of all indexed content, None while it changes.

    The catalog counts its changes in an object of its own. The serial of that object is
    a transaction's, so that unlike the count itself it never returns, even after undo.
    """
    catalog = api.portal.get_tool("portal_catalog")
    # Asking for the count also works off what waits to be indexed.
    catalog.getCounter()
    counter = change_counter()
    if counter is None or counter._p_jar is None:
        return None
    counter._p_activate()
    if counter._p_changed:
        return None
    return id(counter._p_jar.db()), counter._p_oid, counter._p_serial


@dataclass(frozen=True, slots=True)
class ContentState:
    """What the public may see: the content's `serial`, and the `dates` that have passed.

    Another date passes in `seconds`, or in a day, if it is later.
    """

    serial: tuple
    dates: str
    seconds: int

    @property
    def key(self) -> tuple[tuple, str]:
        """The state itself, for as long as it lasts."""
        return self.serial, self.dates

    @property
    def token(self) -> str:
        """The state as text, the same in all processes."""
        return f"{self.serial[-1].hex()}-{self.dates}"


class _Minute(NamedTuple):
    """What the indexes of dates say in a minute: the dates that have passed, and when the
    next one does, in seconds since 1970."""

    serial: tuple
    minute: int
    dates: str
    next: float


#: The minute that was asked about last, for all threads; a page asks many times.
_last_minute: _Minute | None = None


def content_state(now: float | None = None) -> ContentState | None:
    """Return the state of the content at `now` (seconds since 1970; else the moment of
    asking), None while this transaction changes it.

    Nothing fires when content becomes effective or expires. The indexes of dates know
    the last such moment and the next, in minutes, from a node or two of their trees.
    """
    global _last_minute
    serial = content_serial()
    if serial is None:
        return None
    now = time.time() if now is None else now
    known, minute = _last_minute, int(now // 60)
    if known is None or (known.serial, known.minute) != (serial, minute):
        known = _last_minute = _read_minute(serial, minute)
    seconds = min(known.next - now, SECONDS_A_DAY)
    return ContentState(serial, known.dates, max(int(seconds), 1))


def _read_minute(serial: tuple, minute: int) -> _Minute:
    dates: list[str] = []
    moments: list[float] = []
    for name in DATE_INDEXES:
        key, tree = minutes_of(index_named(name), DateTime(minute * 60))
        last = _last_before(tree, key + 1)
        if last == key:
            # Dates have seconds, which the index drops: until the minute is over it may
            # not have come yet, and what follows it is another state.
            dates.append(f"{key:x}~")
            moments.append((minute + 1) * 60)
        else:
            dates.append(f"{last or 0:x}")
            moments.append(_next_moment(tree, key))
    return _Minute(serial, minute, "-".join(dates), min(moments))


def _last_before(tree, key: int) -> int | None:
    try:
        return tree.maxKey(key - 1)
    except ValueError:
        return None


def _next_moment(tree, key: int) -> float:
    """Return when the next date after `key` passes, if it is within days."""
    try:
        following = tree.minKey(key + 1)
    except ValueError:
        return inf
    return _moment(following) if following - key <= _KEYS_OF_A_DAY else inf


def _moment(key: int) -> float:
    """Return the moment of a key of a DateIndex: minutes of years of 12 months, each of
    31 days, counted from 1."""
    days, minute = divmod(key, 24 * 60)
    months, day = divmod(days - 1, 31)
    years, month = divmod(months - 1, 12)
    return DateTime(years, month + 1, day + 1, *divmod(minute, 60), 0, "UTC").timeTime()

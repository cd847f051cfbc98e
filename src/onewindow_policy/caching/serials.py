"""What the pages of the portal are made of, in a few characters and without a page."""

from dataclasses import dataclass
from DateTime import DateTime
from functools import lru_cache
from onewindow_policy.communities.snapshots import content_serial
from pathlib import Path
from plone import api

import hashlib
import onewindow_policy

#: The indexes of the catalog that know when something becomes visible, or no longer is.
DATE_INDEXES = ("effective", "expires")

#: Files of the product that no page is made of.
NOT_OF_PAGES = {".mo", ".pot", ".pyc"}

SECONDS_A_DAY = 24 * 60 * 60

#: As many keys of a DateIndex a day may have: after a short month up to three days, which
#: the index counts, never come.
_KEYS_OF_A_DAY = 4 * 24 * 60


@dataclass(frozen=True, slots=True)
class ContentState:
    """The state of all content: `token` changes whenever any of it does, and when a date
    passes; that happens in `seconds`, or in a day, if it is later."""

    token: str
    seconds: int


def content_state(now: DateTime | None = None) -> ContentState | None:
    """Return the state of the content at `now`, None while this transaction changes it.

    Nothing fires when content becomes effective or expires. The indexes of dates know
    the last such moment and the next, in minutes, from a node or two of their trees.
    """
    serial = content_serial()
    if serial is None:
        return None
    now = now or DateTime()
    catalog = api.portal.get_tool("portal_catalog")._catalog
    parts = [serial[-1].hex()]
    seconds = SECONDS_A_DAY
    for name in DATE_INDEXES:
        index = catalog.getIndex(name)
        minute = index._convert(now)
        last = _last_before(index._index, minute + 1)
        if last == minute:
            # Dates have seconds, which the index drops: until the minute is over it may
            # not have come yet, and what follows it is another state.
            parts.append(f"{minute:x}~")
            seconds = min(seconds, 60 - int(now.second()))
        else:
            parts.append(f"{last or 0:x}")
            seconds = min(seconds, _seconds_to_next(index._index, minute, now))
    return ContentState("-".join(parts), max(seconds, 1))


def _last_before(tree, key: int) -> int | None:
    try:
        return tree.maxKey(key - 1)
    except ValueError:
        return None


def _seconds_to_next(tree, minute: int, now: DateTime) -> int:
    try:
        following = tree.minKey(minute + 1)
    except ValueError:
        return SECONDS_A_DAY
    if following - minute > _KEYS_OF_A_DAY:
        return SECONDS_A_DAY
    seconds = int((_moment(following) - now) * SECONDS_A_DAY)
    return min(seconds, SECONDS_A_DAY)


def _moment(minute: int) -> DateTime:
    """Return the moment of a key of a DateIndex: minutes of years of 12 months, each of
    31 days, counted from 1."""
    days, minute = divmod(minute, 24 * 60)
    months, day = divmod(days - 1, 31)
    years, month = divmod(months - 1, 12)
    return DateTime(years, month + 1, day + 1, *divmod(minute, 60), 0, "UTC")


@lru_cache
def release() -> str:
    """Return what stands for this version of the product: its files, as they are.

    A page kept by a browser from before an upgrade is thereby another page. Read once a
    process, in some milliseconds.
    """
    package = Path(onewindow_policy.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in NOT_OF_PAGES or not path.is_file():
            continue
        digest.update(str(path.relative_to(package)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]

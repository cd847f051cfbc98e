"""What takes reading objects to know, kept in SQL until it may be otherwise.

Who commits a change of content forgets what was read from it; who next asks reads that
anew, from the objects, and keeps it. So a change costs nothing but a statement, and a page
about the whole city reads what has changed since it was last looked at.

Who reads sees the content as it was when the request began. What such a reader keeps may
have changed meanwhile: a change is therefore noted with the transaction of the content that
it was, and nothing is kept that an earlier state than that tells. Between the commit in SQL
and the one of the content nobody knows that transaction yet, and nothing is kept at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from onewindow_policy import logger
from onewindow_policy.patches.catalogs import change_counter
from onewindow_policy.records.api import RecordsError
from onewindow_policy.snapshots.interfaces import IFact
from onewindow_policy.snapshots.interfaces import IProjection
from onewindow_policy.snapshots.keeping import ALWAYS
from onewindow_policy.snapshots.keeping import get_keeper
from onewindow_policy.snapshots.keeping import Kept
from onewindow_policy.snapshots.states import content_serial
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.interface import implementer

import transaction


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, as JSON has it; it holds `until` then, in seconds since 1970, or for
    as long as nothing changes."""

    value: object
    until: int | None = None


def read_facts(name: str, brains: Iterable) -> dict[str, Any]:
    """Return by UID what the fact `name` is of the content of `brains`.

    Only what is not known yet wakes its object. While SQL is away, all do.
    """
    fact = getUtility(IFact, name)
    serial = content_serial()
    # A change that was not committed yet is seen here alone.
    known = _find(name, fact.version) if serial is not None else None
    found, new = {}, []
    for brain in brains:
        uid = brain.UID
        if known and uid in known:
            found[uid] = known[uid]
            continue
        content = brain._unrestrictedGetObject()
        reading = fact.read(content)
        found[uid] = reading.value
        new.append(
            Kept(uid, fact.scope(content), reading.value, reading.until or ALWAYS)
        )
    if new and known is not None and serial is not None:
        _keep(name, fact.version, new, serial[-1].hex())
    return found


def forget_facts() -> None:
    """Have everything read anew: what is kept may be of other content than there is now.

    Raises DatabaseUnavailable, DatabaseBusy.
    """
    keeper = get_keeper()
    if keeper.is_there():
        keeper.empty()


def _find(name: str, version: int) -> dict[str, object] | None:
    """Return what is known, None where nothing can be kept in this request."""
    try:
        keeper = get_keeper()
        if keeper.is_there():
            return keeper.find(name, version)
        # What this request saw may have changed before there was anywhere to note it.
        keeper.make()
    except RecordsError as error:
        logger.warning("Facts are read from objects: %s", error)
    return None


def _keep(name: str, version: int, known: list[Kept], serial: str) -> None:
    try:
        get_keeper().keep(name, version, known, serial)
    except RecordsError as error:
        logger.warning("Facts are read from objects again: %s", error)


@implementer(IProjection)
class FactsProjection:
    """Forgets, as a change commits, what was read from what it changed. See
    `IProjection`."""

    def keys(self, content) -> set[str]:
        """See `IProjection`."""
        return {
            scope
            for _name, fact in getUtilitiesFor(IFact)
            for scope in fact.scopes(content)
        }

    def write(self, scopes: tuple[str, ...]) -> None:
        """See `IProjection`; nothing is written where no facts were ever kept.

        Raises DatabaseUnavailable, DatabaseBusy.
        """
        keeper = get_keeper()
        if not keeper.is_there():
            return
        connection = keeper.place.session().connection()
        keeper.place.lock(connection)
        note = keeper.forget(connection, scopes)
        # The catalog counts its changes in an object, which each of them writes.
        counter = change_counter()
        if counter is not None:
            transaction.get().addAfterCommitHook(
                _settle, (note, counter, counter._p_serial)
            )


def _settle(is_committed: bool, note: str, counter, former: bytes) -> None:
    """Note which transaction of the content a change was."""
    # Two that counted at once leave whoever was second without an answer: what changed is
    # then read from objects for some minutes.
    if not is_committed or counter._p_serial <= former:
        return
    try:
        get_keeper().settle(note, counter._p_serial.hex())
    except RecordsError as error:
        logger.warning("Facts are read from objects for a while: %s", error)

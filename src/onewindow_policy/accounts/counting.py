"""Tries with passwords: counted before the password is looked at, in SQL for all processes.

While SQL is away each process counts for itself, more strictly: that is no reason to keep
staff out, nor to let anybody guess.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from onewindow_policy import logger
from onewindow_policy.accounts.exceptions import TooManyLogIns
from onewindow_policy.accounts.loginsettings import ALONE
from onewindow_policy.accounts.loginsettings import log_in_limits
from onewindow_policy.accounts.loginsettings import LogInLimits
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import audit_apart
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import is_writing
from onewindow_policy.records.api import network_of
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import RecordsError
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.attempts import count
from onewindow_policy.records.attempts import forget_tries
from onewindow_policy.records.attempts import hold
from onewindow_policy.records.attempts import Limit
from onewindow_policy.records.attempts import require_fewer
from onewindow_policy.records.attempts import TooOften
from onewindow_policy.records.attempts import try_key
from onewindow_policy.records.attempts import uncount
from threading import Lock

ACCEPTED = "password_accepted"
REFUSED = "password_refused"
LIMITED = "password_limit"

#: Stands in the audit for whatever was typed that is no account: it may be anything, also
#: somebody's password.
NOBODY = "unknown"

#: How many names and addresses a process counts by itself at most.
_MAX_KEYS = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a password came from: a network address, and a browser if it is known."""

    address: str
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A try that was counted. `own` is what only its owner can use up."""

    own: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    at: datetime
    in_sql: bool


def count_try(login: str, place: Place) -> Counted:
    """Count a try with a password, before the password is looked at.

    Raises TooManyLogIns when there were as many as the limits allow. A browser that the
    account's owner has logged in with before has a limit of its own, and no other:
    neither strangers nor neighbours keep its owner out.
    """
    limits = log_in_limits()
    tries = _tries(login, place, limits)
    now = utc_now()
    try:
        if is_writing():
            raise DatabaseBusy("This request writes records already.")
        _count_in_sql(tries, limits, now)
    except TooOften as error:
        _note_limit(tries[0][0])
        raise TooManyLogIns(error.wait) from None
    except RecordsError as error:
        logger.warning("Log-ins are counted by this process: %s", type(error).__name__)
        tries = _tries(login, place, ALONE)
        _alone.count(tries, now)
        return Counted(tries[0][0], tuple(key for key, _most in tries), now, False)
    return Counted(tries[0][0], tuple(key for key, _most in tries), now, True)


def note_right(
    counted: Counted, user_id: str, account_uid: str | None, *, is_log_in: bool
) -> None:
    """Take a try back: the password was right. Other mistakes of its owner are forgiven."""
    _alone.forget(counted.own)
    if not counted.in_sql or is_writing():
        return
    try:
        with own_transaction() as session:
            forget_tries(session, _hashed(counted.own))
            for key in counted.keys[1:]:
                uncount(session, _hashed(key), counted.at)
            if is_log_in:
                audit(ACCEPTED, user_id, user_id=user_id, account_uid=account_uid)
    except RecordsError as error:
        logger.warning("A log-in was not noted: %s", type(error).__name__)


def note_wrong(user_id: str | None, account_uid: str | None) -> None:
    """Note that a wrong password was tried, of this account if there is one."""
    audit_apart(REFUSED, user_id or NOBODY, user_id=user_id, account_uid=account_uid)


def _tries(
    login: str, place: Place, limits: LogInLimits
) -> Sequence[tuple[tuple[str, ...], int]]:
    """Return under what a try counts, and how often each may be."""
    if place.device is not None:
        return [(("device", place.device, login), limits.by_account_and_address)]
    network = network_of(place.address)
    return [
        (("both", network, login), limits.by_account_and_address),
        (("address", network), limits.by_address),
        (("account", login), limits.by_account),
    ]


def _count_in_sql(tries, limits: LogInLimits, now: datetime) -> None:
    hashed = [(_hashed(key), most) for key, most in tries]
    with own_transaction() as session:
        # In one order for all, so that nobody waits for one who waits for them.
        for key in sorted(key for key, _most in hashed):
            hold(session, key)
        for key, most in hashed:
            require_fewer(session, key, [Limit(most, limits.window)], now)
        for key, _most in hashed:
            count(session, key, now)


def _hashed(key: tuple[str, ...]) -> bytes:
    return try_key("log-in", *key)


def _note_limit(key: tuple[str, ...]) -> None:
    """Audit a refusal once in a while: strangers must not fill the audit."""
    if _noted.is_new(key, utc_now()):
        audit_apart(LIMITED, NOBODY)


class TriesOfProcess:
    """Tries that this process counts by itself."""

    def __init__(self):
        self._lock = Lock()
        self._tries: OrderedDict[tuple[str, ...], list[datetime]] = OrderedDict()

    def count(self, tries, now: datetime) -> None:
        """Count a try under each key. Raises TooManyLogIns."""
        start = now - ALONE.window
        with self._lock:
            kept = {
                key: [at for at in self._tries.get(key, ()) if at > start]
                for key, _most in tries
            }
            for key, most in tries:
                if len(kept[key]) >= most:
                    raise TooManyLogIns(kept[key][-most] - start)
            for key, times in kept.items():
                self._tries[key] = [*times, now]
                self._tries.move_to_end(key)
            while len(self._tries) > _MAX_KEYS:
                self._tries.popitem(last=False)

    def forget(self, key: tuple[str, ...]) -> None:
        """Forget the tries under a key."""
        with self._lock:
            self._tries.pop(key, None)

    def clear(self) -> None:
        """Forget all tries."""
        with self._lock:
            self._tries.clear()


class Noted:
    """What was noted in the last ten minutes."""

    _WINDOW = timedelta(minutes=10)

    def __init__(self):
        self._lock = Lock()
        self._at: OrderedDict[tuple[str, ...], datetime] = OrderedDict()

    def is_new(self, key: tuple[str, ...], now: datetime) -> bool:
        """Return whether this was not noted lately, and note it."""
        with self._lock:
            at = self._at.get(key)
            if at is not None and at > now - self._WINDOW:
                return False
            self._at[key] = now
            self._at.move_to_end(key)
            while len(self._at) > _MAX_KEYS:
                self._at.popitem(last=False)
        return True

    def clear(self) -> None:
        """Forget what was noted."""
        with self._lock:
            self._at.clear()


_alone = TriesOfProcess()
_noted = Noted()


def forget_all_of_process() -> None:
    """Forget what this process counted by itself: for tests."""
    _alone.clear()
    _noted.clear()

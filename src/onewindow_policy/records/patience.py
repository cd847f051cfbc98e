"""How long one piece of work waits for others: all its waits together, not each of them.

A request waits in many places: for a thread, for its turn among the writers of this
process, for SQLite's write lock, and again in each try of Zope's. Each of them waiting as
long as the settings say would keep somebody, and one of few threads, for minutes. So a
request has one span of time, which begins when the server has read it.

Work that is no request, such as a command, has no such span: each of its transactions
waits as long as the settings say.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from onewindow_policy.records.exceptions import DatabaseBusy
from onewindow_policy.records.exceptions import RecordsError
from onewindow_policy.records.exceptions import WaitedTooLong
from time import monotonic
from ZPublisher.interfaces import IPubFailure
from ZPublisher.interfaces import IPubStart
from ZPublisher.interfaces import IPubSuccess

import threading

#: What is left of a span, as a part of it, when it counts as over: clocks and waits are
#: not exact, and another try would find nothing else.
REST = 0.02


class _Work(threading.local):
    """What this thread is at: since when (in seconds of `monotonic`), None for no span."""

    since: float | None = None
    #: When the server had read the request that this thread is about to work on.
    arrived_at: float | None = None


_work = _Work()


def remaining(seconds: float) -> float:
    """Return how many seconds may be waited now, by whom may wait `seconds` in all."""
    if _work.since is None:
        return seconds
    return max(0.0, min(seconds, _work.since + seconds - monotonic()))


def in_the_way(reason: str, seconds: float) -> RecordsError:
    """Return what it means that others were in the way of work that may wait `seconds`.

    While time is left it is tried again, else it is over.
    """
    if _work.since is not None and remaining(seconds) <= seconds * REST:
        return WaitedTooLong(reason)
    return DatabaseBusy(reason)


@contextmanager
def one_span() -> Iterator[None]:
    """Let all waits within the block be one, which begins now."""
    former = _work.since
    _work.since = monotonic()
    try:
        yield
    finally:
        _work.since = former


@contextmanager
def arrived(moment: float) -> Iterator[None]:
    """Let the request that is worked on within the block have waited since `moment`."""
    _work.arrived_at = moment
    try:
        yield
    finally:
        _work.arrived_at = None


def begin_request(event: IPubStart) -> None:
    """Begin the span of a request, at its first try: further ones go on with it."""
    if not event.request.retry_count:
        arrived_at = _work.arrived_at
        _work.since = monotonic() if arrived_at is None else arrived_at


def end_request(event: IPubSuccess | IPubFailure) -> None:
    """End the span of a request, unless it is tried again."""
    if not getattr(event, "retry", False):
        _work.since = None

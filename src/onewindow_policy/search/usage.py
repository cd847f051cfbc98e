"""What residents ask, counted in memory and written by the minute.

A page that is read writes nothing. Each process counts what it is asked, and a thread of
its own adds the counts to the day's rows once a minute; what a process has counted and
not yet written is lost when it breaks down.

Who asked is kept nowhere. So that nobody counts twice, a process remembers for a day a
hash of address and browser under a key that it makes anew each day and never writes down.
That several people asked is known by drawers, which are the same in all processes: see
`visitors.Visitor.drawer_for`.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from onewindow_policy import logger
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import RecordsError
from onewindow_policy.search.counting import add_counts
from onewindow_policy.search.models import LONGEST_QUERY
from onewindow_policy.search.texts import normalise
from onewindow_policy.search.visitors import Visitor
from onewindow_policy.workdays.api import today
from threading import Lock
from threading import Timer

import atexit
import os
import re
import secrets
import transaction

#: How long counts wait in memory, and how many lines of them at most.
WAIT_SECONDS = 60
MOST_WAITING = 2000

#: Nobody asks more on one day; whoever does is no resident.
MOST_OF_A_VISITOR = 100

#: Offices and networks of phones share an address; who calls one's browser by ever other
#: names does not count for more than them.
MOST_OF_AN_ADDRESS = 1000

#: As many visitors and questions are remembered; beyond that nobody new is counted.
MOST_REMEMBERED = 100_000

#: More digits than in 12345 or 4050 are a number of a person: a phone's, a card's.
MOST_DIGITS = 5
#: A gap beside a Chinese character separates nothing.
_GAPS = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def countable(text: str) -> str:
    """Return what is counted of a question, nothing if it may tell of a person.

    Long ones tell stories, many digits are the number of a phone, a card or a person,
    and an @ belongs to an address. A name that somebody types is recognised by nothing;
    it is shown to nobody, since nobody else asks for it, and gone after a month.
    """
    query = _GAPS.sub("", normalise(text).strip())
    if len(query) > LONGEST_QUERY or "@" in text or "＠" in text:
        return ""
    # Of any script, and Chinese ones: 138, １３８, 一三八, 壹叁捌.
    if sum(map(str.isnumeric, query)) > MOST_DIGITS:
        return ""
    return query


@dataclass(slots=True)
class Counts:
    """What is counted of a question on a day."""

    asked: int = 0
    found: int = 0
    opened: int = 0
    drawers: int = 0


class Usage:
    """The counts of one process."""

    def __init__(self):
        self._is_over = False
        self.begin_anew()

    def begin_anew(self) -> None:
        """Count from nothing: so does a forked process, whose parent writes the rest.

        The parent's thread is not there, and its lock might be held by nobody.
        """
        self._lock = Lock()
        self._writing = Lock()
        self._timer: Timer | None = None
        self._queries: dict[tuple[date, str], Counts] = {}
        self._followed: Counter[tuple[date, str, str]] = Counter()
        self._begin_day(today())

    def _begin_day(self, day: date) -> None:
        self._day = day
        self._key = secrets.token_bytes(32)
        self._seen: set[bytes] = set()
        self._deeds: Counter[bytes] = Counter()

    def note_question(
        self, visitor: Visitor, text: str, found: int, former: str = ""
    ) -> None:
        """Count that `visitor` asks `text`, with so many results, right after `former`."""
        query, before = countable(text), countable(former)
        if not query or visitor.is_program:
            return
        drawer = visitor.drawer_for(query)
        with self._lock:
            if not self._is_new(visitor, "asked", query):
                return
            counts = self._counts_of(query)
            if counts is None:
                return
            counts.asked += 1
            counts.found = found
            counts.drawers |= drawer
            if before and before != query and len(self._followed) < MOST_WAITING:
                self._followed[self._day, before, query] += 1
            self._wait()

    def note_opened(self, visitor: Visitor, text: str) -> None:
        """Count that `visitor` opened a result of `text`."""
        query = countable(text)
        if not query or visitor.is_program:
            return
        with self._lock:
            if self._is_new(visitor, "opened", query):
                counts = self._counts_of(query)
                if counts is not None:
                    counts.opened += 1
                    self._wait()

    def flush(self) -> None:
        """Write what was counted; what cannot be written now waits on."""
        with self._writing:
            self._flush()

    def _flush(self) -> None:
        with self._lock:
            queries, self._queries = self._queries, {}
            followed, self._followed = self._followed, Counter()
            self._stop_waiting()
        if not queries and not followed:
            return
        try:
            with own_transaction() as session:
                add_counts(session, queries, followed)
        except RecordsError as error:
            logger.warning(
                "What residents looked for is not counted yet: %s.",
                type(error).__name__,
            )
            self._take_back(queries, followed)
        finally:
            transaction.abort()

    def finish(self) -> None:
        """Write what was counted, as the process ends: no thread begins any more, and one
        that is writing is waited for."""
        self._is_over = True
        self.flush()

    def forget(self) -> None:
        """Drop what was counted and is not written: for tests."""
        with self._lock:
            timer = self._timer
            self._stop_waiting()
        if timer is not None:
            timer.join()
        self.begin_anew()

    def _is_new(self, visitor: Visitor, deed: str, query: str) -> bool:
        """Return whether this visitor has not done so today, and note that they have."""
        day = today()
        if day != self._day:
            self._begin_day(day)
        network = self._hash(visitor.network)
        who = self._hash(visitor.network, visitor.browser)
        what = self._hash(visitor.network, visitor.browser, deed, query)
        if (
            what in self._seen
            or len(self._seen) >= MOST_REMEMBERED
            or self._deeds[who] >= MOST_OF_A_VISITOR
            or self._deeds[network] >= MOST_OF_AN_ADDRESS
        ):
            return False
        self._deeds.update((who, network))
        self._seen.add(what)
        return True

    def _hash(self, *parts: str) -> bytes:
        text = "\0".join(parts).encode("utf-8", "replace")
        return blake2b(text, key=self._key, digest_size=8).digest()

    def _counts_of(self, query: str) -> Counts | None:
        key = self._day, query
        if key not in self._queries and len(self._queries) >= MOST_WAITING:
            return None
        return self._queries.setdefault(key, Counts())

    def _wait(self) -> None:
        if self._timer is None and not self._is_over:
            self._timer = Timer(WAIT_SECONDS, self.flush)
            self._timer.daemon = True
            self._timer.name = "usage of the search"
            self._timer.start()

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _take_back(self, queries, followed) -> None:
        with self._lock:
            for key, former in queries.items():
                if key not in self._queries and len(self._queries) >= MOST_WAITING:
                    continue
                counts = self._queries.setdefault(key, Counts())
                if not counts.asked:
                    counts.found = former.found
                counts.asked += former.asked
                counts.opened += former.opened
                counts.drawers |= former.drawers
            for key, times in followed.items():
                if key in self._followed or len(self._followed) < MOST_WAITING:
                    self._followed[key] += times
            self._wait()


USAGE = Usage()

atexit.register(USAGE.finish)
os.register_at_fork(after_in_child=USAGE.begin_anew)

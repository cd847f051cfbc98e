"""What residents ask, counted in memory and written by the minute.

A page that is read writes nothing. Each process counts what it is asked, and a thread of
its own adds the counts to the day's rows once a minute; what a process has counted and
not yet written is lost when it breaks down.

Who asked is kept nowhere. So that nobody counts twice, a process remembers for a day a
hash of address and browser under a key that it makes anew each day and never writes down.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from hashlib import blake2b
from onewindow_policy import logger
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import RecordsError
from onewindow_policy.search.counting import add_counts
from onewindow_policy.search.models import LONGEST_QUERY
from onewindow_policy.search.texts import normalise
from threading import Lock
from threading import Timer
from zoneinfo import ZoneInfo

import atexit
import re
import secrets
import transaction

TIMEZONE = ZoneInfo("Asia/Shanghai")

#: How long counts wait in memory, and how many lines of them at most.
WAIT_SECONDS = 60
MOST_WAITING = 2000

#: Nobody asks more on one day; whoever does is no resident.
MOST_OF_A_VISITOR = 100

#: As many visitors and questions are remembered; beyond that nobody new is counted.
MOST_REMEMBERED = 100_000

#: Whoever asks again within this time asks for the same in other words.
REFORMULATION_MINUTES = 2

#: More digits than in 12345 or 4050 are a number of a person: a phone's, a card's.
MOST_DIGITS = 5
_DIGITS = re.compile(r"[0-9〇零一二三四五六七八九]")
#: A gap beside a Chinese character separates nothing.
_GAPS = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")
_PROGRAMS = re.compile(r"bot|crawl|spider|curl|python", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, as a request tells; it is hashed, and never kept."""

    address: str
    browser: str

    @property
    def is_program(self) -> bool:
        return not self.browser or _PROGRAMS.search(self.browser) is not None


def visitor_of(request) -> Visitor:
    """Return who sent `request`."""
    return Visitor(request.getClientAddr(), request.get_header("User-Agent") or "")


def countable(text: str) -> str:
    """Return what is counted of a question, nothing if it may tell of a person.

    Long ones tell stories, many digits are the number of a phone, a card or a person,
    and an @ belongs to an address. A name that somebody types is recognised by nothing;
    it is shown to nobody, since nobody else asks for it, and gone after a month.
    """
    query = _GAPS.sub("", normalise(text).strip())
    if len(query) > LONGEST_QUERY or "@" in text or "＠" in text:
        return ""
    if len(_DIGITS.findall(query)) > MOST_DIGITS:
        return ""
    return query


def today() -> date:
    """Return the day that it is in the city."""
    return datetime.now(TIMEZONE).date()


def minute_now() -> int:
    """Return the minutes since 1970."""
    return int(datetime.now(TIMEZONE).timestamp()) // 60


def mark_of(text: str) -> str:
    """Return what a page of results sends along with the next question."""
    return f"{minute_now()}.{text}"


def former_of(mark: str) -> str:
    """Return the question that was asked just before, by the mark of its page."""
    minute, _point, text = mark.partition(".")
    is_number = minute.isascii() and minute.isdigit() and len(minute) < 12
    if not is_number or not 0 <= minute_now() - int(minute) <= REFORMULATION_MINUTES:
        return ""
    return text


@dataclass(slots=True)
class Counts:
    """What is counted of a question on a day."""

    asked: int = 0
    found: int = 0
    opened: int = 0


class Usage:
    """The counts of one process."""

    def __init__(self, write: Callable = add_counts):
        self._write = write
        self._lock = Lock()
        self._timer: Timer | None = None
        self._queries: dict[tuple[date, str], Counts] = {}
        self._followed: Counter[tuple[date, str, str]] = Counter()
        self._begin_day(today())

    def _begin_day(self, day: date) -> None:
        self._day = day
        self._key = secrets.token_bytes(32)
        self._seen: set[bytes] = set()
        self._of_visitor: Counter[bytes] = Counter()

    def note_question(
        self, visitor: Visitor, text: str, found: int, former: str = ""
    ) -> None:
        """Count that `visitor` asks `text`, with so many results, right after `former`."""
        query, before = countable(text), countable(former)
        if not query or visitor.is_program:
            return
        with self._lock:
            if not self._is_new(visitor, "asked", query):
                return
            counts = self._counts_of(query)
            if counts is None:
                return
            counts.asked += 1
            counts.found = found
            if before and before != query:
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
        with self._lock:
            queries, self._queries = self._queries, {}
            followed, self._followed = self._followed, Counter()
            self._stop_waiting()
        if not queries and not followed:
            return
        try:
            with own_transaction() as session:
                self._write(session, queries, followed, today())
        except RecordsError as error:
            logger.warning(
                "What residents looked for is not counted yet: %s.",
                type(error).__name__,
            )
            self._take_back(queries, followed)
        finally:
            transaction.abort()

    def forget(self) -> None:
        """Drop what was counted and is not written: for tests."""
        with self._lock:
            self._stop_waiting()
            self._queries.clear()
            self._followed.clear()
            self._begin_day(today())

    def _is_new(self, visitor: Visitor, deed: str, query: str) -> bool:
        """Return whether this visitor has not done so today, and note that they have."""
        day = today()
        if day != self._day:
            self._begin_day(day)
        who = self._hash(visitor.address, visitor.browser)
        what = self._hash(visitor.address, visitor.browser, deed, query)
        if what in self._seen or len(self._seen) >= MOST_REMEMBERED:
            return False
        if self._of_visitor[who] >= MOST_OF_A_VISITOR:
            return False
        self._of_visitor[who] += 1
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
        if self._timer is None:
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
                counts = self._queries.setdefault(key, Counts(found=former.found))
                counts.asked += former.asked
                counts.opened += former.opened
            if len(self._followed) < MOST_WAITING:
                self._followed.update(followed)
            self._wait()


USAGE = Usage()

atexit.register(USAGE.flush)

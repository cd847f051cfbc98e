"""What a page of the cases' list costs in a small table and in a large one.

100,000 cases on SQLite and 1,000,000 on PostgreSQL, most of them closed, beside 1,000 of
them: the first page, the hundredth and one in each order and state, of the whole city, of a
district and of one community, as `cases_in` reads them, with what is masked opened. A page
may cost so many times what it costs in the small table, and the hundredth page so many
times the first one; else 1 is the exit status. The same holds for what is counted by state
beside the list, and on the page where staff begin.
"""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from onewindow_policy.cases import listing
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.listing import count_cases
from onewindow_policy.cases.listing import DUE_FIRST
from onewindow_policy.cases.listing import NEWEST_FIRST
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import RECEIVED
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.communities.scopes import EVERYWHERE
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.records.api import read_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from pathlib import Path
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import text
from time import perf_counter
from unittest.mock import patch
from uuid import uuid4

import json
import sys
import transaction

RESULTS = Path(__file__).resolve().parent / "results" / "lists.json"

SMALL = 1_000
LARGE = {"SQLite": 100_000, "PostgreSQL": 1_000_000}
_BATCH = 5_000

#: As many communities as a city has, a hundred in a district.
COMMUNITIES = [f"9901{number:08d}" for number in range(4_000)]

#: Of twenty cases, so many are in which state: cities keep far more than they have open.
MIXED = [RECEIVED, IN_PROGRESS, *[COMPLETED_APPROVED] * 18]

PAGE_SIZE = 30
ROUNDS = 7

#: At most, of a page in the large table, in times the same in the small one; and of the
#: hundredth page, in times the first one. Below a millisecond nothing is asked.
MOST_TIMES = 4
LEAST_MS = 5

SCOPES = {
    "city": EVERYWHERE,
    "district": Scope(communities=frozenset(COMMUNITIES[:100])),
    "community": Scope(communities=frozenset(COMMUNITIES[:1])),
}
PAGES = {
    "open, newest": (OPEN_STATES, NEWEST_FIRST),
    "open, by due": (OPEN_STATES, DUE_FIRST),
    "received, newest": ((RECEIVED,), NEWEST_FIRST),
    "received, by due": ((RECEIVED,), DUE_FIRST),
    "all, newest": (STATES, NEWEST_FIRST),
    "all, by due": (STATES, DUE_FIRST),
}


def rows(
    pattern: dict, seal: Callable[[bytes, str], bytes], numbers: range
) -> Iterator:
    """Yield a row for each number, like `pattern`, in a place and a state of its own."""
    begun = datetime(2024, 1, 1, tzinfo=UTC)
    masked = json.dumps(
        {"name": "赵*华", "id_number": "990102********4219", "phone": "139****1234"}
    ).encode()
    for number in numbers:
        key = uuid4()
        received = begun + timedelta(seconds=53 * number)
        state = MIXED[number % len(MIXED)]
        yield {
            **pattern,
            "id": key,
            "number": f"{number:015d}",
            "nonce_hash": key.bytes,
            "community_code": COMMUNITIES[number * 7 % len(COMMUNITIES)],
            # One of twenty came in at a window of another community.
            "taken_in_at": COMMUNITIES[number * 11 % len(COMMUNITIES)]
            if number % 20 == 0
            else None,
            "state": state,
            "received_at": received,
            "closed_at": received if state not in OPEN_STATES else None,
            "due_on": date(2024, 1, 8) + timedelta(days=number % 900),
            "masked_sealed": seal(masked, f"cases.masked:{key}"),
        }


def fill(count: int) -> None:
    """Fill the empty table with as many cases, under one key, and have it analysed."""
    register_case(submission())
    transaction.commit()
    case = read_session().scalars(select(Case)).one()
    key = case.data_key
    columns = Case.__table__.columns
    pattern = {each.name: getattr(case, each.key) for each in columns}
    with get_database().writing.begin() as connection:
        for start in range(0, count, _BATCH):
            numbers = range(start, min(start + _BATCH, count))
            connection.execute(
                insert(Case.__table__), list(rows(pattern, key.seal, numbers))
            )
        connection.execute(text("ANALYZE"))
    transaction.abort()


def cost_ms(ask: Callable[[], object]) -> float:
    """Return the least time of several, in milliseconds."""
    found = []
    for _round in range(ROUNDS):
        begun = perf_counter()
        ask()
        found.append((perf_counter() - begun) * 1000)
        transaction.abort()
    return round(min(found), 2)


def hundredth(states, order) -> str | None:
    """Return where the hundredth page begins, None where there are fewer."""
    page = None
    for _number in range(99):
        page = cases_in(None, states=states, order=order, page=page, size=PAGE_SIZE)
        page = page.next_page
        if page is None:
            return None
    return page


def measure() -> dict[str, float]:
    """Return what each page costs, and counting, in milliseconds."""
    found = {}
    for place, scope in SCOPES.items():
        with patch.object(listing, "scope_of", lambda *_given, of=scope: of):
            for name, (states, order) in PAGES.items():
                asked = {"states": states, "order": order, "size": PAGE_SIZE}
                found[f"{place}: {name}"] = cost_ms(lambda a=asked: cases_in(None, **a))
                if place == "city":
                    page = hundredth(states, order)
                    transaction.abort()
                    if page is not None:
                        found[f"{place}: {name}, hundredth"] = cost_ms(
                            lambda a=asked, p=page: cases_in(None, **a, page=p)
                        )
            found[f"{place}: counted"] = cost_ms(lambda: count_cases(None))
    return found


def main() -> int:
    """Measure, print and keep the results; return 1 for a page that costs too much."""
    results = {}
    too_slow = []
    for engine, layer in (
        ("SQLite", SQLITE_TESTING),
        ("PostgreSQL", POSTGRESQL_TESTING),
    ):
        of_engine = {}
        for count in (SMALL, LARGE[engine]):
            layer.setUp()
            layer.testSetUp()
            fill(count)
            of_engine[count] = measure()
            layer.testTearDown()
            layer.tearDown()
        results[engine] = of_engine
        small, large = of_engine[SMALL], of_engine[LARGE[engine]]
        for name, ms in large.items():
            first = name.removesuffix(", hundredth")
            usual = max(large[first] if first != name else small[name], LEAST_MS)
            is_slow = ms > MOST_TIMES * usual
            if is_slow:
                too_slow.append(f"{engine}, {name}")
            print(
                f"{engine:<10} {name:<36} {small.get(name, 0):8.2f} ms"
                f" {ms:8.2f} ms{'  TOO SLOW' if is_slow else ''}",
                flush=True,
            )
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return int(bool(too_slow))


if __name__ == "__main__":
    sys.exit(main())

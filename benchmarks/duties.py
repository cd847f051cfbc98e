"""What counting duties for `/@@work`, and a page of their list, cost in a large table.

100,000 duties on SQLite and 1,000,000 on PostgreSQL, of twenty of which two are open,
beside 1,000 of them. They are counted for a whole city, a district, a community and a unit,
all kinds in one statement, as `count_duties` does it. In the large
table it may take `MOST_MS`; else 1 is the exit status.
"""

from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from lists import cost_ms
from lists import LARGE
from lists import PAGE_SIZE
from lists import SCOPES
from lists import SMALL
from onewindow_policy.cases.duties import accepting
from onewindow_policy.cases.duties import correcting
from onewindow_policy.cases.duties import deciding
from onewindow_policy.communities import duties as scoping
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.duties import whose
from onewindow_policy.duties.counting import count_duties
from onewindow_policy.duties.counting import duties_of
from onewindow_policy.duties.counting import kinds_for
from onewindow_policy.duties.interfaces import AT_DISTRICT
from onewindow_policy.duties.interfaces import AT_PLACE
from onewindow_policy.duties.interfaces import AT_STREET
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.interfaces import IScopes
from onewindow_policy.duties.models import Duty
from onewindow_policy.feedback.duties import SuggestionDuty
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.manycases import COMMUNITIES
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from pathlib import Path
from sqlalchemy import insert
from sqlalchemy import text
from unittest.mock import Mock
from unittest.mock import patch
from zope.component import provideUtility

import json
import sys

RESULTS = Path(__file__).resolve().parent / "results" / "duties.json"

#: At most, in the large table.
MOST_MS = 100

_BATCH = 5_000

KINDS = {
    "cases.accept": accepting,
    "cases.correct": correcting,
    "cases.decide": deciding,
    "feedback.answer": SuggestionDuty(),
}
UNITS = [f"U-{number:03}" for number in range(200)]
PLACES = {**SCOPES, "department": Scope(units=frozenset(UNITS[:1]))}


def rows(numbers: range) -> Iterator[dict]:
    """Yield a duty for each number; half of those of cases are up to a unit."""
    names = list(KINDS)
    begun = utc_now() - timedelta(days=30)
    for number in numbers:
        kind = names[number * 5 % len(names)]
        is_of_unit = kind.startswith("cases") and number % 2
        is_open = number % 20 in (3, 8)
        yield {
            "kind": kind,
            "subject": f"{number:015d}",
            "community_code": COMMUNITIES[number * 7 % len(COMMUNITIES)],
            "unit_code": UNITS[number * 11 % len(UNITS)] if is_of_unit else None,
            "due_at": begun + timedelta(minutes=number * 13 % 90_000),
            "state": "open" if is_open else "done",
            "opened_at": begun,
            "closed_at": None if is_open else datetime(2026, 1, 1, tzinfo=UTC),
        }


def fill(count: int) -> None:
    """Fill the empty table, and have it analysed."""
    with get_database().writing.begin() as connection:
        for start in range(0, count, _BATCH):
            part = range(start, min(start + _BATCH, count))
            connection.execute(insert(Duty.__table__), list(rows(part)))
        connection.execute(text("ANALYZE"))


def measure() -> dict[str, float]:
    """Return what counting and the first page cost, in milliseconds."""
    user = Mock(getId=lambda: "somebody")
    found = {}
    for place, scope in PLACES.items():
        by_level = {_level_of(place): scope}
        with (
            patch.object(scoping, "scope_of", lambda *_given, of=scope: of),
            patch.object(
                scoping,
                "scopes_by_level",
                lambda *_given, found=by_level: found,
            ),
        ):
            kinds = kinds_for(user)
            found[f"{place}: counted"] = cost_ms(lambda: count_duties(user))
            found[f"{place}: listed"] = cost_ms(
                lambda of=kinds: duties_of(user, of, size=PAGE_SIZE)
            )
            found[f"{place}: overdue"] = cost_ms(
                lambda of=kinds: duties_of(user, of, is_overdue=True, size=PAGE_SIZE)
            )
            found[f"{place}: overseen"] = cost_ms(
                lambda of=kinds: duties_of(user, of, is_overseen=True, size=PAGE_SIZE)
            )
    return found


def _level_of(place: str) -> str:
    """Return at which level somebody has a role who works in a place."""
    return AT_PLACE if place in ("community", "department") else AT_DISTRICT


def main() -> int:
    """Measure, print and keep the results; return 1 for what costs too much."""
    provideUtility(scoping.ScopesOfDuties(), IScopes)
    for name, kind in KINDS.items():
        provideUtility(kind, IDutyKind, name)
    results = {}
    is_slow = False
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
        for name, ms in of_engine[LARGE[engine]].items():
            is_too_slow = ms > MOST_MS
            is_slow |= is_too_slow
            print(
                f"{engine:<10} {name:<22} {of_engine[SMALL][name]:8.2f} ms {ms:8.2f} ms"
                f"{'  TOO SLOW' if is_too_slow else ''}",
                flush=True,
            )
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return int(is_slow)


if __name__ == "__main__":
    with (
        patch.object(whose, "remind_days", return_value=2),
        patch.object(
            whose,
            "escalation_days",
            return_value={AT_PLACE: 0, AT_STREET: 2, AT_DISTRICT: 5},
        ),
        patch.object(scoping, "deciding_units", return_value=frozenset(UNITS[:150])),
        patch.object(scoping, "get_unit", return_value=None),
        patch.object(scoping, "_names_of_communities", return_value={}),
    ):
        sys.exit(main())

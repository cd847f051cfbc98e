"""What a page of the cases' list costs in a small table and in a large one.

100,000 cases on SQLite and 1,000,000 on PostgreSQL, most of them closed, beside 1,000 of
them: the first page, the hundredth and one in each order and state, of the whole city, of a
district, a street, a window and a department, as `cases_in` reads them, with what is masked
opened; what is late, due on a day, at one's step, with units, waiting for its applicant,
one's own, a colleague's, nobody's, looked at by nobody in time, refused, and to be handed
out. Nothing may take longer than `MOST_MS`, and the hundredth page so many times what the
first one takes; else 1 is the exit status. The same holds for what is counted by state
beside the list, and on the page where staff begin, for how much each colleague has, for the
next case of a queue, and for what is over its archive term.

With `--kept FOLDER`, the tables are filled once, and kept there for the next run.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from datetime import timedelta
from functools import partial
from kept import kept_database
from onewindow_policy.cases import glance
from onewindow_policy.cases import listing
from onewindow_policy.cases import narrowing
from onewindow_policy.cases import overseeing
from onewindow_policy.cases import units
from onewindow_policy.cases.archive.models import OF_ALL
from onewindow_policy.cases.archive.overdue import count_overdue
from onewindow_policy.cases.archive.overdue import overdue_cases
from onewindow_policy.cases.archive.terms import enter_term
from onewindow_policy.cases.archive.terms import TermFacts
from onewindow_policy.cases.assigning import workload
from onewindow_policy.cases.assigning.queue import queue_of
from onewindow_policy.cases.assigning.workload import workloads
from onewindow_policy.cases.glance import at_a_glance
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.listing import count_cases
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.narrowing import due_on
from onewindow_policy.cases.narrowing import Parts
from onewindow_policy.cases.narrowing import waits_for_applicant
from onewindow_policy.cases.narrowing import with_units
from onewindow_policy.cases.orders import DUE_FIRST
from onewindow_policy.cases.orders import END_FIRST
from onewindow_policy.cases.orders import NEWEST_FIRST
from onewindow_policy.cases.overseeing import ASKED_AGAIN
from onewindow_policy.cases.overseeing import overseen_at_a_glance
from onewindow_policy.cases.overseeing import overseen_parts
from onewindow_policy.cases.overseeing import REFUSED
from onewindow_policy.cases.overseeing import UNANSWERED
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import RECEIVED
from onewindow_policy.cases.states import STATES
from onewindow_policy.communities.scopes import EVERYWHERE
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.forms.api import BY_POST
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.testing.manycases import CLERKS
from onewindow_policy.testing.manycases import COMMUNITIES
from onewindow_policy.testing.manycases import fill
from onewindow_policy.testing.manycases import FIRST_DUE
from onewindow_policy.testing.manycases import UNITS
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from pathlib import Path
from sqlalchemy import Select
from time import perf_counter
from unittest.mock import patch

import json
import sys
import transaction

RESULTS = Path(__file__).resolve().parent / "results" / "lists.json"

SMALL = 1_000
LARGE = {"SQLite": 100_000, "PostgreSQL": 1_000_000}
LAYERS = {"SQLite": SQLITE_TESTING, "PostgreSQL": POSTGRESQL_TESTING}
CLERK = CLERKS[0]

PAGE_SIZE = 30
FAR = date(2100, 1, 1)
ROUNDS = 7

#: At most, of anything in a large table; and of the hundredth page, in times the first one.
#: Below some milliseconds nothing is asked.
MOST_MS = 100
MOST_TIMES = 4
LEAST_MS = 5

SCOPES = {
    "city": EVERYWHERE,
    "district": Scope(communities=frozenset(COMMUNITIES[:100])),
    "street": Scope(communities=frozenset(COMMUNITIES[:12])),
    "window": Scope(communities=frozenset(COMMUNITIES[:1])),
    "department": Scope(units=frozenset(UNITS[:1])),
}


def _due_on_a_day(_scope: Scope) -> Parts:
    return due_on(FIRST_DUE + timedelta(days=60))


def _for_the_applicant(_scope: Scope) -> Parts:
    return waits_for_applicant()


def _unanswered(_scope: Scope) -> Parts:
    return overseen_parts(UNANSWERED)


def _refused(_scope: Scope) -> Parts:
    return overseen_parts(REFUSED)


def _asked_again(_scope: Scope) -> Parts:
    return overseen_parts(ASKED_AGAIN)


PAGES = {
    "open, newest": {"states": OPEN_STATES, "order": NEWEST_FIRST},
    "open, by due": {"states": OPEN_STATES, "order": DUE_FIRST},
    "received, newest": {"states": (RECEIVED,), "order": NEWEST_FIRST},
    "received, by due": {"states": (RECEIVED,), "order": DUE_FIRST},
    "all, newest": {"states": STATES, "order": NEWEST_FIRST},
    "all, by due": {"states": STATES, "order": DUE_FIRST},
    "late, by due": {"order": DUE_FIRST, "late_since": FIRST_DUE + timedelta(days=60)},
    "late, none": {"order": DUE_FIRST, "late_since": FIRST_DUE},
    "late, newest": {
        "order": NEWEST_FIRST,
        "late_since": FIRST_DUE + timedelta(days=60),
    },
    "soon, by due": {"order": DUE_FIRST, "due_by": FAR},
    "overdue, by due": {"order": DUE_FIRST, "due_before": FIRST_DUE},
    "unanswered, by due": {"order": DUE_FIRST, "among": _unanswered},
    "refused, newest": {"states": STATES, "order": NEWEST_FIRST, "among": _refused},
    "asked again, newest": {
        "states": STATES,
        "order": NEWEST_FIRST,
        "among": _asked_again,
    },
    "at my step, newest": {"order": NEWEST_FIRST, "is_here": True},
    "at my step, by due": {"order": DUE_FIRST, "is_here": True},
    "waiting, newest": {"order": NEWEST_FIRST, "is_waiting": True},
    "mine, by due": {"order": DUE_FIRST, "assignees": {CLERK}},
    "nobody's, by due": {"order": DUE_FIRST, "is_unassigned": True},
    "due today, by due": {"order": DUE_FIRST, "among": _due_on_a_day},
    "due today, newest": {"order": NEWEST_FIRST, "among": _due_on_a_day},
    "for the applicant, by due": {"order": DUE_FIRST, "among": _for_the_applicant},
    "for the applicant, newest": {"order": NEWEST_FIRST, "among": _for_the_applicant},
    "with units, by due": {"order": DUE_FIRST, "among": with_units},
    "with units, newest": {"order": NEWEST_FIRST, "among": with_units},
    "a colleague's, by due": {"order": DUE_FIRST, "seen_to_by": CLERK},
    "results, newest": {
        "states": STATES,
        "order": NEWEST_FIRST,
        "is_to_hand_out": True,
    },
    "runs out, by day": {
        "states": STATES,
        "order": END_FIRST,
        "runs_out_from": FIRST_DUE + timedelta(days=60),
    },
    "has run out, by day": {
        "states": STATES,
        "order": END_FIRST,
        "ran_out_before": FIRST_DUE + timedelta(days=60),
    },
    "results by post, by due": {
        "states": STATES,
        "order": DUE_FIRST,
        "waits_by": BY_POST,
    },
}


NEXT = {"mine": Case.assignee == CLERK, "nobody's": Case.assignee.is_(None)}

#: As short as any, so that something is over.
TERM = TermFacts(
    OF_ALL,
    "",
    is_archived=True,
    years=1,
    covers_withdrawn=False,
    approved_by="档案局",
    approval_number="1号",
    approved_on=FIRST_DUE,
)


def cost_ms(ask: Callable[[], object]) -> float:
    """Return the least time of several, in milliseconds."""
    found = []
    for _round in range(ROUNDS):
        begun = perf_counter()
        ask()
        found.append((perf_counter() - begun) * 1000)
        transaction.abort()
    return round(min(found), 2)


def hundredth(asked: dict) -> str | None:
    """Return where the hundredth page begins, None where there are fewer."""
    page = None
    for _number in range(99):
        page = cases_in(None, **asked, page=page)
        page = page.next_page
        if page is None:
            return None
    return page


def _first(query: Select) -> str | None:
    return read_session().scalar(query)


def measure() -> dict[str, float]:
    """Return what each page costs, counting, and what is next, in milliseconds."""
    found = {}
    for place, scope in SCOPES.items():
        with (
            patch.object(listing, "scope_of", lambda *_given, of=scope: of),
            patch.object(glance, "scope_of", lambda *_given, of=scope: of),
            patch.object(overseeing, "scope_of", lambda *_given, of=scope: of),
            patch.object(workload, "scope_of", lambda *_given, of=scope: of),
            patch.object(units, "deciding_units", lambda: frozenset(UNITS)),
            patch.object(narrowing, "deciding_units", lambda: frozenset(UNITS)),
            patch.object(listing, "deciding_units", lambda: frozenset(UNITS)),
        ):
            for name, asked in PAGES.items():
                if name.startswith("with units") and place == "department":
                    # There is no such list for it.
                    continue
                asked = {**asked, "size": PAGE_SIZE}
                if "among" in asked:
                    asked["among"] = asked["among"](scope)
                found[f"{place}: {name}"] = cost_ms(partial(cases_in, None, **asked))
                if place == "city":
                    page = hundredth(asked)
                    transaction.abort()
                    if page is not None:
                        found[f"{place}: {name}, hundredth"] = cost_ms(
                            partial(cases_in, None, **asked, page=page)
                        )
            found[f"{place}: counted"] = cost_ms(lambda: count_cases(None))
            found[f"{place}: at a glance"] = cost_ms(lambda: at_a_glance(None))
            found[f"{place}: overseen at a glance"] = cost_ms(
                lambda: overseen_at_a_glance(None)
            )
            found[f"{place}: workload"] = cost_ms(lambda: workloads(None))
            for whose, condition in NEXT.items():
                query = queue_of(scope, condition)
                found[f"{place}: next, {whose}"] = cost_ms(partial(_first, query))
    now = utc_now()
    found["over its archive term"] = cost_ms(
        lambda: overdue_cases(read_session(), now, PAGE_SIZE)
    )
    found["over its archive term, counted"] = cost_ms(
        lambda: count_overdue(read_session(), now)
    )
    return found


def _fill(count: int) -> None:
    fill(count)
    enter_term(TERM, CLERK, bool)
    transaction.commit()


@contextmanager
def filled(engine: str, count: int, folder: Path | None) -> Iterator[None]:
    """Have a table of so many cases in use, from `folder` if there is one."""
    if folder is not None:
        with kept_database(folder, engine, f"lists_{count}", partial(_fill, count)):
            yield
        return
    layer = LAYERS[engine]
    layer.setUp()
    layer.testSetUp()
    _fill(count)
    yield
    layer.testTearDown()
    layer.tearDown()


def main() -> int:
    """Measure, print and keep the results; return 1 for a page that costs too much."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument(
        "--kept", type=Path, metavar="FOLDER", help="keep the tables here"
    )
    folder = parser.parse_args().kept
    results = {}
    too_slow = []
    for engine, large_count in LARGE.items():
        of_engine = {}
        for count in (SMALL, large_count):
            with filled(engine, count, folder):
                of_engine[count] = measure()
        results[engine] = of_engine
        small, large = of_engine[SMALL], of_engine[large_count]
        for name, ms in large.items():
            first = name.removesuffix(", hundredth")
            is_late_page = ms > MOST_TIMES * max(large[first], LEAST_MS)
            is_slow = ms > MOST_MS or is_late_page
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

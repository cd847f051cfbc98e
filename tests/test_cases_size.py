"""Papers are numbered and printed in a table that is full, and memory does not grow.

What is looked at here is a hundredth of a city; `make bench-size` looks at all of it.
"""

from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.manycases import fill
from pathlib import Path
from sqlalchemy import select
from test_cases_issuing import IssuingSetup
from time import perf_counter

import os
import resource
import sys
import transaction
import unittest

IS_FULL = bool(os.environ.get("FULL_SIZE"))

#: Each case has a receipt and a notice of acceptance.
PAPERS = 10_000 if IS_FULL else 100

#: What the process may hold more at the end than after the first tenth. The first papers
#: fill what it keeps for good.
MOST_GROWTH_BYTES = 24 * 2**20


def resident_bytes() -> int:
    """Return how much memory this process has just now (Linux)."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


class SizeTests(IssuingSetup):
    def issue(self, number):
        """Take a case in, accept it, and print both of its papers."""
        # One account files no more than so many an hour (intake/senders.py).
        case = self.take_in(f"size-{number}", account=f"clerk-{number // 10}")
        self.move(case, "accept")
        for kind in ("receipt", "acceptance"):
            self.assertTrue(self.opened(case, kind).pdf().startswith(b"%PDF-"))

    def test_papers_have_no_gap_and_memory_does_not_grow(self):
        fill(self.cases)
        rounds = PAPERS // 2
        tenth = rounds // 10
        held, begun = [], [perf_counter()]
        for number in range(rounds):
            self.issue(number)
            if (number + 1) % tenth == 0:
                held.append(resident_bytes())
                begun.append(perf_counter())
        transaction.begin()
        serials = sorted(
            int(each.rpartition("-")[2])
            for each in read_session().scalars(select(Paper.number))
        )
        self.assertEqual(list(range(1, PAPERS + 1)), serials)
        self.assertLess(held[-1] - held[0], MOST_GROWTH_BYTES)
        if IS_FULL:
            seconds = [
                late - early for early, late in zip(begun, begun[1:], strict=False)
            ]
            sys.stdout.write(
                f"\n{self.engine}: {PAPERS} papers among {self.cases} cases;"
                f" {1000 * seconds[0] / tenth:.0f} ms a case in the first tenth,"
                f" {1000 * seconds[-1] / tenth:.0f} in the last;"
                f" {(held[-1] - held[0]) / 2**20:+.1f} MiB\n"
            )


class TestSizeOnSQLite(SizeTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    engine = "SQLite"
    cases = 100_000 if IS_FULL else 1_000


class TestSizeOnPostgreSQL(SizeTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
    engine = "PostgreSQL"
    cases = 1_000_000 if IS_FULL else 10_000

"""What registering a case costs, in one process, without the web before it.

`registering.py` prints for SQLite and for PostgreSQL how many cases a second one process
registers, with none and with two photographs of 300 KB, and how long SQLite's write lock
was held for one. Figures are those of the machine; nothing is asserted.
"""

from onewindow_policy.cases import submissions
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from statistics import median
from time import perf_counter
from unittest.mock import patch

import os
import sys
import transaction

CASES = 300
PHOTO_BYTES = 300_000


def photos(number: int) -> tuple[NewFile, ...]:
    """Return that many files that cannot be compressed."""
    return tuple(
        NewFile("M01", f"{each}.jpg", "image/jpeg", os.urandom(PHOTO_BYTES))
        for each in range(number)
    )


def measure(files: tuple[NewFile, ...], prefix: str) -> tuple[float, float]:
    """Return cases a second, and the median of the seconds spent writing one."""
    writing = []
    opened = submissions.write_session

    def note_opening():
        nonlocal since
        since = perf_counter()
        return opened()

    since = 0.0
    begun = perf_counter()
    with patch.object(submissions, "write_session", note_opening):
        for number in range(CASES):
            register_case(
                submission(f"{prefix}{number}", files=files, address=f"10.0.0.{number}")
            )
            transaction.commit()
            writing.append(perf_counter() - since)
    return CASES / (perf_counter() - begun), median(writing)


def main() -> int:
    """Measure, and print a table."""
    print(f"{'database':12}{'photographs':>12}{'cases/s':>10}{'writing, ms':>13}")
    for name, layer in (("SQLite", SQLITE_TESTING), ("PostgreSQL", POSTGRESQL_TESTING)):
        layer.setUp()
        try:
            for number in (0, 2):
                rate, seconds = measure(photos(number), f"{number}-")
                print(f"{name:12}{number:>12}{rate:>10.0f}{seconds * 1000:>13.1f}")
        finally:
            layer.testTearDown()
            layer.tearDown()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`onewindow files`: what it does, and what it says.

It names cases, never files: names of files are personal. Each file is a transaction of
its own, so that a run that was interrupted goes on when it is asked for again.
"""

from onewindow_policy import logger
from onewindow_policy.cases import scanning
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.commands.statuses import UNAVAILABLE
from onewindow_policy.records.api import RecordsError
from onewindow_policy.records.api import utc_now
from onewindow_policy.scanning.api import CLAMD
from onewindow_policy.scanning.api import is_configured
from onewindow_policy.scanning.exceptions import NotScannable
from onewindow_policy.scanning.exceptions import ScannerAway

import argparse
import logging
import sys
import transaction

#: Somebody else may hold what is changed; the server retries as often.
TRIES = 4


def run(options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    # What the log would say is printed.
    logger.addHandler(logging.NullHandler())
    try:
        if options.subcommand == "scan":
            return scan_files(is_again=options.again)
        show_status()
    except RecordsError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    finally:
        transaction.abort()
    return 0


def scan_files(*, is_again: bool) -> int:
    """Scan what was not scanned yet, or all; print what came of it.

    Returns UNAVAILABLE when the scanner went away before the end.
    """
    if not is_configured():
        print(f"{CLAMD} is not set: nothing is to be scanned.", file=sys.stderr)
        return REFUSED
    counts = {"clean": 0, "infected": 0, "not scannable": 0}
    try:
        for file_id in scanning.files_to_scan(utc_now() if is_again else None):
            if outcome := _scan(file_id):
                counts[outcome] += 1
    except ScannerAway as error:
        print(f"The scanner is away: {error}. Run it again.", file=sys.stderr)
        return UNAVAILABLE
    finally:
        transaction.abort()
        for outcome, count in counts.items():
            print(f"{count:7} files scanned: {outcome}")
        show_status()
    return 0


def _scan(file_id) -> str | None:
    """Scan a file and keep what was found; return what to count it as."""
    found = scanning.content_to_scan(file_id)
    transaction.abort()
    if found is None:
        return None
    number, content = found
    try:
        verdict = scanning.scan_content(content)
    except NotScannable as error:
        print(
            f"case {case_number_text(number)}: a file of {len(content)} bytes stays shut,"
            f" it cannot be scanned: {error}",
            file=sys.stderr,
        )
        return "not scannable"
    is_kept = transaction.manager.run(
        lambda: scanning.keep_verdict(file_id, verdict), tries=TRIES
    )
    if not is_kept:
        return None
    return "clean" if verdict.signature is None else "infected"


def show_status() -> None:
    """Print how many files of cases open, and in which cases something was found."""
    counts = scanning.count_files()
    print(f"{counts.clean:7} files of cases are clean")
    print(f"{counts.unscanned:7} were not scanned yet")
    print(f"{counts.infected:7} are infected and stay shut")
    for each in scanning.infected_files():
        print(
            f"infected: case {case_number_text(each.case_number)}"
            f"  {each.signature}  {each.scanned_at:%Y-%m-%d}"
        )

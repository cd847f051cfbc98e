"""`onewindow archive`: what it does, and what it says. It names cases, never people."""

from collections.abc import Callable
from onewindow_policy.cases.archive.models import PACKAGE
from onewindow_policy.cases.archive.outside import delete_package
from onewindow_policy.cases.archive.outside import erased_packages
from onewindow_policy.cases.archive.writing import cases_to_archive
from onewindow_policy.cases.archive.writing import check_package
from onewindow_policy.cases.archive.writing import count_archived
from onewindow_policy.cases.archive.writing import lacking_packages
from onewindow_policy.cases.archive.writing import OriginalsHere
from onewindow_policy.cases.archive.writing import PackageBroken
from onewindow_policy.cases.archive.writing import write_package
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.commands.api import open_site
from onewindow_policy.commands.exceptions import CommandRefused
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.commands.statuses import UNAVAILABLE
from onewindow_policy.commands.statuses import USAGE
from onewindow_policy.prints.exceptions import PrintFailed
from onewindow_policy.records.api import RecordsError
from pathlib import Path

import argparse
import sys
import transaction

#: Somebody else may hold what is changed; the server retries as often.
TRIES = 4


def run(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    try:
        if options.subcommand == "write":
            with open_site(config, options.site):
                return write(options)
        if options.subcommand == "check":
            return check(options.folder)
        if options.subcommand == "destroy":
            destroy(options.folder)
            return 0
        show_status()
    except CommandRefused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.exit_status
    except RecordsError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return USAGE
    finally:
        transaction.abort()
    return 0


def write(options: argparse.Namespace) -> int:
    """Write what is to be written; a run that was interrupted goes on when it is asked for
    again. Returns UNAVAILABLE when a paper could not be printed, or a file was left out
    that nobody has looked into for a virus yet."""
    options.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = left_out = unscanned = 0
    numbers = cases_to_archive(options.closed_before, is_again=options.again)
    try:
        for number in numbers:
            transaction.abort()
            package = _write(number, options.folder, options.with_originals)
            if package is None:
                continue
            written += 1
            left_out += package.left_out
            unscanned += package.unscanned
            if package.left_out:
                print(
                    f"case {case_number_text(number)}: files left out:"
                    f" {package.left_out}, of these not scanned: {package.unscanned}",
                    file=sys.stderr,
                )
    except PrintFailed as error:
        print(f"A paper could not be printed: {error}. Run it again.", file=sys.stderr)
        return UNAVAILABLE
    finally:
        print(f"{written:7} cases written to {options.folder}")
        if left_out:
            print(f"{left_out:7} files left out")
    if unscanned:
        print(
            f"{unscanned} files were not scanned: run onewindow files scan, and this again."
            " Until then their packages are marked as lacking them.",
            file=sys.stderr,
        )
        return UNAVAILABLE
    return 0


def _write(number: str, folder: Path, with_originals: bool):
    """Write the package of a case; None where it was erased meanwhile, or originals of the
    applicant are still at the window, which is said."""

    def write_one():
        return write_package(number, folder, with_originals_here=with_originals)

    try:
        return transaction.manager.run(write_one, tries=TRIES)
    except CaseUnknown:
        return None
    except OriginalsHere:
        print(
            f"case {case_number_text(number)}: originals are still at the window, not"
            " written. Give them back first, or say --with-originals.",
            file=sys.stderr,
        )
        return None


def check(folder: Path) -> int:
    """Look at all packages of a folder. Returns REFUSED when one is not as it was.
    Raises `OSError` for what is no folder."""
    broken = 0
    paths = sorted(each for each in folder.iterdir() if each.suffix == PACKAGE)
    for path in paths:
        try:
            check_package(path)
        except PackageBroken as error:
            broken += 1
            print(f"{path}: {error}", file=sys.stderr)
    print(f"{len(paths) - broken:7} packages are as they were written")
    if broken:
        print(f"{broken:7} are not")
    return REFUSED if broken else 0


def destroy(folder: Path) -> None:
    """Delete the packages of a folder whose cases are erased. What was interrupted goes on
    when it is asked for again. Raises `OSError` for what is no folder."""
    deleted, paths = 0, list(erased_packages(folder))
    try:
        for path in paths:
            transaction.abort()
            delete_package(path, _commit)
            deleted += 1
    finally:
        print(f"{deleted:7} packages of erased cases deleted from {folder}")
    print(
        "Copies elsewhere stay: who destroyed those says so at the destruction list.",
        file=sys.stderr,
    )


def _commit(note: Callable[[], None]) -> None:
    transaction.manager.run(note, tries=TRIES)


def show_status() -> None:
    """Print how many closed cases were written into packages."""
    written, unwritten = count_archived()
    print(f"{written:7} closed cases were written into packages, as they are now")
    print(f"{unwritten:7} were not")
    lacking = lacking_packages()
    if lacking:
        print(f"{len(lacking):7} of these into packages that lack files not scanned:")
    for number in lacking:
        print(f"        {case_number_text(number)}")

"""`onewindow search`: building the index of the residents' search anew."""

# ruff: noqa: T201 - what these print is what they are for.

from collections.abc import Iterator
from contextlib import contextmanager
from onewindow_policy import logger
from onewindow_policy.commands.api import open_site
from onewindow_policy.commands.api import progress_bar
from onewindow_policy.commands.exceptions import CommandRefused
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import RecordsError
from onewindow_policy.search.api import begin_rebuilding
from onewindow_policy.search.api import is_index_current
from onewindow_policy.search.api import rebuild
from onewindow_policy.search.exceptions import BuildingStopped
from onewindow_policy.snapshots.facts import forget_facts
from pathlib import Path
from time import monotonic

import argparse
import logging
import os
import sys

NO_INDEX = """\
{error}
The portal serves without a search until its index is built: onewindow search rebuild"""

#: The storage in one file is open in the process that serves; others may read it.
READING = {"filestorage": "filestorage-reading"}


def run(config: Path, options: argparse.Namespace) -> int:
    """Build the index anew, print how much it holds, and return the exit status."""
    # What the log would say is printed.
    logger.addHandler(logging.NullHandler())
    begun = monotonic()
    try:
        # First of all: from now on the process that serves writes what changes into the
        # new index too. What was committed before is there when the site is opened.
        number = begin_rebuilding()
        forget_facts()
        with (
            reading_only(),
            open_site(config, options.site),
            progress_bar(options.progress) as progress,
        ):
            count = rebuild(number, progress)
    except BuildingStopped as stopped:
        print(stopped, file=sys.stderr)
        return REFUSED
    except (CommandRefused, RecordsError) as error:
        print(error, file=sys.stderr)
        return error.exit_status
    print(f"{count} documents indexed in {monotonic() - begun:.0f} s.")
    return 0


@contextmanager
def reading_only() -> Iterator[None]:
    """Let what opens the content open it for reading, where that matters."""
    storage = os.environ["STORAGE"]
    # Reading, nobody would make the file where there is none yet.
    if Path(os.environ["VAR"], "filestorage", "Data.fs").exists():
        os.environ["STORAGE"] = READING.get(storage, storage)
    try:
        yield
    finally:
        os.environ["STORAGE"] = storage


def ensure_index(*, anew: bool = False) -> None:
    """Build the index of the site that is set where there is none of this version.

    With `anew` build it in any case: it may hold what a site held that was deleted.
    Where it cannot be built the portal serves without it, and the search says so.
    """
    try:
        if not anew and is_index_current():
            return
        print("Building the search index …", flush=True)
        forget_facts()
        rebuild(begin_rebuilding())
    except BuildingStopped as stopped:
        # Processes that start together need one index.
        print(stopped, flush=True)
    except DatabaseUnavailable as error:
        print(NO_INDEX.format(error=error), file=sys.stderr, flush=True)

"""Erasing what is over its time: what people were told, done every day.

Each turn is a transaction of its own, so that those who apply meanwhile wait for a
moment at most; a run that was interrupted goes on when it is asked for again.
"""

from collections.abc import Callable
from onewindow_policy import logger
from onewindow_policy.accounts.sessions import drop_old_sessions
from onewindow_policy.cases.api import count_kept_without_term
from onewindow_policy.cases.api import erase_old_cases
from onewindow_policy.cases.api import forget_expired
from onewindow_policy.feedback.api import erase_old_suggestions
from onewindow_policy.records.api import audit_apart
from onewindow_policy.records.api import RecordsError
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.erasing import remains_of
from onewindow_policy.search.counting import drop_old_counts
from onewindow_policy.sites.erasing import overwrite_now
from onewindow_policy.web.parts import tidy_parts
from onewindow_policy.workdays.api import today

import logging
import sys
import transaction

#: Somebody else may hold what a turn needs; the server retries as often.
TRIES = 4


def run() -> int:
    """Erase all that is over its time, print how much, and return the exit status."""
    # What the log would say is printed.
    logger.addHandler(logging.NullHandler())
    try:
        tidy()
    except RecordsError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    return 0


def tidy() -> None:
    """Erase all that is over its time, and print how much."""
    now = utc_now()
    audit_apart("records.tidy", "records")
    _report("cases erased", _in_turns(lambda: erase_old_cases(now)))
    _report("suggestions erased", _in_turns(lambda: erase_old_suggestions(now)))
    forgotten = transaction.manager.run(
        lambda: forget_expired(write_session(), now), tries=TRIES
    )
    _report("files of unfinished forms erased", forgotten.uploads)
    _report("query codes of old receipts erased", forgotten.query_codes)
    _report("counted tries dropped", forgotten.tries)
    _report(
        "files of staff that were never finished removed",
        tidy_parts(get_database().settings.var),
    )
    _report(
        "sessions of staff that are long over dropped",
        transaction.manager.run(
            lambda: drop_old_sessions(write_session(), now), tries=TRIES
        ),
    )
    _report(
        "counts of old searches dropped",
        transaction.manager.run(
            lambda: drop_old_counts(write_session(), today()), tries=TRIES
        ),
    )
    _report("closed cases that were promised no term, kept", count_kept_without_term())
    transaction.abort()
    _report_remains(get_database())


def _report_remains(database: Database) -> None:
    """Overwrite what was erased, and print what is left of it."""
    is_overwritten = overwrite_now(database)
    with database.reading.connect() as connection:
        remains = remains_of(connection, is_sqlite=database.settings.is_sqlite)
    _report("erased, not yet overwritten", remains.not_overwritten)
    _report("erased, opened in old backups by a master key", remains.under_a_key)
    if not is_overwritten:
        print("Others were reading: run it again.", file=sys.stderr)


def _in_turns(erase: Callable[[], int]) -> int:
    """Let `erase` go on until nothing is left; return how much it erased."""
    count = 0
    while erased := transaction.manager.run(erase, tries=TRIES):
        count += erased
    return count


def _report(what: str, count: int) -> None:
    print(f"{count:7} {what}")

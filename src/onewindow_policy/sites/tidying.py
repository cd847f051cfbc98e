"""`onewindow records tidy`: erasing at once what jobs erase when they are due.

Each turn is a transaction of its own, so that those who apply meanwhile wait for a
moment at most; a run that was interrupted goes on when it is asked for again.
"""

from onewindow_policy import logger
from onewindow_policy import sites
from onewindow_policy.cases.api import count_kept_without_term
from onewindow_policy.cases.api import count_stored
from onewindow_policy.commands.statuses import UNAVAILABLE
from onewindow_policy.jobs.interfaces import IRetention
from onewindow_policy.jobs.retention import erase_all
from onewindow_policy.records.api import audit_apart
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import RecordsError
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.erasing import remains_of
from onewindow_policy.sites.erasing import overwrite_now
from zope.component import getUtilitiesFor
from zope.configuration import xmlconfig

import logging
import sys
import transaction

#: The line of a room whose turn failed; the others have theirs.
FAILED = "{reported}: not all, {error}. Run it again."


def run() -> int:
    """Erase all that is over its time, print how much, and return the exit status."""
    # What the log would say is printed.
    logger.addHandler(logging.NullHandler())
    # Without Zope, which would take its time; a server may have the content open, too.
    xmlconfig.file("retentions.zcml", sites)
    try:
        return tidy()
    except RecordsError as error:
        print(error, file=sys.stderr)
        return error.exit_status


def tidy() -> int:
    """Erase all that is over its time, print how much, and return the exit status.

    What fails stops no other. Raises RecordsError where the database cannot be used.
    """
    now = utc_now()
    status = 0
    audit_apart("records.tidy", "records")
    for _name, retention in sorted(getUtilitiesFor(IRetention)):
        try:
            _report(retention.reported, erase_all(retention, now))
        except DatabaseUnavailable:
            raise
        except Exception as error:
            transaction.abort()
            said = {"reported": retention.reported, "error": type(error).__name__}
            print(FAILED.format(**said), file=sys.stderr)
            status = UNAVAILABLE
    _report("closed cases that were promised no term, kept", count_kept_without_term())
    _report("cases that are only stored, for the archive", count_stored())
    transaction.abort()
    _report_remains(get_database())
    return status


def _report_remains(database: Database) -> None:
    """Overwrite what was erased, and print what is left of it."""
    is_overwritten = overwrite_now(database)
    with database.reading.connect() as connection:
        remains = remains_of(connection, is_sqlite=database.settings.is_sqlite)
    _report("erased, not yet overwritten", remains.not_overwritten)
    _report("erased, opened in old backups by a master key", remains.under_a_key)
    if not is_overwritten:
        print("Others were reading: run it again.", file=sys.stderr)


def _report(what: str, count: int) -> None:
    print(f"{count:7} {what}")

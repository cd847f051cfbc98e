"""`onewindow records erase`: one case, suggestion or inquiry, before its term, for good."""

from collections.abc import Callable
from onewindow_policy import logger
from onewindow_policy.cases.api import erase_unless_kept
from onewindow_policy.cases.api import parse_case_number
from onewindow_policy.cases.exceptions import ArchiveDutyRuns
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.commands.statuses import UNAVAILABLE
from onewindow_policy.commands.statuses import USAGE
from onewindow_policy.feedback.api import erase_suggestion
from onewindow_policy.feedback.api import parse_number
from onewindow_policy.feedback.exceptions import NumberMistyped
from onewindow_policy.feedback.exceptions import SuggestionUnknown
from onewindow_policy.inquiries.api import erase_inquiry
from onewindow_policy.inquiries.api import parse_inquiry_number
from onewindow_policy.inquiries.exceptions import InquiryNumberMistyped
from onewindow_policy.inquiries.exceptions import InquiryUnknown
from onewindow_policy.records.api import RecordsError
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.erasing import overwrite
from onewindow_policy.records.rotation import renew

import argparse
import logging
import sys
import transaction

#: Somebody else may hold what is erased; the server retries as often.
TRIES = 4

#: How often a checkpoint is tried: each waits 0.2 seconds for those who read.
CHECKPOINT_TRIES = 25

#: Why a record was erased, in the audit.
BY_COMMAND = "command"

NO_NUMBER = "{number} is no number of a case, a suggestion or an inquiry."
UNKNOWN = "There is no record {number}."
ERASED = "Erased: {number}."
ARCHIVED = """\
Not erased: the archive wants {number} kept. It is destroyed by a destruction list only."""
OVERWRITTEN = "Nothing of it is left in the files of the database."
NOT_OVERWRITTEN = """\
It is not overwritten in the files of the database yet: somebody was reading. Run again: \
onewindow records tidy"""
IN_BACKUPS = """\
Older backups and logs of the database open it until the master key is changed: \
onewindow keys rotate --drop"""
NOWHERE = """\
No key is left that opens it, wherever copies of the database lie: {count} old master keys \
were dropped. Copies of these have to be destroyed. Back up the master keys, then the \
records: older backups cannot be read any more."""


def run(options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    # What the log would say is printed.
    logger.addHandler(logging.NullHandler())
    found = _eraser_of(options.number)
    if found is None:
        print(NO_NUMBER.format(number=options.number), file=sys.stderr)
        return USAGE
    number, erase = found
    try:
        transaction.manager.run(lambda: erase(number, BY_COMMAND), tries=TRIES)
        print(ERASED.format(number=number), flush=True)
        return _see_to_remains(get_database(), now=options.now)
    except (CaseUnknown, SuggestionUnknown, InquiryUnknown):
        print(UNKNOWN.format(number=number), file=sys.stderr)
        return REFUSED
    except ArchiveDutyRuns:
        print(ARCHIVED.format(number=number), file=sys.stderr)
        return REFUSED
    except RecordsError as error:
        print(error, file=sys.stderr)
        return error.exit_status


def overwrite_now(database: Database) -> bool:
    """Try for some seconds to overwrite what was erased; return whether it was done."""
    return any(overwrite(database) for _try in range(CHECKPOINT_TRIES))


def _see_to_remains(database: Database, *, now: bool) -> int:
    is_overwritten = overwrite_now(database)
    if database.settings.is_sqlite:
        print(OVERWRITTEN if is_overwritten else NOT_OVERWRITTEN)
    if now:
        count = len(renew(database, lambda _wrapped: None))
        print(NOWHERE.format(count=count))
        # What keys were wrapped by before is written over, too.
        is_overwritten = overwrite_now(database)
    else:
        print(IN_BACKUPS)
    return 0 if is_overwritten else UNAVAILABLE


def _eraser_of(text: str) -> tuple[str, Callable[[str, str], None]] | None:
    """Return the stored number that `text` means, and what erases it; None for none."""
    try:
        return parse_case_number(text), erase_unless_kept
    except CaseNumberMistyped:
        pass
    try:
        return parse_number(text), erase_suggestion
    except NumberMistyped:
        pass
    try:
        return parse_inquiry_number(text), erase_inquiry
    except InquiryNumberMistyped:
        return None

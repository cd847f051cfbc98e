"""What the audit keeps by itself: what happened without a record being written."""

from onewindow_policy import logger
from onewindow_policy.records.auditing import new_entry
from onewindow_policy.records.database import get_database
from onewindow_policy.records.exceptions import RecordsError
from onewindow_policy.records.models import AuditEntry
from onewindow_policy.records.sessions import is_writing
from sqlalchemy.orm import Session

import transaction

NOT_WRITTEN = "The audit could not be written: %s of %s (%s)."


def audit_apart(action: str, subject: str, detail: str = "", **options) -> None:
    """Note it in a transaction of its own, whatever becomes of the request's.

    For what happens without a record being written: a log-in, a refusal. Takes what
    `audit` takes, and raises nothing: what cannot be written is in the log. Where this
    transaction writes records already, it is kept when that has ended.
    """
    try:
        entry = new_entry(action, subject, detail, **options)
    except RecordsError as error:
        _log(action, subject, error)
        return
    if is_writing():
        _AtTheEnd(entry)
    else:
        keep_apart(entry)


def keep_apart(entry: AuditEntry) -> None:
    """Write an entry that is in no session in a transaction of its own."""
    database = get_database()
    try:
        database.ensure_ready()
        with Session(bind=database.writing) as session, session.begin():
            session.add(entry)
    except RecordsError as error:
        _log(entry.action, entry.subject, error)


def _log(action: str, subject: str, error: RecordsError) -> None:
    logger.error(NOT_WRITTEN, action, subject, type(error).__name__)


class _AtTheEnd:
    """Keeps an entry when the transaction has ended, whichever way, once.

    A commit that fails calls both hooks.
    """

    def __init__(self, entry: AuditEntry):
        self.entry = entry
        current = transaction.get()
        current.addAfterCommitHook(self)
        current.addAfterAbortHook(self)

    def __call__(self, _is_kept: bool = False) -> None:
        entry, self.entry = self.entry, None
        if entry is not None:
            keep_apart(entry)

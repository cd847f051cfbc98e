"""What the audit keeps by itself: what happened without a record being written."""

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from onewindow_policy.records.auditaway import has_away
from onewindow_policy.records.auditaway import keep_away
from onewindow_policy.records.auditaway import take_in
from onewindow_policy.records.auditing import entry_of
from onewindow_policy.records.auditing import Note
from onewindow_policy.records.auditing import take_note
from onewindow_policy.records.database import get_database
from onewindow_policy.records.exceptions import RecordsError
from onewindow_policy.records.models import AuditEntry
from onewindow_policy.records.sessions import is_writing
from sqlalchemy import Engine
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest

import dataclasses
import transaction

#: Who looks through a list is noted once in this time.
A_LOOK = timedelta(minutes=10)

_LOOKS = "onewindow_policy.looks"


def audit_apart(action: str, subject: str, detail: str = "", **options) -> None:
    """Note it in a transaction of its own, whatever becomes of the request's.

    For what happens without a record being written: a log-in, a refusal. Takes what
    `audit` takes, and raises nothing: what cannot be written waits in a sealed file.
    Where this transaction writes records already, it is kept when that has ended.
    """
    note = take_note(action, subject, detail, **options)
    if is_writing():
        _AtTheEnd(note)
    else:
        keep_apart(note)


def audit_look(name: str) -> None:
    """Note that the person of this request looks through the list `name`.

    It is written when the answer is made, and once for a person, a list and ten
    minutes. The page neither waits for it nor fails over it.
    """
    request = getRequest()
    if request is None:
        return
    note = take_note("list.view", name)
    window = int(note.at.timestamp() // A_LOOK.total_seconds())
    once = sha256(f"{window}\0{note.user_id}\0{name}".encode()).digest()
    looks = IAnnotations(request).setdefault(_LOOKS, {})
    looks[name] = dataclasses.replace(note, once=once)


def keep_looks(event) -> None:
    """Write which lists were looked through, now that the answer is made."""
    looks = IAnnotations(event.request, {}).get(_LOOKS) or {}
    for note in looks.values():
        keep_apart(note, in_a_hurry=True)


def keep_apart(note: Note, *, in_a_hurry: bool = False) -> None:
    """Write what was noted in a transaction of its own, or into the sealed file.

    `in_a_hurry` waits for nobody else who writes.
    """
    database = get_database()
    try:
        database.ensure_ready()
        if note.once is not None and _is_known(database.reading, note):
            return
        writing = database.hurried if in_a_hurry else database.writing
        with Session(bind=writing) as session, session.begin():
            session.add(entry_of(note))
    except IntegrityError:
        # Another process was faster; nothing but `once` can be in the way.
        return
    except RecordsError as error:
        keep_away(database, note, error)
        return
    if has_away(database):
        # The next success tries again.
        with suppress(RecordsError, OSError):
            take_in(database)


def take_in_audit() -> int:
    """Take in what was kept while the database was away; return how many entries.

    Raises RecordsError while it is still away; then all of it is still there.
    """
    database = get_database()
    return take_in(database) if has_away(database) else 0


def _is_known(reading: Engine, note: Note) -> bool:
    with reading.connect() as connection:
        known = select(AuditEntry.id).where(AuditEntry.once == note.once)
        return connection.scalar(known) is not None


class _AtTheEnd:
    """Keeps a note when the transaction has ended, whichever way, once.

    A commit that fails calls both hooks.
    """

    def __init__(self, note: Note):
        self.note = note
        current = transaction.get()
        current.addAfterCommitHook(self)
        current.addAfterAbortHook(self)

    def __call__(self, _is_kept: bool = False) -> None:
        note, self.note = self.note, None
        if note is not None:
            keep_apart(note)

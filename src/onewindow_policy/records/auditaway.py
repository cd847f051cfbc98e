"""The audit while the database is away: a sealed file that is taken in later.

It lies in `VAR` and is only ever added to, one sealed line for each entry. What was taken
in is marked by its line, so that a taking in that broke off can be done again.
"""

from base64 import b64decode
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from onewindow_policy import logger
from onewindow_policy.records.auditing import entry_of
from onewindow_policy.records.auditing import Note
from onewindow_policy.records.database import Database
from onewindow_policy.records.exceptions import RecordsError
from onewindow_policy.records.exceptions import Unreadable
from onewindow_policy.records.models import AuditEntry
from pathlib import Path
from sqlalchemy import select
from sqlalchemy.orm import Session

import binascii
import fcntl
import json
import os
import uuid

FILE_NAME = "audit-away.sealed"

#: What is being taken in: files that nobody adds to any more.
TAKEN_NAMES = "audit-away-*.sealed"

CONTEXT = "audit-away"

NOT_WRITTEN = "The audit could not be written: %s of %s (%s)."
SEALED_AWAY = "The audit of %s of %s waits in %s."
UNREADABLE = "%s has %d lines that cannot be read: it stays."


def keep_away(database: Database, note: Note, cause: Exception) -> None:
    """Keep a note that the database did not take; says so in the log.

    Raises nothing: with neither database nor disk nor keys, the log is all there is.
    """
    told = (note.action, note.subject)
    path = database.settings.var / FILE_NAME
    try:
        _append(path, _line(database, note))
    except (RecordsError, OSError) as error:
        logger.error(NOT_WRITTEN, *told, type(error).__name__)
    else:
        logger.warning(SEALED_AWAY, *told, f"{FILE_NAME} ({type(cause).__name__})")


def has_away(database: Database) -> bool:
    """Return whether entries wait to be taken in."""
    var = database.settings.var
    return (var / FILE_NAME).exists() or any(var.glob(TAKEN_NAMES))


def take_in(database: Database) -> int:
    """Take in what was kept while the database was away; return how many entries.

    Raises what the database does; then all of it is still there.
    """
    var = database.settings.var
    path = var / FILE_NAME
    with suppress(FileNotFoundError), _locked(path, os.O_RDWR):
        path.rename(path.with_name(f"audit-away-{uuid.uuid4().hex}.sealed"))
    return sum(_take_in_file(database, each) for each in sorted(var.glob(TAKEN_NAMES)))


def _take_in_file(database: Database, path: Path) -> int:
    entries, unreadable = [], 0
    for line in path.read_bytes().splitlines():
        try:
            entries.append(_entry(database, line))
        except (Unreadable, ValueError, KeyError, binascii.Error):
            unreadable += 1
    database.ensure_ready()
    with Session(bind=database.writing) as session, session.begin():
        known = set(
            session.scalars(
                select(AuditEntry.once).where(
                    AuditEntry.once.in_([entry.once for entry in entries])
                )
            )
        )
        added = [entry for entry in entries if entry.once not in known]
        session.add_all(added)
    if unreadable:
        logger.error(UNREADABLE, path.name, unreadable)
    else:
        path.unlink(missing_ok=True)
    return len(added)


def _line(database: Database, note: Note) -> bytes:
    values = asdict(note)
    values["at"] = note.at.isoformat()
    # The line itself will be what no other entry has.
    del values["once"]
    data = json.dumps(values, ensure_ascii=False).encode()
    # By a master key, which lies outside: the audit's own key is in the database.
    key = database.master_keys.read().current
    return b64encode(key.seal(data, CONTEXT, database.settings.suite)) + b"\n"


def _entry(database: Database, line: bytes) -> AuditEntry:
    values = json.loads(database.unwrap(b64decode(line, validate=True), CONTEXT))
    values["at"] = datetime.fromisoformat(values["at"])
    return entry_of(Note(**values, once=sha256(line).digest()))


def _append(path: Path, line: bytes) -> None:
    with _locked(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND) as descriptor:
        os.write(descriptor, line)
        os.fsync(descriptor)


@contextmanager
def _locked(path: Path, flags: int) -> Iterator[int]:
    """Open a file and keep others from it; again, if it was moved meanwhile."""
    while True:
        descriptor = os.open(path, flags, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if _is_at(descriptor, path):
                yield descriptor
                return
        finally:
            os.close(descriptor)


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.fstat(descriptor).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False

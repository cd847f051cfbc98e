"""`onewindow audit`: what it does, and what it says."""

from onewindow_policy.records.auditchain import close
from onewindow_policy.records.auditing import audit
from onewindow_policy.records.auditreading import Filter
from onewindow_policy.records.auditreading import read_entries
from onewindow_policy.records.auditverifying import prune
from onewindow_policy.records.auditverifying import verify
from onewindow_policy.records.database import Database
from onewindow_policy.records.exceptions import RecordsError
from onewindow_policy.records.models import AuditBatch
from onewindow_policy.records.operators import name_of_operator
from onewindow_policy.records.sessions import own_transaction
from sqlalchemy import select

import argparse
import json
import os

SHOWN = ("at", "user_id", "address", "action", "subject", "detail")


class AuditAtFault(RecordsError):
    """The audit is not as it was closed; its text says what is wrong."""


def close_audit(database: Database, _options: argparse.Namespace) -> None:
    """Close batches over all entries that there are; print their heads.

    The heads are also added to the file that the settings name.
    """
    batches = close(database)
    lines = [head_line(batch) for batch in batches]
    for line in lines:
        print(line)
    if lines and database.settings.audit_heads is not None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        with open(
            os.open(database.settings.audit_heads, flags, 0o600), "a", encoding="utf-8"
        ) as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
    if not batches:
        print("There is nothing to close.")


def list_audit(database: Database, options: argparse.Namespace) -> None:
    """Print entries, a line each; that they were looked at is an entry itself."""
    _note_reading("audit.list", options)
    for entry in read_entries(database, _filter_of(options)):
        print("  ".join(str(entry[name]) or "–" for name in SHOWN))


def export_audit(database: Database, options: argparse.Namespace) -> None:
    """Write entries into a new file that only its owner reads, a JSON object a line."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    descriptor = os.open(options.file, flags, 0o600)
    # What leaves the portal is kept in the audit for three years.
    _note_reading("audit.export", options, kept_long=True)
    count = 0
    with open(descriptor, "w", encoding="utf-8") as file:
        for entry in read_entries(database, _filter_of(options)):
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            count += 1
    print(f"{count} entries are in {options.file}.")


def verify_audit(database: Database, options: argparse.Namespace) -> None:
    """Say whether the audit is as it was closed. Raises AuditAtFault."""
    kept = options.heads.read_text(encoding="utf-8") if options.heads else ""
    faults = verify(database, kept.splitlines())
    if faults:
        raise AuditAtFault("\n".join(faults))
    print("All closed batches are as they were closed.")


def show_heads(database: Database, _options: argparse.Namespace) -> None:
    """Print the heads of all batches, as the closing printed them."""
    database.ensure_ready()
    query = select(AuditBatch.__table__).order_by(AuditBatch.number)
    with database.reading.connect() as connection:
        for batch in connection.execute(query):
            print(head_line(batch))


def prune_audit(database: Database, _options: argparse.Namespace) -> None:
    """Delete entries whose term is over, and say how many."""
    print(f"{prune(database)} entries were over their time. The heads stay.")


def head_line(batch) -> str:
    """Return the line that tells the head of a batch: when, number, entries, hash."""
    moment = batch.closed_at.isoformat(timespec="seconds")
    return f"{moment}  {batch.number}  {batch.entries}  {batch.head.hex()}"


def _filter_of(options: argparse.Namespace) -> Filter:
    return Filter(
        since=options.since,
        until=options.until,
        person=options.person,
        action=options.action,
        subject=options.subject,
    )


def note_command(
    action: str, subject: str, detail: str = "", *, kept_long: bool = False
) -> None:
    """Note that whoever is logged in on the machine gave a command.

    Raises what the database does: nobody looks, or takes anything away, unseen.
    """
    person = name_of_operator()
    with own_transaction():
        audit(action, subject, detail, user_id=person, kept_long=kept_long)


def _note_reading(
    action: str, options: argparse.Namespace, *, kept_long: bool = False
) -> None:
    told = {
        name: str(value)
        for name in ("since", "until", "person", "action", "subject")
        if (value := getattr(options, name)) is not None
    }
    note_command(
        action, "audit", json.dumps(told, ensure_ascii=False), kept_long=kept_long
    )

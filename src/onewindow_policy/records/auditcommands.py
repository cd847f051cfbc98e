"""`onewindow audit`: what it does, and what it says."""

from onewindow_policy.records.auditchain import close
from onewindow_policy.records.database import Database

import argparse
import os


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


def head_line(batch) -> str:
    """Return the line that tells the head of a batch: when, number, entries, hash."""
    moment = batch.closed_at.isoformat(timespec="seconds")
    return f"{moment}  {batch.number}  {batch.entries}  {batch.head.hex()}"

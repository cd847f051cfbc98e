"""`onewindow db`, `keys` and `audit`: the database of records, its keys, its audit."""

from datetime import datetime
from pathlib import Path

import argparse


def add_commands(commands, common: argparse.ArgumentParser) -> None:
    """Add what the command line can do."""
    database = _add_group(commands, "db", "look after the database of records")
    _add(database, common, "status", "show which version the tables have")
    _add(database, common, "upgrade", "bring the tables up to this version")
    backup = _add(
        database, common, "backup", "copy an SQLite database, also while it is in use"
    )
    backup.add_argument("file", metavar="FILE", type=Path, help="file to write")
    keys = _add_group(commands, "keys", "look after the master keys")
    _add(keys, common, "status", "show the master keys and how much each one wraps")
    rotation = _add(
        keys, common, "rotate", "make a new master key and wrap all keys by it"
    )
    rotation.add_argument(
        "--if-older-than",
        metavar="DAYS",
        type=int,
        help="do nothing while the current master key is younger",
    )
    rotation.add_argument(
        "--drop",
        action="store_true",
        help="drop the old ones at once, so that what was erased opens nowhere",
    )
    _add(keys, common, "drop-old", "drop the master keys that wrap nothing any more")
    audit = _add_group(commands, "audit", "look after the audit")
    _add(audit, common, "close", "close batches of entries under the chain of hashes")
    _add_filters(_add(audit, common, "list", "show entries"))
    export = _add(audit, common, "export", "write entries into a file, one JSON a line")
    export.add_argument("file", metavar="FILE", type=Path, help="file to write")
    _add_filters(export)
    verifying = _add(
        audit, common, "verify", "say whether the audit is as it was closed"
    )
    verifying.add_argument(
        "--heads",
        metavar="FILE",
        type=Path,
        help="heads as they were kept on another machine",
    )
    _add(audit, common, "heads", "show the heads of all batches")
    _add(audit, common, "prune", "delete entries whose term is over; the heads stay")


def _add_filters(command: argparse.ArgumentParser) -> None:
    """Add what picks entries of the audit."""
    for name, purpose in (
        ("--since", "the first day or moment, as 2026-11-28 or 2026-11-28T08:00"),
        ("--until", "the day or moment before which they end"),
    ):
        command.add_argument(name, metavar="MOMENT", type=_moment, help=purpose)
    command.add_argument("--person", help="name, or uid of the account")
    command.add_argument("--action", help="what was done, as case.view")
    command.add_argument("--subject", help="to what, as the number of a case")


def _moment(text: str) -> datetime:
    """Return a day or moment; without a zone it is the city's."""
    # Only now: `DateTime`, which it knows, is a part of Zope.
    from onewindow_policy.workdays.api import read_moment

    return read_moment(text)


def run(_config: Path, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    # Only now: other rooms' commands need nothing of it.
    from onewindow_policy.records import commands

    return commands.run(options)


def _add_group(commands, name: str, purpose: str):
    group = commands.add_parser(name, help=purpose)
    return group.add_subparsers(dest="subcommand", required=True)


def _add(group, common, name: str, purpose: str) -> argparse.ArgumentParser:
    command = group.add_parser(name, parents=[common], help=purpose)
    command.set_defaults(run=run)
    return command

"""`onewindow db`, `keys` and `audit`: the database of records, its keys, its audit."""

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

"""`onewindow files`: what residents handed in, and the scanner."""

from pathlib import Path

import argparse


def add_commands(commands, common: argparse.ArgumentParser) -> None:
    """Add what the command line can do."""
    files = commands.add_parser(
        "files", help="have what residents handed in scanned for viruses"
    )
    group = files.add_subparsers(dest="subcommand", required=True)
    scanning = group.add_parser(
        "scan",
        parents=[common],
        help="scan the files of cases that were not scanned yet",
    )
    scanning.add_argument(
        "--again",
        action="store_true",
        help="scan all of them, with what the scanner knows now",
    )
    scanning.set_defaults(run=run)
    status = group.add_parser(
        "status",
        parents=[common],
        help="show how many were scanned, and what was found",
    )
    status.set_defaults(run=run)


def run(_config: Path, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    # Only now: other rooms' commands need nothing of it.
    from onewindow_policy.cases import commands

    return commands.run(options)

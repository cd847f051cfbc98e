"""`onewindow archive`: closed cases as packages for the archive."""

from datetime import date
from onewindow_policy.commands.options import add_site
from pathlib import Path

import argparse


def add_commands(commands, common: argparse.ArgumentParser) -> None:
    """Add what the command line can do."""
    archive = commands.add_parser(
        "archive", help="write closed cases into packages for the archive"
    )
    group = archive.add_subparsers(dest="subcommand", required=True)
    writing = group.add_parser(
        "write",
        parents=[common],
        help="write a package for each closed case that has none",
    )
    add_site(writing)
    writing.add_argument("folder", metavar="FOLDER", type=Path, help="where to")
    writing.add_argument(
        "--closed-before",
        metavar="DAY",
        type=date.fromisoformat,
        required=True,
        help="only what was closed before this day (2026-01-01)",
    )
    writing.add_argument(
        "--again", action="store_true", help="those too that were written before"
    )
    writing.add_argument(
        "--with-originals",
        action="store_true",
        help="those too of which originals are still at the window; packages name them",
    )
    checking = group.add_parser(
        "check",
        parents=[common],
        help="see that packages are as they were written; needs no database",
    )
    checking.add_argument("folder", metavar="FOLDER", type=Path, help="where they are")
    destroying = group.add_parser(
        "destroy",
        parents=[common],
        help="delete the packages in a folder whose cases are erased",
    )
    destroying.add_argument(
        "folder", metavar="FOLDER", type=Path, help="where they are"
    )
    status = group.add_parser(
        "status", parents=[common], help="show how many cases were written"
    )
    for command in (writing, checking, destroying, status):
        command.set_defaults(run=run)


def run(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    # Only now: other rooms' commands need nothing of it.
    from onewindow_policy.cases.archive import commands

    return commands.run(config, options)

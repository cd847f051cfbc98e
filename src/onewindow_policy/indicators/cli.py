"""`onewindow figures`: what is kept of days, as CSV."""

from datetime import date
from pathlib import Path

import argparse


def add_commands(commands, common: argparse.ArgumentParser) -> None:
    """Add what the command line can do."""
    figures = commands.add_parser(
        "figures",
        parents=[common],
        help="write what was counted of days to standard output, as CSV",
    )
    figures.add_argument(
        "day", metavar="DAY", type=date.fromisoformat, help="such as 2026-11-28"
    )
    figures.add_argument(
        "--until",
        metavar="DAY",
        type=date.fromisoformat,
        help="the last of several days",
    )
    figures.set_defaults(run=run)


def run(_config: Path, options: argparse.Namespace) -> int:
    """Carry out the command, and return the exit status."""
    # Only now: other rooms' commands need nothing of it.
    from onewindow_policy.indicators import commands

    return commands.run(options)

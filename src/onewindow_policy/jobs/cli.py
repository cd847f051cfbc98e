"""`onewindow clock`: do what is due, beside the servers or in their place."""

from onewindow_policy.commands.options import add_site
from pathlib import Path

import argparse


def add_commands(commands, common: argparse.ArgumentParser) -> None:
    """Add what the command line can do."""
    clock = commands.add_parser(
        "clock",
        parents=[common],
        help="do what is due, until it is stopped (where servers have CLOCK=off)",
    )
    clock.add_argument(
        "--once", action="store_true", help="do what is due now, and end: for cron"
    )
    add_site(clock)
    clock.set_defaults(run=run)


def run(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command, and return the exit status."""
    # Only now: other rooms' commands need nothing of it.
    from onewindow_policy.jobs import commands

    return commands.run(config, options)

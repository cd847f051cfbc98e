"""`onewindow records`: what is done to the records of all rooms."""

from pathlib import Path

import argparse


def add_commands(commands, common: argparse.ArgumentParser) -> None:
    """Add what the command line can do."""
    records = commands.add_parser("records", help="look after what residents submitted")
    group = records.add_subparsers(dest="subcommand", required=True)
    tidy = group.add_parser(
        "tidy", parents=[common], help="erase what is over its time; run it every day"
    )
    tidy.set_defaults(run=run)


def run(_config: Path, _options: argparse.Namespace) -> int:
    """Carry out the command, and return the exit status."""
    # Only now: other rooms' commands need nothing of it.
    from onewindow_policy.sites import tidying

    return tidying.run()

"""`onewindow messages`: what was not sent, for operators without a browser."""

from pathlib import Path

import argparse


def add_commands(commands, common: argparse.ArgumentParser) -> None:
    """Add what the command line can do."""
    messages = commands.add_parser(
        "messages",
        parents=[common],
        help="tell which messages to people were not sent, and decide about them",
    )
    decision = messages.add_mutually_exclusive_group()
    decision.add_argument(
        "--retry", metavar="ID", help="have the clock send a message once more"
    )
    decision.add_argument(
        "--give-up", metavar="ID", help="leave a message unsent, and forget it"
    )
    messages.add_argument("--json", action="store_true", help="write JSON")
    messages.set_defaults(run=run)


def run(_config: Path, options: argparse.Namespace) -> int:
    """Carry out the command, and return the exit status."""
    # Only now: other rooms' commands need nothing of it.
    from onewindow_policy.messages import commands

    return commands.run(options)

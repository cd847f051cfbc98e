"""`onewindow check-links` and `lint`: what of public texts is to be mended."""

from onewindow_policy.commands.options import add_site
from pathlib import Path

import argparse

#: What one run asks for, and how long it waits for each.
MOST_LINKS = 500
SECONDS = 8


def add_commands(commands, common: argparse.ArgumentParser) -> None:
    """Add what the command line can do."""
    checking = commands.add_parser(
        "check-links",
        parents=[common],
        help="ask the other sites that texts link to whether they still have the page",
    )
    add_site(checking)
    checking.add_argument(
        "--most",
        type=int,
        default=MOST_LINKS,
        metavar="N",
        help=f"ask for no more addresses than this (default: {MOST_LINKS})",
    )
    checking.add_argument(
        "--seconds",
        type=float,
        default=SECONDS,
        metavar="S",
        help=f"wait no longer than this for an answer (default: {SECONDS})",
    )
    checking.set_defaults(run=run)
    linting = commands.add_parser(
        "lint",
        parents=[common],
        help="list the sentences of public texts that help nobody, or are not true",
    )
    add_site(linting)
    linting.set_defaults(run=run_lint)


def run_lint(config: Path, options: argparse.Namespace) -> int:
    """List what there is to mend in public texts, and return the exit status."""
    # Only now: this imports Zope.
    from onewindow_policy.inspection import linting

    return linting.run(config, options)


def run(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    # Only now: this imports Zope.
    from onewindow_policy.inspection import commands

    return commands.run(config, options)

"""`onewindow upgrade`, `records`, `search`, `administrators`: what concerns all rooms."""

from onewindow_policy.commands.options import add_site
from pathlib import Path

import argparse


def add_commands(commands, common: argparse.ArgumentParser) -> None:
    """Add what the command line can do."""
    upgrading = commands.add_parser(
        "upgrade",
        parents=[common],
        help="bring records and content of a former version up to this one",
    )
    add_site(upgrading)
    upgrading.add_argument(
        "--check",
        action="store_true",
        help="say what is due, and change nothing; 1 when something is",
    )
    upgrading.set_defaults(run=upgrade)
    records = commands.add_parser("records", help="look after what residents submitted")
    group = records.add_subparsers(dest="subcommand", required=True)
    tidy = group.add_parser(
        "tidy", parents=[common], help="erase at once what is over its time"
    )
    tidy.set_defaults(run=run)
    erasing = group.add_parser(
        "erase",
        parents=[common],
        help="erase a case, a suggestion or an inquiry before its term",
    )
    erasing.add_argument("number", metavar="NUMBER", help="its number")
    erasing.add_argument(
        "--now",
        action="store_true",
        help="change the master key too, so that no copy of the database opens it",
    )
    erasing.set_defaults(run=erase)
    search = commands.add_parser("search", help="look after the residents' search")
    group = search.add_subparsers(dest="subcommand", required=True)
    rebuilding = group.add_parser(
        "rebuild",
        parents=[common],
        help="build the index anew, while the portal serves",
    )
    add_site(rebuilding)
    rebuilding.add_argument(
        "--progress",
        action="store_true",
        help="show the progress bar where there is no terminal too",
    )
    rebuilding.set_defaults(run=rebuild_index)
    _add_administrators(commands, common)


def _add_administrators(commands, common: argparse.ArgumentParser) -> None:
    administrators = commands.add_parser(
        "administrators",
        help="part three administrators, or help one who is locked out",
    )
    group = administrators.add_subparsers(dest="subcommand", required=True)
    for name, purpose in (
        ("show", "say whether they are apart, and what stands in the way of it"),
        ("apart", "part them: system, security and audit (MLPS level 3)"),
        ("together", "let Site Administrators do everything again"),
        ("factor-off", "let the password alone open an account again"),
    ):
        command = group.add_parser(name, parents=[common], help=purpose)
        add_site(command)
        if name == "factor-off":
            command.add_argument("name", metavar="NAME", help="of the account")
        command.set_defaults(run=administer)


def upgrade(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command, and return the exit status."""
    from onewindow_policy.sites import upgrading

    return upgrading.run(config, options)


def administer(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command, and return the exit status."""
    from onewindow_policy.sites import administrators

    return administrators.run(config, options)


def rebuild_index(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command, and return the exit status."""
    from onewindow_policy.sites import reindexing

    return reindexing.run(config, options)


def erase(_config: Path, options: argparse.Namespace) -> int:
    """Carry out the command, and return the exit status."""
    from onewindow_policy.sites import erasing

    return erasing.run(options)


def run(_config: Path, _options: argparse.Namespace) -> int:
    """Carry out the command, and return the exit status."""
    # Only now: other rooms' commands need nothing of it.
    from onewindow_policy.sites import tidying

    return tidying.run()

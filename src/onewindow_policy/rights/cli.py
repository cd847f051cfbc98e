"""`onewindow rights`: what persons ask about their own data."""

from onewindow_policy.commands.options import add_site
from pathlib import Path

import argparse


def add_commands(commands, common: argparse.ArgumentParser) -> None:
    """Add what the command line can do."""
    rights = commands.add_parser(
        "rights", help="deal with what persons ask about their own data"
    )
    group = rights.add_subparsers(dest="subcommand", required=True)
    _add(group, common, "list", "list what waits for an answer, the most urgent first")
    take = _add(group, common, "take", "take in what somebody asks, whom you know")
    take.add_argument("kind", choices=("copy", "correction", "erasure"))
    take.add_argument(
        "number", metavar="NUMBER", help="of the case, suggestion or kept form"
    )
    for name, purpose in (
        ("show", "show a request, with what the person wrote"),
        ("grant", "decide that a request is carried out"),
        ("refuse", "decide that it is not; the reason is read from standard input"),
        ("correct", "correct a record: new values as JSON on standard input"),
        ("erase", "erase a record, as its person was granted"),
        (
            "copy",
            "write all that is kept about a person into a file: .json, .pdf, or .zip",
        ),
    ):
        command = _add(group, common, name, purpose)
        command.add_argument("number", metavar="NUMBER", help="of the request")
        if name == "copy":
            command.add_argument(
                "file",
                metavar="FILE",
                type=Path,
                help="file to write: JSON, unless it is called .pdf or .zip",
            )
            add_site(command)


def run(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    # Only now: other rooms' commands need nothing of it.
    from onewindow_policy.rights import commands

    return commands.run(config, options)


def _add(group, common, name: str, purpose: str) -> argparse.ArgumentParser:
    command = group.add_parser(name, parents=[common], help=purpose)
    command.set_defaults(run=run)
    return command

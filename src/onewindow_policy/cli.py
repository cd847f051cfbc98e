"""`onewindow`: the commands of all rooms under one name."""

from importlib import import_module
from onewindow_policy.commands.statuses import INTERRUPTED
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.commands.statuses import USAGE
from pathlib import Path

import argparse
import os
import sys

#: Each says in `add_commands` what it can do, and leaves in `run` of the options the
#: function that does it: with the path of zope.conf and the options, to an exit status.
COMMAND_LINES = (
    "onewindow_policy.exchange.cli",
    "onewindow_policy.records.cli",
    "onewindow_policy.cases.cli",
    "onewindow_policy.cases.archive.cli",
    "onewindow_policy.rights.cli",
    "onewindow_policy.sites.cli",
    "onewindow_policy.jobs.cli",
    "onewindow_policy.messages.cli",
    "onewindow_policy.indicators.cli",
    "onewindow_policy.inspection.cli",
)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line; exits with 2 when it is wrong."""
    parser = argparse.ArgumentParser(
        prog="onewindow", description="Look after a city's portal."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--config",
        metavar="FILE",
        type=Path,
        default=os.environ.get("ZOPE_CONF"),
        help="zope.conf to use (or ZOPE_CONF; default: instance/etc/zope.conf)",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name in COMMAND_LINES:
        import_module(name).add_commands(commands, common)
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line, and return the exit status.

    0: done; 1: refused, nothing was changed; 2: wrong usage; 3: a database could not
    be opened or written.
    """
    options = parse(arguments)
    # Zope and its catalogues of messages read the environment while they are imported,
    # so that nothing of them is imported before it is complete.
    from onewindow_policy.records.exceptions import SettingsRefused
    from onewindow_policy.records.operators import operating
    from onewindow_policy.sites.api import prepare_instance
    from onewindow_policy.sites.logs import keep_values_in

    keep_values_in()

    # A name that is wrong must not get folders for its data.
    try:
        if options.config is None or options.config.is_file():
            config = prepare_instance(options.config)
        else:
            config = options.config
    except SettingsRefused as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    if not config.is_file():
        print(f"There is no {config}. Name one by --config.", file=sys.stderr)
        return USAGE
    try:
        with operating():
            return options.run(config, options)
    except KeyboardInterrupt:
        print("Interrupted; what was not finished was not kept.", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())

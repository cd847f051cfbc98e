"""`python -m onewindow_policy.sites`: what `make start` and its kin call."""

from onewindow_policy.records.exceptions import SettingsRefused
from onewindow_policy.sites.hosts import is_own
from onewindow_policy.sites.hosts import SAMPLE_FOR_OTHERS
from onewindow_policy.sites.instance import Instance
from onewindow_policy.sites.logs import keep_values_in
from onewindow_policy.sites.stopping import is_asked

import argparse
import os
import sys


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line; exits with 2 when it is wrong."""
    parser = argparse.ArgumentParser(prog="python -m onewindow_policy.sites")
    parser.add_argument(
        "--instance", help="folder with etc/ (or INSTANCE_HOME; default: instance)"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser(
        "start", help="create the site if there is none, and serve it"
    )
    start.add_argument(
        "--sample",
        action="store_true",
        help="a new site gets the fictional sample city and an account for every role",
    )
    start.add_argument(
        "--no-serve", action="store_true", help="only see to it that the site exists"
    )
    start.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    start.add_argument("--port", type=int, default=os.environ.get("PORT") or "8080")
    start.add_argument("--threads", type=int, default=os.environ.get("THREADS") or "2")
    start.add_argument(
        "--debug", action="store_true", help="reload templates; logs show values"
    )
    commands.add_parser("pack", help="drop old revisions of the content")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line, and return the exit status."""
    options = parse(arguments)
    instance = Instance.from_environment(options.instance)
    keep_values_in()
    if getattr(options, "sample", False) and not is_own(options.host):
        sys.stderr.write(SAMPLE_FOR_OTHERS.format(host=options.host) + "\n")
        return 1
    try:
        instance.prepare()
        # Only now: Zope and Chameleon read the environment while they are imported.
        from onewindow_policy.sites.commands import run

        return run(instance, options)
    except SettingsRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    except Exception:
        # What was broken off may have ended in another exception than it began with.
        if is_asked():
            return 0
        raise


if __name__ == "__main__":
    sys.exit(main())

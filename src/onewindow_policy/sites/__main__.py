"""`python -m onewindow_policy.sites start`: create the site if there is none, serve it.

What `make start` and `make start-production` call.
"""

from onewindow_policy.sites.instance import Instance
from zc.lockfile import LockError

import argparse
import os
import sys

ADDRESS_TAKEN = """\
Something serves at {host}:{port} already. Choose another port: PORT=8081"""

DATA_IN_USE = """\
Another process has the data in {var} open. Stop it, or give this one a folder of its
own: VAR=folder"""

SAMPLE_IN_PRODUCTION = """\
The data in {var} has sample accounts with passwords that everybody knows ({names}).
Delete them or give them other passwords, or use another folder: VAR=folder"""

#: Where a generated password lies when nobody was there to read it.
PASSWORD_FILE = "administrator-password"


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m onewindow_policy.sites",
        description="Creates the site where there is none, and serves it.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("start", help="create the site if needed, serve it")
    start.add_argument(
        "--sample",
        action="store_true",
        help="a new site gets the fictional sample city and an account for every role",
    )
    start.add_argument(
        "--no-serve", action="store_true", help="only see to it that the site exists"
    )
    start.add_argument(
        "--instance", help="folder with etc/ (INSTANCE_HOME, or `instance`)"
    )
    start.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    start.add_argument(
        "--port", type=int, default=int(os.environ.get("PORT") or "8080")
    )
    start.add_argument(
        "--threads", type=int, default=int(os.environ.get("THREADS") or "4")
    )
    start.add_argument(
        "--debug", action="store_true", help="reload templates at each request"
    )
    return parser.parse_args(arguments)


def ensure_site(instance: Instance, *, sample: bool) -> None:
    """Create the site where there is none; say who can log in.

    Without `sample`, exits when accounts with known passwords are found.
    """
    from onewindow_policy.sites.accounts import open_accounts
    from onewindow_policy.sites.accounts import sample_password
    from onewindow_policy.sites.administrator import ADMINISTRATOR_ID
    from onewindow_policy.sites.administrator import choose_password
    from onewindow_policy.sites.administrator import create_administrator
    from onewindow_policy.sites.administrator import has_administrator
    from onewindow_policy.sites.api import SITE_ID
    from onewindow_policy.sites.creation import create_site
    from onewindow_policy.sites.creation import open_root

    with open_root() as app:
        if SITE_ID not in app.objectIds():
            if not has_administrator(app):
                create_administrator(
                    app,
                    sample_password(ADMINISTRATOR_ID)
                    if sample
                    else choose_password(instance.var / PASSWORD_FILE),
                )
            print("Creating the site; this takes a moment …", flush=True)
            create_site(app, sample=sample)
        names = open_accounts(app, app[SITE_ID])
    if sample:
        print_accounts(names)
    elif names:
        sys.exit(SAMPLE_IN_PRODUCTION.format(var=instance.var, names=", ".join(names)))


def print_accounts(names: list[str]) -> None:
    """Print the sample accounts with these ids, a line each, if there are any."""
    from onewindow_policy.sites.accounts import SAMPLE_ACCOUNTS
    from onewindow_policy.sites.accounts import sample_password
    from onewindow_policy.sites.administrator import ADMINISTRATOR_ID

    duties = {account.user_id: account.duty.default for account in SAMPLE_ACCOUNTS}
    duties[ADMINISTRATOR_ID] = "Administrator of everything"
    if names:
        print("\nSample accounts (fictional; for trying the portal only):\n")
    for name in names:
        print(f"  {name:<20}{sample_password(name):<28}{duties[name]}")


def start(options: argparse.Namespace) -> int:
    """Carry out `start`, and return the exit status."""
    instance = Instance.from_environment(options.instance)
    instance.prepare()
    from onewindow_policy.sites.api import SITE_ID
    from onewindow_policy.sites.server import is_free
    from onewindow_policy.sites.server import SiteServer
    from onewindow_policy.sites.server import stop_on_sigterm

    if not options.no_serve and not is_free(options.host, options.port):
        print(
            ADDRESS_TAKEN.format(host=options.host, port=options.port), file=sys.stderr
        )
        return 1

    def before_serving() -> None:
        ensure_site(instance, sample=options.sample)
        if options.no_serve:
            sys.exit(0)
        print(
            f"\nhttp://{options.host}:{options.port}/{SITE_ID}    (Ctrl-C stops it)\n"
        )
        sys.stdout.flush()

    settings = {
        "http_host": options.host,
        "http_port": options.port,
        "http_threads": options.threads,
        "var": instance.var,
    }
    stop_on_sigterm()
    try:
        SiteServer(instance, settings, before_serving, debug=options.debug).run()
    except LockError:
        print(DATA_IN_USE.format(var=instance.var), file=sys.stderr)
        return 1
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run the command line, and return the exit status."""
    try:
        return start(parse(arguments))
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())

"""The commands: start a site, pack its database."""

from onewindow_policy.commands.api import commit
from onewindow_policy.commands.api import entered_site
from onewindow_policy.commands.api import open_root
from onewindow_policy.commands.exceptions import CommandRefused
from onewindow_policy.installed import is_installed
from onewindow_policy.records.api import RecordsError
from onewindow_policy.sites.accounts import EVERY_ACCOUNT
from onewindow_policy.sites.accounts import open_accounts
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.sites.administrator import ADMINISTRATOR_ID
from onewindow_policy.sites.administrator import choose_password
from onewindow_policy.sites.administrator import create_administrator
from onewindow_policy.sites.administrator import has_administrator
from onewindow_policy.sites.api import SITE_ID
from onewindow_policy.sites.contentserver import wait_for_content
from onewindow_policy.sites.creation import create_site
from onewindow_policy.sites.instance import Instance
from onewindow_policy.sites.logs import PrivateFormatter
from onewindow_policy.sites.reindexing import ensure_index
from onewindow_policy.sites.sample_cases import take_in_sample_cases
from onewindow_policy.sites.sample_questions import ask_sample_questions
from onewindow_policy.sites.server import is_free
from onewindow_policy.sites.server import SiteServer
from onewindow_policy.sites.stopping import is_asked
from onewindow_policy.sites.stopping import stop_if_asked
from onewindow_policy.sites.stopping import stop_on_signals
from onewindow_policy.sites.upgrading import BACK_UP
from onewindow_policy.sites.upgrading import outdated_profiles
from onewindow_policy.sites.upgrading import upgrade_profiles
from zc.lockfile import LockError
from zope.component.hooks import setSite
from Zope2.Startup.run import make_wsgi_app

import argparse
import sys
import Zope2

ADDRESS_TAKEN = """\
Something serves at {host}:{port} already. Choose another port: PORT=8081"""

DATA_IN_USE = """\
Another process has the data in {var} open. Stop it, or give this one a folder of its
own: VAR=folder"""

CONTENT_AWAY = """\
Nobody serves the content at {socket}. Start its server first: make zeo"""

SAMPLE_IN_PRODUCTION = """\
The data in {var} has sample accounts with passwords that everybody knows: {names}.
Delete them or give them other passwords, or use another folder: VAR=folder"""

#: Where a generated password lies when nobody was there to read it.
PASSWORD_FILE = "administrator-password"


class Refusal(Exception):
    """A command cannot go on, for the reason that its text gives the operator."""


def run(instance: Instance, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    command = {"start": start, "pack": pack}[options.command]
    try:
        if not wait_for_content(instance):
            raise Refusal(CONTENT_AWAY.format(socket=instance.content_socket))
        command(instance, options)
    except (Refusal, CommandRefused) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except RecordsError as error:
        if is_asked():
            # The database takes a statement that was broken off for a broken connection.
            return 0
        print(error, file=sys.stderr)
        return 1
    except LockError:
        print(DATA_IN_USE.format(var=instance.var), file=sys.stderr)
        return 1
    return 0


def start(instance: Instance, options: argparse.Namespace) -> None:
    """Create the site where there is none; serve it until the process is stopped."""
    stop_on_signals()
    PrivateFormatter.hides_values = not options.debug
    if options.no_serve:
        open_database(instance)
        try:
            prepare_site(instance, sample=options.sample)
        finally:
            close_database()
        return
    if not is_free(options.host, options.port):
        raise Refusal(ADDRESS_TAKEN.format(host=options.host, port=options.port))

    def before_serving() -> None:
        prepare_site(instance, sample=options.sample)
        address = f"http://{options.host}:{options.port}/{SITE_ID}"
        print(f"\n{address}    (Ctrl-C stops it)\n", flush=True)

    settings = {
        "http_host": options.host,
        "http_port": options.port,
        "http_threads": options.threads,
        "var": instance.var,
    }
    SiteServer(instance, settings, before_serving, debug=options.debug).run()


def pack(instance: Instance, options: argparse.Namespace) -> None:
    """Drop the revisions of the content that nothing refers to any more."""
    open_database(instance)
    try:
        with open_root() as app:
            app._p_jar.db().pack()
    finally:
        close_database()


def open_database(instance: Instance) -> None:
    """Start Zope without serving."""
    make_wsgi_app({}, str(instance.zope_conf))


def close_database() -> None:
    """Close what `open_database` opened, so that its index is kept."""
    for database in Zope2.opened:
        database.close()


def prepare_site(instance: Instance, *, sample: bool) -> None:
    """See to it that the site is there, and what the search needs of it."""
    is_new = ensure_site(instance, sample=sample)
    is_upgraded = not is_new and upgrade_site(sample=sample)
    index_site(anew=is_new or is_upgraded)
    if is_new and sample:
        with open_root() as app:
            setSite(app[SITE_ID])
            ask_sample_questions()
            take_in_sample_cases()
    stop_if_asked()


def ensure_site(instance: Instance, *, sample: bool) -> bool:
    """Create the site where there is none; with `sample` say who can log in.

    Returns whether it was created. Raises Refusal when accounts with known passwords
    would go into production.
    """
    with open_root() as app:
        is_new = SITE_ID not in app.objectIds()
        if is_new:
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
    if names and not sample:
        raise Refusal(
            SAMPLE_IN_PRODUCTION.format(var=instance.var, names=", ".join(names))
        )
    print_accounts(names)
    return is_new


def upgrade_site(*, sample: bool) -> bool:
    """Upgrade a site of a former version where it is the sample's; return whether it was.

    Raises Refusal where it is a city's own, which is backed up first, and `NewerSite`.
    """
    with open_root() as app:
        setSite(app[SITE_ID])
        if not is_installed():
            return False
    with entered_site(SITE_ID) as portal:
        outdated = outdated_profiles(portal)
        if not outdated:
            return False
        print(*outdated, sep="\n", flush=True)
        if not sample:
            raise Refusal(BACK_UP)
        print("Upgrading the site; this takes a moment …", flush=True)
        upgrade_profiles(portal)
        commit("Upgraded by start")
    return True


def index_site(*, anew: bool) -> None:
    """Build the index of the search where there is none of this version, or `anew`."""
    with open_root() as app:
        setSite(app[SITE_ID])
        ensure_index(anew=anew)


def print_accounts(names: list[str]) -> None:
    """Print the sample accounts with these ids, a line each, if there are any."""
    duties = {account.user_id: account.duty for account in EVERY_ACCOUNT}
    duties[ADMINISTRATOR_ID] = "Administrator of everything"
    if names:
        print("\nSample accounts (fictional; for trying the portal only):\n")
    rows = [(name, sample_password(name), duties[name]) for name in names]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print(
            "", *(f"{each:<{w}}" for each, w in zip(row, widths, strict=True)), sep="  "
        )

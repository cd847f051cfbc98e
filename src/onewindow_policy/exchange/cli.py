"""`onewindow`: import a catalogue into the site, export the site as a catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from onewindow_policy.exchange.exceptions import CatalogueRefused
from onewindow_policy.exchange.exceptions import ExchangeError
from onewindow_policy.exchange.exceptions import Problem
from pathlib import Path
from tqdm import tqdm
from zope.i18n import translate

import argparse
import json
import os
import sys
import tempfile

#: Exit statuses, beside 0.
REFUSED = 1
USAGE = 2
UNAVAILABLE = 3

#: More problems than this nobody reads off a terminal; the rest is counted.
PROBLEMS_SHOWN = 200

DATABASE_IN_USE = """\
The database is open in another process. Stop the server first (Ctrl-C), or serve the \
site through ZEO: STORAGE=zeoclient."""

CHANGED_MEANWHILE = """\
Somebody changed the same content meanwhile. Nothing was kept; try again."""


class CommandRefused(Exception):
    """A command cannot be carried out, for the reason its text gives."""

    def __init__(self, reason: str, status: int):
        super().__init__(reason)
        self.status = status


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line; exits with 2 when it is wrong."""
    parser = argparse.ArgumentParser(
        prog="onewindow", description="Exchange a city's catalogue with a file."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--site", default="onewindow", help="id of the site (default: onewindow)"
    )
    common.add_argument(
        "--config",
        metavar="FILE",
        default=os.environ.get("ZOPE_CONF"),
        help="zope.conf of the instance (or ZOPE_CONF; default: instance/etc/zope.conf)",
    )
    common.add_argument(
        "--language", default="en", help="language of what is printed: en or zh-cn"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    importing = commands.add_parser(
        "import", parents=[common], help="make the site hold what a catalogue file says"
    )
    importing.add_argument("file", metavar="FILE", help="catalogue, JSON in UTF-8")
    importing.add_argument(
        "--dry-run", action="store_true", help="report what would happen, keep nothing"
    )
    importing.add_argument(
        "--overwrite",
        action="store_true",
        help="replace what was edited on the site since the last import too",
    )
    importing.add_argument(
        "--progress",
        action="store_true",
        help="show the progress bar where there is no terminal too",
    )
    exporting = commands.add_parser(
        "export", parents=[common], help="write the content of the site to a file"
    )
    exporting.add_argument("file", metavar="FILE", help="file to write; - for stdout")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line, and return the exit status.

    1: the file was refused; 2: wrong usage; 3: the database could not be opened.
    """
    options = parse(arguments)
    command = {"import": import_file, "export": export_file}[options.command]
    try:
        command(options)
    except CatalogueRefused as refusal:
        print_problems(refusal.problems, options.language)
        return REFUSED
    except CommandRefused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.status
    except ExchangeError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("Interrupted; nothing was kept.", file=sys.stderr)
        return 130
    return 0


def import_file(options: argparse.Namespace) -> None:
    """Import the file in `options` and print what happened."""
    # Zope reads the environment while it is imported: see `prepare_instance`.
    config = prepare(options)
    from onewindow_policy.exchange.api import import_catalogue
    from onewindow_policy.exchange.api import read_catalogue

    # Before the database is opened: most mistakes need nothing of it.
    catalogue = read_catalogue(options.file)
    with open_site(config, options.site) as (portal, commit):
        with progress_bar(options.progress) as progress:
            report = import_catalogue(
                portal,
                catalogue,
                dry_run=options.dry_run,
                overwrite=options.overwrite,
                progress=progress,
            )
        # With --overwrite, what is about to be lost is on the screen before it is.
        print_report(report, options.language)
        if not options.dry_run:
            commit(f"onewindow import {Path(options.file).name}")


def export_file(options: argparse.Namespace) -> None:
    """Write the content of the site to the file in `options`."""
    config = prepare(options)
    from onewindow_policy.exchange.api import export_catalogue
    from onewindow_policy.exchange.exporter import unexported
    from onewindow_policy.exchange.validation import find_problems

    with open_site(config, options.site) as (portal, _commit):
        catalogue = export_catalogue(portal)
        remarks = list(unexported(portal))
    write_json(options.file, catalogue)
    for remark in remarks:
        print(translate(remark, target_language=options.language), file=sys.stderr)
    problems = find_problems(catalogue)
    if problems:
        print(
            "Drafts on the site are incomplete: this file would be refused by an"
            " import, for the following reasons.",
            file=sys.stderr,
        )
        print_problems(problems, options.language)


def prepare(options: argparse.Namespace) -> Path:
    """Return the path of zope.conf, with the instance ready to be opened."""
    from onewindow_policy.sites.api import prepare_instance

    if options.config and not Path(options.config).is_file():
        raise CommandRefused(f"There is no {options.config}.", USAGE)
    config = prepare_instance(options.config)
    if not config.is_file():
        raise CommandRefused(f"There is no {config}. Name it by --config.", USAGE)
    return config


@contextmanager
def open_site(config: Path, site_id: str) -> Iterator[tuple]:
    """Open the site in this process, as the system's own user.

    Yields the site and a function that commits; what is not committed is lost.
    """
    from AccessControl.SecurityManagement import newSecurityManager
    from AccessControl.SpecialUsers import system
    from onewindow_policy.sites.creation import open_root
    from zc.lockfile import LockError
    from ZODB.POSException import ConflictError
    from zope.component.hooks import setSite
    from Zope2.Startup.run import configure_wsgi

    import transaction
    import Zope2

    def commit(note: str) -> None:
        transaction.get().note(note)
        try:
            transaction.commit()
        except ConflictError as error:
            raise CommandRefused(CHANGED_MEANWHILE, UNAVAILABLE) from error

    configure_wsgi(str(config))
    try:
        Zope2.startup_wsgi()
    except LockError as error:
        raise CommandRefused(DATABASE_IN_USE, UNAVAILABLE) from error
    try:
        with open_root() as app:
            portal = app.get(site_id)
            if portal is None:
                raise CommandRefused(f"There is no site “{site_id}”.", USAGE)
            setSite(portal)
            newSecurityManager(None, system.__of__(app.acl_users))
            yield portal, commit
    finally:
        # So that the index of the storage is kept, and the next start is quick.
        for database in Zope2.opened:
            database.close()


@contextmanager
def progress_bar(wanted: bool) -> Iterator:
    """Yield a function that shows on stderr how much is done, of how much."""
    with tqdm(
        unit="obj", file=sys.stderr, disable=None if not wanted else False
    ) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def print_problems(problems: tuple[Problem, ...], language: str) -> None:
    """Print problems to stderr, a line each."""
    for problem in problems[:PROBLEMS_SHOWN]:
        print(problem.in_words(language), file=sys.stderr)
    more = len(problems) - PROBLEMS_SHOWN
    if more > 0:
        print(f"… and {more} more.", file=sys.stderr)
    print(f"{len(problems)} problems; nothing was changed.", file=sys.stderr)


def print_report(report, language: str) -> None:
    """Print what an import did: differences and refusals in full, the rest counted."""
    from onewindow_policy.exchange.report import describe

    for path, changes in report.edited.items():
        print(f"{path}:")
        for change in changes:
            for line in describe(change):
                print(f"  {line}")
    for path, reason in report.refused.items():
        print(f"{path}: {reason}", file=sys.stderr)
    for path in report.gone:
        print(f"{path}: -", file=sys.stderr)
    for line in report.summary():
        print(translate(line, target_language=language))


def write_json(target: str, catalogue: dict) -> None:
    """Write a catalogue to a file, whole or not at all, or to stdout for `-`."""
    text = json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n"
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target).resolve()
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=path.name, delete=False
        ) as file:
            file.write(text)
        os.replace(file.name, path)
    except OSError as error:
        raise CommandRefused(f"{path}: {error.strerror}", USAGE) from error


if __name__ == "__main__":
    sys.exit(main())

"""`onewindow`: import a catalogue into the site, export the site as a catalogue."""

from pathlib import Path

import argparse
import os
import sys

#: Exit statuses, beside 0.
REFUSED = 1
USAGE = 2
UNAVAILABLE = 3
INTERRUPTED = 130

#: Languages of reports, by the names that Plone gives them in its settings.
LANGUAGES = {"en": "en", "zh-cn": "zh_CN"}


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
        type=Path,
        default=os.environ.get("ZOPE_CONF"),
        help="zope.conf to use (or ZOPE_CONF; default: instance/etc/zope.conf)",
    )
    common.add_argument(
        "--language",
        choices=LANGUAGES,
        default="en",
        help="language of what is reported (default: en)",
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

    0: done; 1: the file was refused, nothing was changed; 2: wrong usage; 3: the
    database could not be opened or written.
    """
    options = parse(arguments)
    # Zope and its catalogues of messages read the environment while they are imported,
    # so that nothing of them is imported before it is complete.
    from onewindow_policy.sites.api import prepare_instance

    # A name that is wrong must not get folders for its data.
    if options.config is None or options.config.is_file():
        config = prepare_instance(options.config)
    else:
        config = options.config
    if not config.is_file():
        print(f"There is no {config}. Name one by --config.", file=sys.stderr)
        return USAGE
    os.environ.setdefault("zope_i18n_compile_mo_files", "true")
    from onewindow_policy.exchange.commands import run

    try:
        return run(config, options)
    except KeyboardInterrupt:
        print("Interrupted; nothing was kept.", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())

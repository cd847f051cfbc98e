"""`onewindow import` and `export`: a city's catalogue from a file, and into one."""

from onewindow_policy.commands.options import add_site
from pathlib import Path

import argparse
import os

#: Languages of reports, by the names that Plone gives them in its settings.
LANGUAGES = {"en": "en", "zh-cn": "zh_CN"}


def add_commands(commands, common: argparse.ArgumentParser) -> None:
    """Add what the command line can do."""
    site = argparse.ArgumentParser(add_help=False, parents=[common])
    add_site(site)
    site.add_argument(
        "--language",
        choices=LANGUAGES,
        default="en",
        help="language of what is reported (default: en)",
    )
    importing = commands.add_parser(
        "import", parents=[site], help="make the site hold what a catalogue file says"
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
        "export", parents=[site], help="write the content of the site to a file"
    )
    exporting.add_argument("file", metavar="FILE", help="file to write; - for stdout")
    for command in (importing, exporting):
        command.set_defaults(run=run)


def run(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    os.environ.setdefault("zope_i18n_compile_mo_files", "true")
    # Only now: this imports Zope.
    from onewindow_policy.exchange import commands

    return commands.run(config, options)

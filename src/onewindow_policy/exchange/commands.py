"""`onewindow import` and `export`: what they do with the database, the file, the screen."""

# ruff: noqa: T201 - what these print is what they are for.

from onewindow_policy.commands.api import open_site
from onewindow_policy.commands.api import progress_bar
from onewindow_policy.commands.exceptions import CommandRefused
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.commands.statuses import USAGE
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.api import read_catalogue
from onewindow_policy.exchange.cli import LANGUAGES
from onewindow_policy.exchange.exceptions import CatalogueRefused
from onewindow_policy.exchange.exceptions import ContainerMissing
from onewindow_policy.exchange.exceptions import Problem
from onewindow_policy.exchange.exporter import export_catalogue
from onewindow_policy.exchange.exporter import unexported
from onewindow_policy.exchange.importable import leave_out_refused
from onewindow_policy.exchange.report import describe
from onewindow_policy.exchange.report import ImportReport
from onewindow_policy.exchange.report import NOTHING_CHANGED
from onewindow_policy.exchange.report import punctuation_set
from onewindow_policy.records.api import audit_apart
from onewindow_policy.records.api import audit_change
from pathlib import Path
from zope.configuration import xmlconfig
from zope.i18n import translate

import argparse
import json
import os
import sys
import tempfile
import zope.i18n

#: More problems than this nobody reads off a screen; the rest is counted.
PROBLEMS_SHOWN = 200

OUR_MESSAGES = """\
<configure xmlns:i18n="http://namespaces.zope.org/i18n" package="onewindow_policy">
  <i18n:registerTranslations directory="locales" />
</configure>"""


def run(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    command = {"import": import_file, "export": export_file}[options.command]
    options.language = LANGUAGES[options.language]
    try:
        command(config, options)
    except CatalogueRefused as refusal:
        load_messages()
        print_problems(refusal.problems, options.language)
        said = translate(NOTHING_CHANGED, target_language=options.language)
        print(said, file=sys.stderr)
        return REFUSED
    except ContainerMissing as error:
        print(error, file=sys.stderr)
        return USAGE
    except CommandRefused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.exit_status
    return 0


def import_file(config: Path, options: argparse.Namespace) -> None:
    """Import the file in `options`, and print what happened."""
    # Before the database is opened: a bad file needs nothing of it.
    punctuated: list[int] = []
    catalogue = read_catalogue(options.file, tell_punctuated=punctuated.append)
    with open_site(config, options.site) as (portal, commit):
        with progress_bar(options.progress) as progress:
            report = import_catalogue(
                portal,
                catalogue,
                dry_run=options.dry_run,
                overwrite=options.overwrite,
                progress=progress,
            )
        # What --overwrite is about to replace is on the screen before it is.
        print_report(report, options.language)
        if count := sum(punctuated):
            print(translate(punctuation_set(count), target_language=options.language))
        if not options.dry_run:
            audit_change("import", options.site, Path(options.file).name)
            commit(f"onewindow import {Path(options.file).name}")


def export_file(config: Path, options: argparse.Namespace) -> None:
    """Write the content of the site to the file in `options`."""
    with open_site(config, options.site) as (portal, _commit):
        catalogue = export_catalogue(portal)
        remarks = list(unexported(portal))
    left_out = tuple(leave_out_refused(catalogue))
    audit_apart("export", options.site)
    write_json(options.file, catalogue)
    for remark in remarks:
        print(translate(remark, target_language=options.language), file=sys.stderr)
    print_problems(left_out, options.language)


def load_messages() -> None:
    """Load the translations of our own messages, as Zope does when it starts."""
    context = xmlconfig.file("meta.zcml", zope.i18n)
    xmlconfig.string(OUR_MESSAGES, context)


def print_problems(problems: tuple[Problem, ...], language: str) -> None:
    """Print problems to stderr, a line each."""
    for problem in problems[:PROBLEMS_SHOWN]:
        print(problem.in_words(language), file=sys.stderr)
    more = len(problems) - PROBLEMS_SHOWN
    if more > 0:
        print(f"… and {more} more.", file=sys.stderr)


def print_report(report: ImportReport, language: str) -> None:
    """Print what an import did: differences and refusals in full, the rest counted."""
    for path, changes in report.edited.items():
        print(f"{path}:")
        for change in changes:
            for line in describe(change):
                print(f"  {line}")
    for path, reason in report.refused.items():
        print(f"{path}: {reason}", file=sys.stderr)
    for path in report.gone:
        print(f"- {path}")
    print_problems(report.doubts, language)
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

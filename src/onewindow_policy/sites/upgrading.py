"""`onewindow upgrade`: a site of a former version, with its records, becomes one of now."""

# ruff: noqa: T201 - what these print is what they are for.

from dataclasses import dataclass
from onewindow_policy import logger
from onewindow_policy.commands.api import open_site
from onewindow_policy.commands.exceptions import CommandRefused
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.records.api import audit_change
from onewindow_policy.records.api import leave_tables
from onewindow_policy.records.api import RecordsError
from onewindow_policy.records.api import tables_version
from onewindow_policy.records.api import upgrade_tables
from onewindow_policy.sites.reindexing import ensure_index
from pathlib import Path
from Products.GenericSetup.tool import UNKNOWN
from Products.GenericSetup.upgrade import normalize_version

import argparse
import logging
import sys

PROFILE = "onewindow_policy:default"

IS_DUE = "{part}: version {found}; this version has {current}."

NOTHING_IS_DUE = "Everything is up to date."

BACK_UP = "Back up, stop the server, then run: onewindow upgrade"

IS_NEWER = """\
{part}: version {found}, and this version has {current}: a newer one has been here. \
Nothing was changed. Go back to it, or restore a backup."""


class NewerSite(CommandRefused):
    """A newer version of the product, or of Plone, has been at the site."""

    def __init__(self, part: str, found: str, current: str):
        super().__init__(
            IS_NEWER.format(part=part, found=found, current=current), REFUSED
        )


@dataclass(frozen=True, slots=True)
class Outdated:
    """Something of a site that is of a former version."""

    part: str
    found: str
    current: str

    def __str__(self) -> str:
        return IS_DUE.format(**{name: getattr(self, name) for name in self.__slots__})


def run(config: Path, options: argparse.Namespace) -> int:
    """Upgrade the site, or say what is due, and return the exit status.

    Whatever is done is kept as a whole: the tables first, then the content. Who is
    interrupted between them runs it again.
    """
    # What the log would say is printed.
    logger.addHandler(logging.NullHandler())
    try:
        # Before anything is opened: nothing is upgraded that is newer in part.
        leave_tables()
        tables = tables_version()
        with open_site(config, options.site) as (portal, commit):
            outdated = outdated_profiles(portal)
            due = [*outdated]
            if not tables.is_current:
                due.insert(
                    0, Outdated("Tables", tables.found or "none", tables.current)
                )
            print(*due or [NOTHING_IS_DUE], sep="\n")
            if options.check:
                return _say_what_to_do(due)
            upgrade_tables()
            if outdated:
                upgrade_profiles(portal)
                audit_change("upgrade", options.site, "; ".join(map(str, outdated)))
                commit("onewindow upgrade")
            ensure_index(anew=bool(outdated))
    except (CommandRefused, RecordsError) as error:
        print(error, file=sys.stderr)
        return error.exit_status
    if due:
        print("Upgraded.")
    return 0


def _say_what_to_do(due: list[Outdated]) -> int:
    if not due:
        return 0
    print(BACK_UP)
    return REFUSED


def outdated_profiles(portal) -> list[Outdated]:
    """Return which profiles of a site have steps that wait, Plone's own first.

    Raises `NewerSite`.
    """
    setup, migration = portal.portal_setup, portal.portal_migration
    base = migration.get_profile()
    found = []
    for profile in (base, *_dependencies(setup)):
        version = setup.getLastVersionForProfile(profile)
        if version == UNKNOWN:
            continue
        shown = ".".join(version)
        current = setup.getVersionForProfile(profile)
        if normalize_version(shown) > normalize_version(current):
            raise NewerSite(profile, shown, current)
        if (
            migration.needUpgrading()
            if profile == base
            else setup.listUpgrades(profile, simple=True)
        ):
            found.append(Outdated(profile, shown, current))
    return found


def upgrade_profiles(portal) -> None:
    """Carry out the steps that wait; nothing is committed."""
    setup, migration = portal.portal_setup, portal.portal_migration
    if migration.needUpgrading():
        migration.upgrade(swallow_errors=False)
    for profile in _dependencies(setup):
        setup.upgradeProfile(profile, quiet=True)


def _dependencies(setup) -> list[str]:
    """Return the profile and all that it needs, what others need first."""
    return [
        name.removeprefix("profile-")
        for name in setup.getProfileDependencyChain(f"profile-{PROFILE}")
    ]

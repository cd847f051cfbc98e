"""`onewindow administrators`: whether three are apart, and help when none can log in."""

# ruff: noqa: T201 - what these print is what they are for.

from onewindow_policy.accounts.apart import are_apart
from onewindow_policy.accounts.apart import hindrances
from onewindow_policy.accounts.apart import join
from onewindow_policy.accounts.apart import part
from onewindow_policy.accounts.keepers import end_sessions
from onewindow_policy.accounts.plugin import plugin_of
from onewindow_policy.accounts.secondfactor import remove
from onewindow_policy.commands.api import open_site
from onewindow_policy.commands.exceptions import CommandRefused
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.records.api import audit_change
from onewindow_policy.records.api import RecordsError
from pathlib import Path

import argparse
import sys
import transaction

APART = "The administrators are apart: system, security and audit."
TOGETHER = "The administrators are together: Site Administrators do everything."


def run(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command, print what is so afterwards, and return the exit status."""
    try:
        with open_site(config, options.site) as (portal, commit):
            return _ACTIONS[options.subcommand](portal, commit, options)
    except CommandRefused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.exit_status


def _show(portal, _commit, _options) -> int:
    print(APART if are_apart() else TOGETHER)
    for each in hindrances(portal):
        print(f"- {each}")
    return 0


def _part(portal, commit, _options) -> int:
    found = hindrances(portal)
    if found:
        print("They cannot be parted yet:", *found, sep="\n- ", file=sys.stderr)
        return REFUSED
    part(portal)
    commit("Administrators apart")
    print(APART)
    return 0


def _join(portal, commit, _options) -> int:
    join(portal)
    commit("Administrators together")
    print(TOGETHER)
    return 0


def _take_factor_off(portal, commit, options) -> int:
    plugin = plugin_of(portal.acl_users)
    if plugin is None or not plugin.has_second_factor(options.name):
        print(f"{options.name} has no second factor.", file=sys.stderr)
        return REFUSED
    try:
        remove(options.name, why="by an operator")
    except RecordsError as error:
        transaction.abort()
        print(
            f"Its secret stays in the database for now ({type(error).__name__}): it"
            " opens nothing, and the next one takes its place.",
            file=sys.stderr,
        )
        audit_change("second-factor-removed", options.name, "by an operator")
    plugin.note_second_factor(options.name, has_one=False)
    end_sessions(options.name)
    commit("Second factor taken off")
    print(f"The password alone opens the account of {options.name} again.")
    return 0


_ACTIONS = {
    "show": _show,
    "apart": _part,
    "together": _join,
    "factor-off": _take_factor_off,
}

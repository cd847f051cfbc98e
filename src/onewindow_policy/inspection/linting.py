"""`onewindow lint`: what of public texts is to be mended, a line each."""

# ruff: noqa: T201 - what these print is what they are for.

from onewindow_policy.commands.api import open_site
from onewindow_policy.commands.exceptions import CommandRefused
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.inspection.texts import fault_of
from onewindow_policy.inspection.texts import texts_with_findings
from pathlib import Path
from zope.globalrequest import getRequest
from zope.i18n import translate

import argparse
import sys


def run(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    count = 0
    try:
        with open_site(config, options.site) as (portal, _commit):
            base = portal.absolute_url()
            for content, found in texts_with_findings():
                print(content.absolute_url().removeprefix(base))
                for finding in found:
                    print(f"  {translate(fault_of(finding), context=getRequest())}")
                count += len(found)
    except CommandRefused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.exit_status
    print(f"{count} sentences to mend.")
    return REFUSED if count else 0

"""`onewindow check-links`: asking other sites, and saying what came of it."""

# ruff: noqa: T201 - what these print is what they are for.

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from onewindow_policy.commands.api import open_site
from onewindow_policy.commands.exceptions import CommandRefused
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.inspection.deadlinks import is_foreign
from onewindow_policy.inspection.publichosts import opener
from onewindow_policy.inspection.writtenlinks import Link
from onewindow_policy.inspection.writtenlinks import written_links
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag
from urllib.parse import urljoin
from urllib.request import Request

import argparse
import http.client
import sys

#: How many sites are asked at a time.
AT_A_TIME = 8

#: Sites that turn HEAD down are asked with GET, and what comes is not read.
_METHODS = ("HEAD", "GET")

#: Says who asks; some sites answer nobody else.
_AGENT = "Mozilla/5.0 (compatible; onewindow check-links)"

#: The page is there, and open to people or to fewer askers at a time.
_THERE = (401, 403, 405, 429)


def run(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    try:
        with open_site(config, options.site) as (portal, _commit):
            links = [each for each in written_links() if is_foreign(each)]
            base = portal.absolute_url()
    except CommandRefused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.exit_status
    # The database is closed: other sites may take their time.
    pages = pages_by_address(links)
    asked = dict(list(pages.items())[: max(options.most, 0)])
    dead = find_dead(asked, options.seconds)
    for address, reason in dead.items():
        print(f"{address}: {reason}")
        for page in asked[address]:
            # A command does not know by which host residents reach the portal.
            print(f"  {page.removeprefix(base)}")
    print(
        f"{len(asked)} of {len(pages)} addresses asked, {len(dead)} without an answer."
    )
    return REFUSED if dead else 0


def pages_by_address(links: Iterable[Link]) -> dict[str, list[str]]:
    """Return by address the pages that link there; an address is asked for once."""
    pages: dict[str, list[str]] = {}
    for link in links:
        address, _fragment = urldefrag(urljoin(link.page_url, link.address))
        found = pages.setdefault(address, [])
        if link.page_url not in found:
            found.append(link.page_url)
    return pages


def find_dead(addresses: Iterable[str], seconds: float) -> dict[str, str]:
    """Return why those of `addresses` that do not answer do not, by address."""
    addresses = list(addresses)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        reasons = pool.map(lambda address: fault_of(address, seconds), addresses)
        return {
            address: reason
            for address, reason in zip(addresses, reasons, strict=True)
            if reason
        }


def fault_of(address: str, seconds: float) -> str:
    """Return what is wrong with an address, empty for nothing."""
    reason = ""
    for method in _METHODS:
        try:
            request = Request(  # noqa: S310
                address, method=method, headers={"User-Agent": _AGENT}
            )
            with opener().open(request, timeout=seconds):
                return ""
        except HTTPError as error:
            if error.code in _THERE and method == _METHODS[-1]:
                return ""
            reason = f"HTTP {error.code}"
        except (OSError, ValueError, http.client.HTTPException) as error:
            return str(getattr(error, "reason", error)) or type(error).__name__
    return reason

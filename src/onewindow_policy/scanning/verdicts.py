"""What the scanner says of a file, remembered for as long as a request lasts.

A form reads a file more than once in a request; clamd is asked once, and what it found is
in the audit once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from onewindow_policy import logger
from onewindow_policy.records.api import audit_apart
from onewindow_policy.records.api import utc_now
from onewindow_policy.scanning.clamd import CHUNK_BYTES
from onewindow_policy.scanning.clamd import signature_in
from onewindow_policy.scanning.exceptions import NotScannable
from onewindow_policy.scanning.exceptions import NotScanned
from onewindow_policy.scanning.exceptions import ScannerAway
from onewindow_policy.scanning.settings import clamd_address
from typing import BinaryIO
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest

import hashlib
import time

#: How long a visitor, or a member of staff, waits for one file.
VISITORS_PATIENCE_SECONDS = 10
STAFF_PATIENCE_SECONDS = 60

#: How long no visitor waits any more for a scanner that kept one waiting: two threads
#: serve everybody.
REST_SECONDS = 30

#: What a column and the audit hold of a signature's name.
LONGEST_SIGNATURE = 200

_VERDICTS = "onewindow_policy.scanning.verdicts"

_rests_until = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """When a file was scanned, and the name of what was found, None for nothing."""

    at: datetime
    signature: str | None


@dataclass
class _Remembered:
    """What came of the files of a request, by the hash of each.

    `away` is set once the scanner was: a request with ten files does not wait ten times.
    """

    outcomes: dict[bytes, Verdict | NotScanned] = field(default_factory=dict)
    away: ScannerAway | None = None


def scan(stream: BinaryIO, patience_seconds: float) -> Verdict:
    """Have the rest of `stream` scanned. Raises `ScannerAway` and `NotScannable`."""
    address = clamd_address()
    if address is None:
        raise ScannerAway("no scanner is set up")
    signature = signature_in(address, stream, patience_seconds)
    return Verdict(utc_now(), signature[:LONGEST_SIGNATURE] if signature else None)


def verdict_on(
    stream: BinaryIO, media_type: str, subject: str, *, in_a_hurry: bool
) -> Verdict:
    """Return the verdict on a file that somebody sent; `stream` is left at its beginning.

    What is found is in the audit: to what it was sent (`subject`), kind, size and
    signature, no name. `in_a_hurry` is for whoever has no account. Raises `NotScanned`;
    the operator is told why.
    """
    remembered = _of_request()
    digest, size_bytes = _measured(stream)
    outcome = remembered.outcomes.get(digest) or remembered.away
    if outcome is None:
        ask = _scan_in_a_hurry if in_a_hurry else _scan_in_patience
        outcome = remembered.outcomes[digest] = _outcome(stream, size_bytes, ask)
        if isinstance(outcome, ScannerAway):
            remembered.away = outcome
        elif isinstance(outcome, Verdict) and outcome.signature is not None:
            detail = f"{media_type} {size_bytes} {outcome.signature}"
            audit_apart("file.infected", subject, detail)
    stream.seek(0)
    if isinstance(outcome, NotScanned):
        raise outcome
    return outcome


def _scan_in_patience(stream: BinaryIO) -> Verdict:
    return scan(stream, STAFF_PATIENCE_SECONDS)


def _scan_in_a_hurry(stream: BinaryIO) -> Verdict:
    global _rests_until
    if time.monotonic() < _rests_until:
        raise ScannerAway("it kept others waiting just now")
    begin = time.monotonic()
    try:
        return scan(stream, VISITORS_PATIENCE_SECONDS)
    except NotScanned:
        if time.monotonic() - begin >= VISITORS_PATIENCE_SECONDS:
            _rests_until = time.monotonic() + REST_SECONDS
        raise


def _measured(stream: BinaryIO) -> tuple[bytes, int]:
    """Return hash and size of a file, which is left at its beginning."""
    digest, size_bytes = hashlib.sha256(), 0
    stream.seek(0)
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
        size_bytes += len(chunk)
    stream.seek(0)
    return digest.digest(), size_bytes


def _of_request() -> _Remembered:
    request = getRequest()
    if request is None:
        return _Remembered()
    return IAnnotations(request).setdefault(_VERDICTS, _Remembered())


def _outcome(
    stream: BinaryIO, size_bytes: int, ask: Callable[[BinaryIO], Verdict]
) -> Verdict | NotScanned:
    try:
        return ask(stream)
    except NotScannable as error:
        logger.warning("A file of %s bytes cannot be scanned: %s", size_bytes, error)
        return error
    except ScannerAway as error:
        logger.error("A file was not scanned, the scanner is away: %s", error)
        return error

"""Asks a process of its own about a PDF; see `child`."""

from onewindow_policy import logger
from onewindow_policy.pdfs.exceptions import UnfitPdf
from pathlib import Path
from threading import BoundedSemaphore

import os
import subprocess
import sys

_CHILD = Path(__file__).with_name("child.py")

#: Of the whole, on a machine that has other things to do; the process has a limit of its
#: own, of the time that it is computing.
TIMEOUT_SECONDS = 30

#: How many are judged at once: each may take the memory that `child` grants it.
AT_ONCE = 2

#: Where the end of a PDF is looked for (ISO 32000-1, annex H.3.4.4).
TAIL_BYTES = 1024

_places = BoundedSemaphore(AT_ONCE)

_FIT = "fit"


def clean_pdf(data: bytes) -> bytes:
    """Return a PDF as it may be kept: as a new file without traces of who made it, or as
    it is where it was signed.

    Raises `UnfitPdf`. Takes a quarter of a second, most of which goes into the process.
    """
    if b"%%EOF" not in data[-TAIL_BYTES:]:
        raise UnfitPdf("cut")
    if not _places.acquire(timeout=TIMEOUT_SECONDS):
        raise UnfitPdf("unjudged")
    try:
        done = _ask(data)
    finally:
        _places.release()
    found, _newline, kept = done.stdout.partition(b"\n")
    if done.returncode or not found:
        # It was ended at its limit, or broke over what no reader reads.
        logger.info("A PDF could not be judged: status %s", done.returncode)
        raise UnfitPdf("intricate")
    reason = found.decode("ascii", "replace")
    if reason != _FIT:
        raise UnfitPdf(reason)
    return kept


def _ask(data: bytes) -> subprocess.CompletedProcess:
    # Where this process finds its libraries, the other one does, however they came there.
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        return subprocess.run(  # noqa: S603 (our own program, by its whole path)
            [sys.executable, "-S", "-s", "-P", str(_CHILD)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        logger.error("PDFs cannot be judged just now: %s", type(error).__name__)
        raise UnfitPdf("unjudged") from error

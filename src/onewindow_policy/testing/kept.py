"""What takes long to build and depends on the code alone, kept in `.cache` between runs.

A folder is found by a digest of all that goes into it: the package with its sample, the
settings, what is installed, Python, the environment's settings, and the day, since the
sample has dates of the day on which it was made. Whatever was changed after the run had
begun may have been imported before: then nothing is kept, and nothing kept is used.

Only processes of tests/run.py keep anything; FRESH=1 in the environment has them build
everything anew.
"""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import distributions
from pathlib import Path

import fcntl
import hashlib
import os
import shutil
import sys
import time

CHECKOUT = Path(__file__).resolve().parents[3]
PLACE = CHECKOUT / ".cache"

#: What is built from, in the checkout.
SOURCES = (
    "src/onewindow_policy",
    "profiles",
    "instance/etc",
    "setup.py",
    "requirements.txt",
    "requirements-test.txt",
)

#: When the run began, in seconds since the epoch, as tests/run.py notes it.
BEGAN = "TESTS_BEGAN"

#: A folder that was opened longer ago than any run lasts is removed.
UNUSED_SECONDS = 3 * 3600


@contextmanager
def kept_folder(name: str) -> Iterator[Path | None]:
    """Yield where `name` is kept, or is to be by `keep`; None when it must not be.

    Others who want the same wait meanwhile: it is built once.
    """
    digest = _digest()
    if digest is None:
        yield None
        return
    PLACE.mkdir(exist_ok=True)
    with (PLACE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = PLACE / f"{name}-{digest}"
        if folder.exists():
            os.utime(folder)
        yield folder


def keep(folder: Path, write: Callable[[Path], object]) -> None:
    """Have `write` fill a folder, which appears whole and only if it is still the one."""
    name, _dash, digest = folder.name.rpartition("-")
    part = folder.with_name(f"{name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    write(part)
    if _digest() == digest:
        part.rename(folder)
    for other in PLACE.glob(f"{name}-*"):
        if other.stat().st_mtime < time.time() - UNUSED_SECONDS:
            shutil.rmtree(other, ignore_errors=True)


def _digest() -> str | None:
    """Return the digest of all that is built from; None when it is not to be trusted."""
    began = float(os.environ.get(BEGAN, 0))
    if not began or os.environ.get("FRESH"):
        return None
    found = hashlib.sha256()
    settings = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("ONEWINDOW_") or name in ("TZ", "LANG", "LC_ALL")
    }
    installed = {(each.name, each.version) for each in distributions()}
    about = (sys.version, date.today(), sorted(settings.items()), sorted(installed))
    found.update(repr(about).encode())
    for path in sorted(_sources()):
        if path.stat().st_mtime > began:
            return None
        found.update(f"\0{path.relative_to(CHECKOUT)}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:32]


def _sources() -> Iterator[Path]:
    """Yield the files, without what Python and gettext make of them."""
    for name in SOURCES:
        path = CHECKOUT / name
        files = path.rglob("*") if path.is_dir() else [path]
        for file in files:
            is_made = file.parent.name == "__pycache__" or file.suffix == ".mo"
            if not is_made and file.is_file():
                yield file

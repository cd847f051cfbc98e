"""Several files as one download."""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO
from zope.interface import implementer
from ZPublisher.Iterators import IStreamIterator

import re
import shutil
import zipfile

#: A download above this is more than a phone wants, and a server should assemble.
MAX_BYTES = 50 * 1024 * 1024

#: Bundles up to this size are put together in memory, larger ones on disk.
MEMORY_BYTES = 2 * 1024 * 1024

CHUNK_BYTES = 1 << 16

#: The same files give the same bytes, so that a cache may keep them.
FIXED_DATE = (1980, 1, 1, 0, 0, 0)

#: File systems refuse these, or longer names (255 bytes; a Chinese character takes 3).
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
MAX_STEM = 60
MAX_SUFFIX = 10


@dataclass(frozen=True, slots=True)
class BundledFile:
    """A file of a bundle: the name it should have, its size in bytes, how to read it."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


def safe_name(name: str) -> str:
    """Return a file name that every file system takes and no path hides in."""
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix) > MAX_SUFFIX:
        stem, dot, suffix = name, "", ""
    stem = _UNSAFE.sub("-", stem).strip(" .-")[:MAX_STEM].rstrip(" .-") or "file"
    suffix = _UNSAFE.sub("", suffix).strip(" .")
    if _RESERVED.fullmatch(stem):
        stem = f"{stem}-"
    return f"{stem}.{suffix}" if dot and suffix else stem


def unique_names(names: Iterable[str]) -> list[str]:
    """Return `names` made safe, and different even where case does not count."""
    taken: set[str] = set()
    unique = []
    for name in map(safe_name, names):
        candidate, number = name, 2
        stem, dot, suffix = name.rpartition(".")
        while candidate.casefold() in taken:
            candidate = f"{stem}-{number}.{suffix}" if dot else f"{name}-{number}"
            number += 1
        taken.add(candidate.casefold())
        unique.append(candidate)
    return unique


def fitting(
    files: Iterable[BundledFile], limit: int = MAX_BYTES
) -> tuple[list[BundledFile], list[BundledFile]]:
    """Return the files that fit into `limit` bytes together, and those that do not."""
    fits, left_out, total = [], [], 0
    for file in files:
        if total + file.size <= limit:
            fits.append(file)
            total += file.size
        else:
            left_out.append(file)
    return fits, left_out


@implementer(IStreamIterator)
class BundleStream:
    """A ZIP archive that the publisher sends piece by piece, and then forgets."""

    def __init__(self, files: Iterable[BundledFile]):
        files = list(files)
        # Closed when it was sent; see `close`.
        self._file = SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115
        names = unique_names(file.name for file in files)
        with zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED) as archive:
            for name, file in zip(names, files, strict=True):
                info = zipfile.ZipInfo(name, FIXED_DATE)
                info.external_attr = 0o644 << 16
                with file.open() as source, archive.open(info, "w") as target:
                    shutil.copyfileobj(source, target, CHUNK_BYTES)
        self._size = self._file.tell()
        self._file.seek(0)

    def __len__(self) -> int:
        return self._size

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        chunk = self._file.read(CHUNK_BYTES)
        if not chunk:
            self.close()
            raise StopIteration
        return chunk

    def close(self) -> None:
        self._file.close()

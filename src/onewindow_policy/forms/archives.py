"""Archives of forms: what is in them is counted before any of it is read.

A few kilobytes may unpack to gigabytes (CWE-409), by compression or by files with holes.
"""

from io import BytesIO
from onewindow_policy import _
from zope.interface import Invalid

import tarfile
import zlib

#: The most that an archive of a form unpacks to: its models have 300,000 characters each.
MOST_BYTES = 4 * 1024 * 1024

#: The most files that are in one. EasyForm's own export writes two.
MOST_FILES = 20

#: As zlib names the format of gzip (zlib.h, *inflateInit2*).
_GZIP = 16 + zlib.MAX_WBITS


class UnfitArchive(Invalid):
    """An archive that is not read; its argument is the message for whoever sent it."""


def require_fit_archive(data: bytes) -> None:
    """Raise UnfitArchive for what is no archive of a form, or unpacks to too much.

    :param data: a tar archive under gzip, as EasyForm exports it
    """
    try:
        unpacked = _unpack(data)
        with tarfile.open(fileobj=BytesIO(unpacked), mode="r:") as archive:
            _require_few_files(archive)
    except (zlib.error, tarfile.TarError, EOFError) as error:
        raise UnfitArchive(
            _(
                "archive_unreadable",
                default="This is no archive that an export of a form has made.",
            )
        ) from error


def _unpack(data: bytes) -> bytes:
    unpacking = zlib.decompressobj(_GZIP)
    unpacked = unpacking.decompress(data, MOST_BYTES + 1)
    # Another member after the first would be read as well.
    if len(unpacked) > MOST_BYTES or unpacking.unused_data.strip(b"\0"):
        raise UnfitArchive(_too_large())
    return unpacked


def _require_few_files(archive: tarfile.TarFile) -> None:
    total = 0
    for number, member in enumerate(archive, start=1):
        total += member.size
        is_plain = member.isdir() or (member.isreg() and not member.issparse())
        if number > MOST_FILES or total > MOST_BYTES or not is_plain:
            raise UnfitArchive(_too_large())


def _too_large():
    return _(
        "archive_too_large",
        default="This archive holds more than a form: at most ${size} MB, ${count} files.",
        mapping={"size": MOST_BYTES // 1024 // 1024, "count": MOST_FILES},
    )

"""Files that staff send in parts: bounded before anything is written, and not left behind.

plone.restapi takes any length that is said beforehand, writes whatever comes after it, and
removes what was never finished when the next one begins only. These functions stand in for
its methods. (tus.io, *Resumable upload protocol 1.0.0*: *Upload-Length*, *PATCH*.)
"""

from AccessControl import getSecurityManager
from base64 import b64decode
from pathlib import Path
from plone.restapi.services.content.tus import TUSUpload
from zExceptions import BadRequest

import binascii
import json
import os

MEGABYTE = 1024 * 1024

#: The most that one file may have: what a form takes (instance/etc/zope.conf).
MOST_BYTES = 256 * MEGABYTE

#: What unfinished files may have together, by what was said of them: of one person, and of
#: all. Plone's page for uploads sends one file after the other.
MOST_BYTES_OF_ONE = 2 * MOST_BYTES
MOST_BYTES_OF_ALL = 8 * MOST_BYTES

#: How many files one person may have begun.
MOST_BEGUN = 20

#: What is said of a file is its name, its type and where it goes.
MOST_CHARACTERS_OF_METADATA = 4000

#: Who has begun a file, in what is kept of it.
_OWNER = "owner"

#: The id of a file that there is not: an upload knows the folder of all.
_NOBODYS = "none"

TOO_LARGE = 413
TOO_MANY = 429


def begin(original, self):
    """Stand in for `UploadPost.reply`: a file is begun that may be that large.

    Raises BadRequest for what nobody can read.
    """
    _require_readable(self.request.getHeader("Upload-Metadata", ""))
    length = _number(self.request.getHeader("Upload-Length", ""))
    if length is None or length < 1:
        return self.error("Bad Request", "Missing or invalid Upload-Length header")
    if length > MOST_BYTES:
        return _too_large(self)
    if not _has_room(length):
        self.request.response.setHeader("Retry-After", str(TUSUpload.expiration_period))
        return self.error(
            "Too Many Requests", "Finish the files that you have begun", TOO_MANY
        )
    return original(self)


def go_on(original, self):
    """Stand in for `UploadPatch.reply`: what comes follows what is there, and is no more
    than was said."""
    upload = self.tus_upload()
    sent = _number(self.request.getHeader("Content-Length") or "0")
    if upload is not None and sent is not None:
        offset = _number(self.request.getHeader("Upload-Offset", ""))
        if offset is not None and offset != upload.offset():
            return self.error("Conflict", "Another Upload-Offset is expected", 409)
        if upload.offset() + sent > upload.length():
            return _too_large(self)
    return original(self)


def finish(original, self, tus_upload):
    """Stand in for `UploadPatch.create_or_modify_content`: whether the file was taken or
    refused, nothing of it stays behind."""
    try:
        return original(self, tus_upload)
    finally:
        tus_upload.close()
        tus_upload.cleanup()


def initialize(original, self, metadata):
    """Stand in for `TUSUpload.initialize`: note who has begun the file."""
    original(self, {**metadata, _OWNER: _user_id()})


def tidy_parts(var: Path) -> int:
    """Remove files that nobody has gone on with for an hour; return how many.

    :param var: the folder of the data, for commands: a server knows it
    """
    os.environ.setdefault("CLIENT_HOME", str(var))
    before = len(_begun())
    TUSUpload(_NOBODYS).cleanup_expired()
    return before - len(_begun())


def _begun() -> list[Path]:
    """Return what is kept about each file that was begun and is not finished."""
    folder = Path(TUSUpload(_NOBODYS).tmp_dir)
    return list(folder.glob(f"{TUSUpload.file_prefix}*.json"))


def _has_room(length: int) -> bool:
    TUSUpload(_NOBODYS).cleanup_expired()
    begun = []
    for path in _begun():
        try:
            begun.append(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            # It was finished meanwhile, or is just being written.
            continue
    own = [each for each in begun if each.get(_OWNER) == _user_id()]
    return (
        len(own) < MOST_BEGUN
        and length + _sum(own) <= MOST_BYTES_OF_ONE
        and length + _sum(begun) <= MOST_BYTES_OF_ALL
    )


def _sum(begun: list[dict]) -> int:
    return sum(each.get("length", 0) for each in begun)


def _require_readable(metadata: str) -> None:
    if len(metadata) > MOST_CHARACTERS_OF_METADATA:
        raise BadRequest("Upload-Metadata is too long.")
    for item in metadata.split(","):
        pair = item.split()
        if len(pair) != 2:
            continue
        try:
            b64decode(pair[1]).decode("utf-8")
        except (binascii.Error, ValueError) as error:
            raise BadRequest("Upload-Metadata cannot be read.") from error


def _number(text: str) -> int | None:
    """Return a number of the header, None for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None


def _too_large(service):
    return service.error(
        "Request Entity Too Large", f"At most {MOST_BYTES} bytes", TOO_LARGE
    )


def _user_id() -> str:
    return getSecurityManager().getUser().getId() or ""

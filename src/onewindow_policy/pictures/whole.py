"""Whether a picture is whole, and the same picture without what it tells of its maker.

Nothing is decoded: the parts of a file are walked from one to the next, and those that
show the picture are copied. What a camera, a phone or a program wrote beside it (Exif with
the place, XMP, IPTC, comments, a smaller copy of it, a film behind its end) stays out;
which way up it is held stays in, and so do its colours.
"""

from onewindow_policy.pictures.headers import is_jpeg

import re
import struct
import zlib


class CutOffPicture(ValueError):
    """A picture whose end is missing."""


class DamagedPicture(ValueError):
    """A picture whose parts do not fit together."""


#: Of parts of a file. Ten megabytes of PNG in pieces of 4 KB are 2,560; a progressive JPEG
#: has some fifty.
MAX_PARTS = 20_000

_PNG_START = b"\x89PNG\r\n\x1a\n"

#: Of PNG, what shows the picture (third edition, sections 11.2 and 11.3).
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs".split()
)

#: Of JPEG (ITU-T T.81, annex B): markers that stand alone, and those of parts.
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_APPS = range(0xE0, 0xF0)

#: What follows a scan; a byte of the picture that looks like a marker has a zero behind it.
_NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")

_FILL = re.compile(rb"\xff+")

_JFIF, _EXIF, _ICC, _ADOBE = b"JFIF\0", b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe"

#: The tag of TIFF 6.0 for which way up a picture is held, and what it may say.
_ORIENTATION = 0x0112
_TURNED = range(2, 9)
_MAX_TAGS = 200


def clean_picture(data: bytes) -> bytes:
    """Return a JPEG or PNG without traces. Raises `CutOffPicture`, `DamagedPicture`."""
    return _clean_jpeg(data) if is_jpeg(data) else _clean_png(data)


# -- JPEG


def _clean_jpeg(data: bytes) -> bytes:
    kept = [data[:2]]
    orientation = 1
    has_scan = False
    place = 2
    for _part in range(MAX_PARTS):
        marker, place = _marker_at(data, place)
        if marker == _END:
            if not has_scan:
                raise DamagedPicture("A JPEG without a picture.")
            kept.append(b"\xff\xd9")
            if orientation in _TURNED:
                # JFIF's own part comes first.
                kept.insert(2 if kept[1][4:9] == _JFIF else 1, _exif(orientation))
            return b"".join(kept)
        if marker in _ALONE:
            continue
        end = _end_of_part(data, place)
        body = data[place + 2 : end]
        if marker in _APPS and body.startswith(_EXIF):
            orientation = _orientation_of(body[len(_EXIF) :]) or orientation
        if _shows_picture(marker, body):
            kept.append(b"\xff" + bytes((marker,)) + data[place:end])
        if marker == _SCAN:
            has_scan = True
            found = _NEXT_MARKER.search(data, end)
            if found is None:
                raise CutOffPicture("A JPEG without an end.")
            kept.append(data[end : found.start()])
            end = found.start()
        place = end
    raise DamagedPicture("A JPEG of too many parts.")


def _marker_at(data: bytes, place: int) -> tuple[int, int]:
    """Return the marker at a place, and where its part goes on."""
    if place >= len(data):
        raise CutOffPicture("A JPEG without an end.")
    # Any number of these may stand before the marker (T.81, B.1.1.2).
    filled = _FILL.match(data, place)
    if filled is None:
        raise DamagedPicture("No marker where one belongs.")
    if filled.end() >= len(data):
        raise CutOffPicture("A JPEG without an end.")
    return data[filled.end()], filled.end() + 1


def _end_of_part(data: bytes, place: int) -> int:
    if place + 2 > len(data):
        raise CutOffPicture("A JPEG without an end.")
    length = int.from_bytes(data[place : place + 2])
    if length < 2:
        raise DamagedPicture("A part of no length.")
    if place + length > len(data):
        raise CutOffPicture("A JPEG without an end.")
    return place + length


def _shows_picture(marker: int, body: bytes) -> bool:
    if marker == _COMMENT:
        return False
    if marker not in _APPS:
        return True
    app = marker - _APPS.start
    return (
        (app == 0 and body.startswith(_JFIF) and len(body) == 14)
        or (app == 2 and body.startswith(_ICC))
        or (app == 14 and body.startswith(_ADOBE))
    )


def _exif(orientation: int) -> bytes:
    """Return the part of a JPEG that says which way up it is held, and nothing else."""
    body = _EXIF + _tiff(orientation)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _tiff(orientation: int) -> bytes:
    """Return a TIFF of one tag (TIFF 6.0, section 2)."""
    return b"MM\0*" + struct.pack(
        ">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0
    )


def _orientation_of(tiff: bytes) -> int | None:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return None
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    if first + 2 > len(tiff):
        return None
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for number in range(min(count, _MAX_TAGS)):
        place = first + 2 + 12 * number
        if place + 12 > len(tiff):
            return None
        tag, kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, place)
        if tag == _ORIENTATION:
            return value if kind == 3 else None
    return None


# -- PNG


def _clean_png(data: bytes) -> bytes:
    kept = [_PNG_START]
    kinds = set()
    place = len(_PNG_START)
    for _part in range(MAX_PARTS):
        if place + 12 > len(data):
            raise CutOffPicture("A PNG without an end.")
        length = int.from_bytes(data[place : place + 4])
        end = place + 12 + length
        if end > len(data):
            raise CutOffPicture("A PNG without an end.")
        kind = data[place + 4 : place + 8]
        found = zlib.crc32(memoryview(data)[place + 4 : end - 4])
        if found != int.from_bytes(data[end - 4 : end]):
            raise DamagedPicture("A sum that is wrong.")
        if kind == b"eXIf":
            orientation = _orientation_of(data[place + 8 : end - 4]) or 1
            if orientation in _TURNED and b"IDAT" not in kinds:
                kept.append(_chunk(b"eXIf", _tiff(orientation)))
        elif kind in _PNG_KEPT:
            kept.append(data[place:end])
        elif not kind[0] & 0x20:
            raise DamagedPicture("A part that nobody can do without and nobody knows.")
        kinds.add(kind)
        if kind == b"IEND":
            if b"IDAT" not in kinds:
                raise DamagedPicture("A PNG without a picture.")
            return b"".join(kept)
        place = end
    raise DamagedPicture("A PNG of too many parts.")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return (
        struct.pack(">I", len(body))
        + kind
        + body
        + struct.pack(">I", zlib.crc32(kind + body))
    )

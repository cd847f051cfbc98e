"""Small pictures by which people know again what they sent.

Here a picture is decoded, one that is whole already and only as far as it is cheap: a JPEG
at an eighth of its size, whose rows come and go; one whose rows all have to be there at
once, and a PNG, only up to a size.
"""

from io import BytesIO
from onewindow_policy.pictures.headers import is_jpeg
from PIL import Image
from PIL import ImageOps

import struct

#: Of the longer side, in pixels: two of a phone's make one of the page's.
SIDE = 160
QUALITY = 60

#: Of a picture of which all has to be in memory at once: 50 MB for the first, as decoders
#: keep two bytes for each value of a progressive JPEG, 32 MB for the second.
MAX_PROGRESSIVE_PIXELS = 16_000_000
MAX_PNG_PIXELS = 8_000_000

#: Times that a decoder goes over a progressive JPEG; programs write ten.
MAX_SCANS = 30

_SCAN = b"\xff\xda"


def preview_of(data: bytes) -> bytes | None:
    """Return a small JPEG of a JPEG or PNG that is whole, None where that costs too much or
    nobody can decode it. What it shows is upright, and nothing else is in it."""
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as picture:
            if not _is_cheap(picture, data):
                return None
            picture.draft("RGB", (SIDE, SIDE))
            picture.thumbnail((SIDE, SIDE), reducing_gap=2.0)
            small = ImageOps.exif_transpose(picture)
            return _as_jpeg(small)
    except (
        OSError,
        SyntaxError,
        ValueError,
        struct.error,
        Image.DecompressionBombError,
    ):
        return None


def _is_cheap(picture: Image.Image, data: bytes) -> bool:
    pixels = picture.width * picture.height
    if not is_jpeg(data):
        return pixels <= MAX_PNG_PIXELS
    if not picture.info.get("progressive"):
        return True
    return pixels <= MAX_PROGRESSIVE_PIXELS and data.count(_SCAN) <= MAX_SCANS


def _as_jpeg(small: Image.Image) -> bytes:
    if small.mode in ("RGBA", "LA", "PA", "P"):
        small = small.convert("RGBA")
        white = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(white, small)
    stream = BytesIO()
    small.convert("RGB").save(stream, "JPEG", quality=QUALITY)
    return stream.getvalue()

"""What a picture says of itself in its first bytes, read in a bounded number of steps.

A picture of half a megabyte can claim to be 16,000 pixels wide and high, and takes a
gigabyte once it is decoded; ten megabytes of nothing between its parts cost seconds of a
reader that goes from byte to byte. So nothing here decodes, and nothing reads on for ever.
"""

from dataclasses import dataclass
from io import BytesIO
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

import struct
import warnings

#: Of a picture that is decoded here. The largest of a usual camera has 24 million pixels;
#: each takes up to four bytes, and twice that while a smaller copy is made.
MAX_PIXELS = 40_000_000

#: Of all frames of one that moves: each is decoded for each of its smaller copies.
MAX_MOVING_PIXELS = 150_000_000

#: Readings of a file until its header must have ended. Pillow reads a part of a header with
#: three, and padding byte by byte.
MAX_HEADER_READINGS = 4_000
#: … and until it is known of how many frames it consists: two for 255 bytes.
MAX_FRAME_READINGS = 200_000

#: What is opened at all, under the names that Pillow has for it. Others are for printers
#: (one of them is a program), for other machines, or for no browser.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "DIB", "ICO", "TIFF")

#: As plone.namedfile names them.
_BMP = "image/x-ms-bmp"

_JPEG_START = b"\xff\xd8"


class EndlessHeader(OSError):
    """A file went on without saying what it is.

    An OSError is what Pillow lets through; all else means another format to it.
    """


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture is, and its size in pixels."""

    content_type: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


class BoundedReader(BytesIO):
    """A file that can be read from but so often. Raises `EndlessHeader`."""

    def __init__(self, data: bytes, most_readings: int):
        super().__init__(data)
        self.left = most_readings

    def read(self, *args):
        self.left -= 1
        if self.left < 0:
            raise EndlessHeader("There is no end to what comes before the picture.")
        return super().read(*args)


def is_jpeg(data: bytes) -> bool:
    """Return whether this begins as a JPEG does."""
    return data.startswith(_JPEG_START)


def read_header(data: bytes) -> Header | None:
    """Return the header of a picture, None for what is none, or where it is cut off.

    Raises `EndlessHeader`.
    """
    for start, read in _IN_FIXED_PLACES.items():
        if data.startswith(start):
            return read(data)
    reader = BoundedReader(data, MAX_HEADER_READINGS)
    try:
        if is_jpeg(data):
            # Asked itself, since `Image.open` tells no size that is above its limit.
            with JpegImageFile(reader) as image:
                return Header("image/jpeg", *image.size)
        with Image.open(reader) as image:
            content_type = Image.MIME.get(image.format or "", "")
            if image.format == "BMP":
                content_type = _BMP
            return Header(content_type, *image.size)
    except EndlessHeader:
        raise
    except Image.DecompressionBombError:
        # Which size that is, nobody needs to know any more.
        return Header("", MAX_PIXELS, MAX_PIXELS)
    except (SyntaxError, OSError, ValueError, struct.error):
        return None


def _png_header(data: bytes) -> Header | None:
    """See PNG, third edition, sections 5.2 and 11.2.1."""
    if len(data) < 24 or data[12:16] != b"IHDR":
        return None
    return Header("image/png", *struct.unpack(">II", data[16:24]))


def _gif_header(data: bytes) -> Header | None:
    """See GIF89a, section 18."""
    if len(data) < 10 or data[:6] not in (b"GIF87a", b"GIF89a"):
        return None
    return Header("image/gif", *struct.unpack("<HH", data[6:10]))


def _webp_header(data: bytes) -> Header | None:
    """See RFC 9649, sections 2.5 to 2.7: three kinds of a first chunk."""
    head = data[:30]
    if len(head) < 30 or head[8:12] != b"WEBP":
        return None
    kind = head[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", head[26:30])
        size = width & 0x3FFF, height & 0x3FFF
    elif kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        size = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8X":
        size = (
            int.from_bytes(head[24:27], "little") + 1,
            int.from_bytes(head[27:30], "little") + 1,
        )
    else:
        return None
    return Header("image/webp", *size)


#: Formats that tell their size in a fixed place: a kilobyte is enough to read it. Pillow
#: wants to see more, and makes room for all of a WebP before it tells the size.
_IN_FIXED_PLACES = {
    b"\x89PNG\r\n\x1a\n": _png_header,
    b"GIF8": _gif_header,
    b"RIFF": _webp_header,
}


def frames_of(data: bytes, header: Header) -> int:
    """Return of how many frames a picture consists, at most. Raises `EndlessHeader`."""
    if header.content_type == "image/webp":
        return max(data.count(b"ANMF"), 1)
    if header.content_type != "image/gif":
        return 1
    try:
        with Image.open(
            BoundedReader(data, MAX_FRAME_READINGS), formats=("GIF",)
        ) as image:
            return getattr(image, "n_frames", 1)
    except EndlessHeader:
        raise
    except (OSError, ValueError, struct.error):
        return 1


def bound_pillow() -> None:
    """Have Pillow open no other formats, and nothing larger, whoever asks it.

    It refuses from twice its limit on, and warns of what is above it, into the log.
    """
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2
    warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
    Image.init()
    Image.ID[:] = [name for name in Image.ID if name in FORMATS]


# For all that opens pictures in this process, here or elsewhere.
bound_pillow()

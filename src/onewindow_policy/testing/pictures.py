"""Pictures that nobody means: small files that fill whatever opens them."""

from functools import cache
from io import BytesIO
from PIL import Image

import struct
import zlib

#: Of one side; squared it is more than any machine here may decode.
CLAIMED_SIDE = 16_000

PIXEL_FRAME = b"\x2c" + struct.pack("<HHHH", 0, 0, 1, 1) + b"\0\x02\x02\x44\x01\0"


def picture(kind: str = "PNG", size=(40, 30)) -> bytes:
    """Return a picture that is what it says."""
    stream = BytesIO()
    Image.new("RGB", size, "white").save(stream, kind)
    return stream.getvalue()


def png_bomb() -> bytes:
    """Return a PNG of half a megabyte that is whole, and takes a gigabyte as colours."""
    packer = zlib.compressobj(1)
    row = b"\0" + b"\0" * (CLAIMED_SIDE // 8)
    packed = b"".join(packer.compress(row) for _row in range(CLAIMED_SIDE))
    packed += packer.flush()
    head = struct.pack(">IIBBBBB", CLAIMED_SIDE, CLAIMED_SIDE, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body))
        + kind
        + body
        + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def jpeg_bomb() -> bytes:
    """Return a JPEG that claims to be as large, and to be turned by a quarter."""
    exif = Image.Exif()
    exif[0x0112] = 6
    stream = BytesIO()
    Image.new("RGB", (40, 30)).save(stream, "JPEG", exif=exif)
    data = stream.getvalue()
    frame = data.index(b"\xff\xc0") + 5
    side = struct.pack(">HH", CLAIMED_SIDE, CLAIMED_SIDE)
    return data[:frame] + side + data[frame + 4 :]


def webp_bomb() -> bytes:
    """Return the beginning of a WebP that claims to be as large."""
    side = (CLAIMED_SIDE - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<II", 10, 0) + side + side + b"\0" * 40
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif_bomb() -> bytes:
    """Return a GIF that is as large."""
    size = struct.pack("<HH", CLAIMED_SIDE, CLAIMED_SIDE)
    return b"GIF89a" + size + b"\x80\0\0\0\0\0\xff\xff\xff" + PIXEL_FRAME + b"\x3b"


def long_gif(frames: int = 400, side: int = 1_000) -> bytes:
    """Return a GIF of so many frames; its file grows by 17 bytes with each."""
    size = struct.pack("<HH", side, side)
    head = b"GIF89a" + size + b"\x80\0\0\0\0\0\xff\xff\xff"
    return head + PIXEL_FRAME * frames + b"\x3b"


def endless_jpegs(size: int) -> list[bytes]:
    """Return files that begin as a JPEG does, and never come to the picture."""
    fills = (b"\xff", b"\0", b"\xff\xd0", b"\xff\xe1\0\x02")
    return [b"\xff\xd8\xff" + fill * (size // len(fill)) for fill in fills]


@cache
def hostile_pictures() -> dict[str, tuple[str, bytes]]:
    """Return name and content of each by what it is."""
    return {
        "png": ("bomb.png", png_bomb()),
        "jpeg": ("bomb.jpg", jpeg_bomb()),
        "webp": ("bomb.webp", webp_bomb()),
        "gif": ("bomb.gif", gif_bomb()),
        "moving": ("long.gif", long_gif()),
        **{
            f"endless {number}": ("endless.jpg", data)
            for number, data in enumerate(endless_jpegs(2**20)[:2])
        },
    }

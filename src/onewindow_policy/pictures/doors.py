"""Where Plone takes pictures in and makes smaller copies of them: judged first.

Each function stands in for one of plone.namedfile, plone.scale, PlonePAS or Zope, which
patches in `configure.zcml` name; a test fails when one of these is not what it was.
"""

from io import BytesIO
from onewindow_policy import _
from onewindow_policy.pictures.exceptions import UnfitPicture
from onewindow_policy.pictures.headers import EndlessHeader
from onewindow_policy.pictures.headers import frames_of
from onewindow_policy.pictures.headers import Header
from onewindow_policy.pictures.headers import is_jpeg
from onewindow_policy.pictures.headers import MAX_MOVING_PIXELS
from onewindow_policy.pictures.headers import MAX_PIXELS
from onewindow_policy.pictures.headers import read_header
from PIL import Image
from plone.namedfile.interfaces import INamedImageField
from plone.namedfile.interfaces import IPluggableImageFieldValidation
from plone.namedfile.utils.svg_utils import process_svg
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface

import piexif

#: Of one in a JPEG: its length has two bytes.
MAX_EXIF_BYTES = 1 << 16

_SVG_NAMESPACE = b"http://www.w3.org/2000/svg"

MILLION = 1_000_000


def _bytes_of(source) -> bytes:
    """Return all of a file, of its chunks in the database, or of what is bytes."""
    if hasattr(source, "read"):
        source.seek(0)
        data = source.read()
        source.seek(0)
        return data
    return source.encode() if isinstance(source, str) else bytes(source)


def _header_of(data: bytes) -> Header | None:
    """Return the header of a picture that may be opened, None for what is no picture.

    Raises `UnfitPicture`.
    """
    try:
        header = read_header(data)
    except EndlessHeader as error:
        raise UnfitPicture(
            _(
                "error_picture_unreadable",
                default=(
                    "The picture is damaged and cannot be opened. Please save it again"
                    " as JPG or PNG."
                ),
            )
        ) from error
    if header is not None and header.pixels > MAX_PIXELS:
        raise UnfitPicture(
            _(
                "error_picture_pixels",
                default=(
                    "The picture has more than ${most} million pixels, too many to"
                    " open. Please save it in a smaller size; 2,000 pixels are wide"
                    " enough for a page."
                ),
                mapping={"most": MAX_PIXELS // MILLION},
            )
        )
    return header


def require_bounded(data: bytes) -> None:
    """Raise `UnfitPicture` for a picture that is too large to be decoded, or that has too
    many frames."""
    header = _header_of(data)
    if header is None:
        return
    try:
        frames = frames_of(data, header)
    except EndlessHeader:
        frames = MAX_MOVING_PIXELS
    if frames > 1 and frames * header.pixels > MAX_MOVING_PIXELS:
        raise UnfitPicture(
            _(
                "error_picture_frames",
                default=(
                    "The picture moves for too long, or is too large for one that"
                    " moves. Please save it with fewer frames, or as a film."
                ),
            )
        )


def picture_info(_original, data) -> tuple[str, int, int]:
    """Return type, width and height of a picture, or of its first bytes.

    In the place of plone.namedfile's `getImageInfo` and that of Zope, which both go
    through a JPEG byte by byte. Raises `UnfitPicture`.
    """
    return _info_of(_bytes_of(data))


def _info_of(data: bytes) -> tuple[str, int, int]:
    """Return type, width and height: an empty type for what is no picture, -1 for sizes
    that these bytes do not tell. Raises `UnfitPicture`."""
    header = _header_of(data)
    if header is not None:
        return header.content_type, header.width, header.height
    if is_jpeg(data):
        return "image/jpeg", -1, -1
    if _SVG_NAMESPACE in data:
        return _svg_info(data)
    return "", -1, -1


def _svg_info(data: bytes) -> tuple[str, int, int]:
    try:
        content_type, width, height = process_svg(data)
    except (ArithmeticError, ValueError):
        # Sizes that are no numbers, or more than any number.
        return "image/svg+xml", 1, 1
    return content_type or "", width, height


def exif_of(
    _original, image, content_type=None, width=None, height=None
) -> dict | None:
    """Return what a camera wrote into a picture, None for what no camera makes.

    In the place of plone.namedfile's `get_exif`, which gives a whole file to a reader
    that goes on without a bound. Pillow has found the one part that matters.
    """
    data = _bytes_of(image)
    if None in (content_type, width, height):
        content_type, width, height = _info_of(data)
    if content_type not in ("image/jpeg", "image/tiff"):
        return None
    nothing = {
        "0th": {
            piexif.ImageIFD.XResolution: (width, 1),
            piexif.ImageIFD.YResolution: (height, 1),
        }
    }
    if _header_of(data) is None:
        return nothing
    with Image.open(BytesIO(data)) as picture:
        written = picture.info.get("exif", b"")
    if not written or len(written) > MAX_EXIF_BYTES:
        return nothing
    try:
        return piexif.load(written)
    except Exception:  # noqa: BLE001 (it raises whatever the bytes lead it to)
        return nothing


def scale_image(original, image, *args, **options):
    """Make a smaller copy, of what was stored before there were limits too.

    In the place of plone.scale's `scaleImage`. Raises `UnfitPicture`.
    """
    require_bounded(_bytes_of(image))
    return original(image, *args, **options)


def scale_portrait(original, image_file, *args, **options):
    """Make a portrait of a picture.

    In the place of PlonePAS' `scale_image`. Raises `UnfitPicture`.
    """
    require_bounded(_bytes_of(image_file))
    return original(image_file, *args, **options)


@implementer(IPluggableImageFieldValidation)
@adapter(INamedImageField, Interface)
class BoundedPicture:
    """Refuses a picture where a field takes it: forms, the API, uploads in parts.

    The type and the size of it were judged when it was made of bytes, of which
    plone.namedfile reads the first only.
    """

    def __init__(self, field, value):
        self.value = value

    def __call__(self) -> None:
        """Raise `UnfitPicture`."""
        if self.value is not None:
            require_bounded(self.value.data)

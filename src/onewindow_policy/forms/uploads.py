"""Files that residents hand in: what they are by their content, and what is refused.

Nothing here decodes an image: a picture of a few kilobytes can claim to be 60,000 pixels
wide and fill the memory of whoever opens it. The sizes stand in the first bytes, and are
read in a bounded number of steps; what is kept is put together of the parts that were sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from onewindow_policy import _
from onewindow_policy.forms.exceptions import UnfitFile
from onewindow_policy.forms.readable import as_kept
from onewindow_policy.forms.readable import BROKEN_PICTURE
from onewindow_policy.pictures.headers import EndlessHeader
from onewindow_policy.pictures.headers import read_header
from onewindow_policy.typed.texts import clean_text

import re
import unicodedata

MEGABYTE = 2**20

#: Of one file, and of all files of an application.
MAX_FILE_SIZE = 10 * MEGABYTE
MAX_TOTAL_SIZE = 30 * MEGABYTE

#: A scan of A3 at 600 dpi is 9,921 pixels high; a phone's largest picture has 50 million.
MAX_SIDE = 12_000
MAX_PIXELS = 64_000_000

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
EXTENSIONS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}

MAX_STEM = 80
#: Of a material's name in that of a file; the number comes behind it.
MAX_MATERIAL = 40

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")

_NOT_IN_NAMES = re.compile(r'[\s<>:"|?*%#&;`$\'(){}\[\]~!]+')


@dataclass(frozen=True, slots=True)
class HandedInFile:
    """A file that a resident handed in, checked.

    `content_type` is what the content is, whatever the name said; `filename` is safe to
    show and to store by. The content never appears in a representation. `scanned_at` is
    when no virus was found in it, None while nobody has looked.
    """

    filename: str = field(repr=False)
    content_type: str
    data: bytes = field(repr=False)
    scanned_at: datetime | None = None

    @property
    def size(self) -> int:
        return len(self.data)


def read_file(filename: str | None, data: bytes) -> HandedInFile:
    """Return an uploaded file, checked, as it is kept. Raises `UnfitFile`."""
    require_size(len(data))
    content_type = content_type_of(data)
    if content_type is None:
        raise UnfitFile(_explain_type(data))
    kept = as_kept(data, is_pdf=content_type == PDF)
    if content_type != PDF:
        _require_dimensions(image_size(data))
    return HandedInFile(safe_filename(filename, content_type), content_type, kept)


def require_size(size: int) -> None:
    """Raise `UnfitFile` for a file of no bytes, or too many."""
    if size == 0:
        raise UnfitFile(
            _(
                "error_file_empty",
                default="The file is empty. Please choose it again.",
            )
        )
    if size > MAX_FILE_SIZE:
        raise UnfitFile(
            _(
                "error_file_too_large",
                default=(
                    "The file is larger than ${limit} MB. Take the photo again in a"
                    " smaller size, or bring the paper to the window."
                ),
                mapping={"limit": MAX_FILE_SIZE // MEGABYTE},
            )
        )


def require_total(sizes: Iterable[int]) -> None:
    """Raise `UnfitFile` when files of these sizes are too much together."""
    if sum(sizes) > MAX_TOTAL_SIZE:
        raise UnfitFile(
            _(
                "error_files_too_large",
                default=(
                    "All files together are larger than ${limit} MB. Please send fewer"
                    " or smaller ones, and bring the rest to the window."
                ),
                mapping={"limit": MAX_TOTAL_SIZE // MEGABYTE},
            )
        )


def content_type_of(data: bytes) -> str | None:
    """Return what `data` is by its first bytes, None for anything we do not take."""
    if data.startswith(_PNG_SIGNATURE):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    # Readers accept a header within the first kilobyte (ISO 32000-1, annex H.3.4.1), but
    # then a file may be something else as well; ours begins as one.
    if data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return PDF
    return None


def _explain_type(data: bytes):
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return _(
            "error_file_heic",
            default=(
                "This photo is in a format (HEIC) that our computers cannot open. On an"
                " iPhone choose Settings, Camera, Formats, Most Compatible, and take it"
                " again."
            ),
        )
    return _(
        "error_file_type",
        default=(
            "We can open photos (JPG, PNG) and PDF files only. Take a photo of the"
            " paper, or save the document as PDF."
        ),
    )


def image_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or JPEG in pixels, None where they are missing."""
    try:
        header = read_header(data)
    except EndlessHeader:
        return None
    return None if header is None else (header.width, header.height)


def _require_dimensions(size: tuple[int, int] | None) -> None:
    if size is None or min(size) == 0:
        raise UnfitFile(BROKEN_PICTURE)
    width, height = size
    if max(size) > MAX_SIDE or width * height > MAX_PIXELS:
        raise UnfitFile(
            _(
                "error_image_dimensions",
                default=(
                    "The picture is ${width} × ${height} pixels, too many to open."
                    " Please take it again in a smaller size."
                ),
                mapping={"width": width, "height": height},
            )
        )


def safe_filename(filename: str | None, content_type: str) -> str:
    """Return a name to show and store by: no path, nothing invisible, the right ending.

    The ending follows the content, so that no name makes a program of a picture.
    """
    name = unicodedata.normalize("NFC", clean_text(filename or ""))
    name = re.split(r"[/\\]", name)[-1]
    stem = name.rpartition(".")[0] or name
    stem = _NOT_IN_NAMES.sub("_", stem).strip("._- ")[:MAX_STEM].rstrip("._- ")
    return (stem or "file") + EXTENSIONS[content_type]


def material_filename(material: str, number: int, content_type: str) -> str:
    """Return what a file is called from when it is handed in: its material and which one it
    is, since phones call all pictures alike, and people call them by their own names.
    """
    stem = safe_filename(re.sub(r"[/\\]", "_", material), content_type)
    stem = stem.rpartition(".")[0][:MAX_MATERIAL].rstrip("._- ")
    return f"{stem}-{number}{EXTENSIONS[content_type]}"

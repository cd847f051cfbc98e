"""A file that is named as a document must be one: who downloads it opens it by its name.

Looked at are the beginning of a file and, of Office documents, the list of what their
archive holds; nothing of them is unpacked.
"""

from io import BytesIO
from onewindow_policy import _
from onewindow_policy.scanning.exceptions import RefusedUpload
from pathlib import PurePosixPath
from plone.namedfile.interfaces import INamedBlobFile
from plone.namedfile.interfaces import INamedFileField
from plone.namedfile.interfaces import IPluggableFileFieldValidation
from typing import BinaryIO
from zipfile import BadZipFile
from zipfile import ZipFile
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface
from ZPublisher.HTTPResponse import status_codes

#: What an archive holds that is a document of the kind its name ends with (ISO/IEC 29500
#: and 26300; OOXML names its main part in `[Content_Types].xml`, and every program that
#: writes one gives it this name).
ARCHIVES = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".odt": "content.xml",
    ".ods": "content.xml",
}

#: What others begin with. A PDF may have other bytes before it, up to 1,024 (ISO 32000-1,
#: Annex H, implementation note 13); older Office documents are compound files, or RTF.
BEGINNINGS = {
    ".pdf": (b"%PDF-",),
    ".doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"),
    ".xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    ".ppt": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
}

LOOKED_AT_BYTES = 1024


class NotWhatItSays(RefusedUpload):
    """A file is not what its name says it is."""


status_codes[NotWhatItSays.__name__.lower()] = 400


def is_what_it_says(name: str, file: BinaryIO) -> bool:
    """Return whether a file is a document of the kind that its name ends with.

    True for names of other kinds, of which nobody expects anything.
    """
    ending = PurePosixPath(name).suffix.lower()
    if ending in ARCHIVES:
        try:
            with ZipFile(file) as archive:
                return ARCHIVES[ending] in archive.namelist()
        except (BadZipFile, NotImplementedError, OSError, ValueError):
            return False
    if ending in BEGINNINGS:
        begin = file.read(LOOKED_AT_BYTES)
        if ending == ".pdf":
            return BEGINNINGS[ending][0] in begin
        return begin.startswith(BEGINNINGS[ending])
    return True


def _opened(value) -> BinaryIO:
    """Return what is in a file, of a blob without reading all of it."""
    return value.open() if INamedBlobFile.providedBy(value) else BytesIO(value.data)


@implementer(IPluggableFileFieldValidation)
@adapter(INamedFileField, Interface)
class WhatItSays:
    """Asks that where a field takes a file: forms, the API, uploads in parts, imports."""

    def __init__(self, field, value):
        self.value = value

    def __call__(self) -> None:
        """Raise `NotWhatItSays`."""
        if self.value is None:
            return
        name = self.value.filename or ""
        with _opened(self.value) as file:
            if is_what_it_says(name, file):
                return
        ending = PurePosixPath(name).suffix.lower()
        raise NotWhatItSays(
            _(
                "error_not_what_it_says",
                default=(
                    "The file is called “${ending}” and is none: whoever downloads it"
                    " could not open it. Open it in the program that made it, save it as"
                    " ${ending}, and choose it again."
                ),
                mapping={"ending": ending},
            )
        )

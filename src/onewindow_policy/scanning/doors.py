"""Where files become content, or go out of a form that keeps no records: nearly all of it
makes its value of the same two classes, whose data are looked at before they are stored.
Portraits that the API takes as they are, and the site's logo, are the others.

Forms, the API, uploads in parts and those of the editor pass here. What a process does
without a visitor's request, such as an import by command, does not; nor does a page that
only reads, while which smaller copies of pictures are made.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from onewindow_policy import _
from onewindow_policy.scanning.exceptions import InfectedUpload
from onewindow_policy.scanning.exceptions import NotScannable
from onewindow_policy.scanning.exceptions import ScannerAway
from onewindow_policy.scanning.exceptions import UnscannedUpload
from onewindow_policy.scanning.settings import is_configured
from onewindow_policy.scanning.verdicts import verdict_on
from plone import api
from plone.formwidget.namedfile.utils import is_file_upload
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedFile
from typing import BinaryIO
from zope.globalrequest import getRequest

READING = ("GET", "HEAD", "OPTIONS")

#: When to ask again for what could not be scanned.
RETRY_AFTER_SECONDS = 60

#: Whether what is made into a file comes from the database.
_is_stored: ContextVar[bool] = ContextVar("is_stored", default=False)

#: What the audit says that the file was sent to.
CONTENT = "content"


def require_clean(data, media_type: str) -> None:
    """Raise `InfectedUpload`, or `UnscannedUpload` where nobody knows.

    `data` is what a file is made of: bytes, text, chunks or an open file, which is left at
    its beginning.
    """
    request = getRequest()
    if not is_configured() or request is None or _is_stored.get():
        return
    if data is None or data in (b"", ""):
        return
    if request.get("REQUEST_METHOD", "GET") in READING:
        return
    try:
        verdict = verdict_on(
            _stream_of(data),
            media_type or "-",
            CONTENT,
            in_a_hurry=api.user.is_anonymous(),
        )
    except NotScannable as error:
        raise UnscannedUpload(
            _(
                "error_upload_not_scannable",
                default=(
                    "The file cannot be checked for viruses: it is too large or too"
                    " complicated for the scanner. Nothing was saved. Please make it"
                    " smaller, or ask the administrator."
                ),
            )
        ) from error
    except ScannerAway as error:
        request.response.setStatus(503, lock=True)
        request.response.setHeader("Retry-After", str(RETRY_AFTER_SECONDS))
        raise UnscannedUpload(
            _(
                "error_upload_scanner_away",
                default=(
                    "The file cannot be checked for viruses just now, so nothing was"
                    " saved. Please try again in a few minutes; if it stays like this,"
                    " tell the administrator."
                ),
            )
        ) from error
    if verdict.signature is not None:
        raise InfectedUpload(
            _(
                "error_upload_infected",
                default=(
                    "A virus was found in the file, so it was not taken and nothing was"
                    " saved. Please choose another file, and have the computer that it"
                    " comes from looked at."
                ),
            )
        )


def _stream_of(data) -> BinaryIO:
    if hasattr(data, "read"):
        return data
    return BytesIO(data.encode() if isinstance(data, str) else bytes(data))


def set_data(original, file, data) -> None:
    """Store the data of a file; in the place of `_setData` of `NamedFile` and of
    `NamedBlobFile`."""
    require_clean(data, getattr(file, "contentType", ""))
    original(file, data)


def set_portrait(original, tool, portrait, member_id: str) -> None:
    """Store somebody's portrait; in the place of `MemberDataTool._setPortrait`, to which
    the API gives pictures as they were sent."""
    require_clean(portrait.data, portrait.content_type)
    original(tool, portrait, member_id)


def value_of_widget(original, converter, value):
    """Return the logo of a site for a form; in the place of
    `Base64Converter.toWidgetValue`, which makes a new file of what is stored."""
    with _what_is_stored():
        return original(converter, value)


def made_of_stored(original, value, field, context):
    """Return a file made of what is stored; in the place of the file widget's function for
    that. Of uploads of the former try only clean ones are stored."""
    with _what_is_stored():
        return original(value, field, context)


@contextmanager
def _what_is_stored():
    """Ask nobody about what becomes a file meanwhile."""
    token = _is_stored.set(True)
    try:
        yield
    finally:
        _is_stored.reset(token)


def value_of_field(original, converter, value):
    """Return what is stored of a logo that was sent; in the place of
    `Base64Converter.toFieldValue`, which makes no file of it."""
    if is_file_upload(value):
        require_clean(value, "-")
    return original(converter, value)


def _set(file, data) -> None:
    file._setData(data)


#: Those that the classes have were made of the functions that are replaced.
data_property = property(NamedFile._getData, _set)
blob_data_property = property(NamedBlobFile._getData, _set)

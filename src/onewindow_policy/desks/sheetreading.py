"""Sheets that staff send, read as texts.

A sheet comes from anybody's program, so all of it is bounded before it is read: its bytes,
what it unpacks to, its rows and columns; what it refers to elsewhere is never followed, and
formulas are not reckoned: the value that was saved with one counts.
"""

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from io import BytesIO
from onewindow_policy.desks.exceptions import SheetTooLarge
from onewindow_policy.desks.exceptions import SheetUnreadable
from openpyxl import load_workbook
from typing import NamedTuple
from zipfile import BadZipFile
from zipfile import ZipFile

MEGABYTE = 2**20

MOST_BYTES = 5 * MEGABYTE
MOST_UNPACKED_BYTES = 60 * MEGABYTE
#: Rows with something in them, of all pages; the last row that a page can have (ECMA-376).
MOST_READ_ROWS = 2000
LAST_ROW = 1_048_576
MOST_READ_COLUMNS = 200
#: So many pages are read; each may be empty down to its last row.
MOST_PAGES = 100


class SheetRow(NamedTuple):
    """A row with something in it: the title of its page, its number there as programs
    count it, and its texts up to the last that is not empty."""

    page: str
    number: int
    texts: tuple[str, ...]


def read_sheet(content: bytes) -> list[SheetRow]:
    """Return the rows of all pages of an XLSX file, without the empty ones.

    Dates are written as 2026-11-30, whole numbers without a point. Raises
    `SheetUnreadable` and `SheetTooLarge`.
    """
    _require_bounded(content)
    try:
        book = load_workbook(
            BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        rows = list(_rows(book))
    # What is damaged raises whatever its reader stumbles over.
    except (SheetTooLarge, MemoryError):
        raise
    except Exception as error:
        raise SheetUnreadable from error
    return rows


def _require_bounded(content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
    except (BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise SheetUnreadable from error
    if len(content) > MOST_BYTES or unpacked > MOST_UNPACKED_BYTES:
        raise too_large()


def _rows(book) -> Iterator[SheetRow]:
    left = MOST_READ_ROWS
    if len(book.worksheets) > MOST_PAGES:
        raise too_large()
    for page in book.worksheets:
        # What a file says of its own size is often wrong, and can be made up.
        page.reset_dimensions()
        looked_at = page.iter_rows(
            max_row=LAST_ROW,
            max_col=MOST_READ_COLUMNS,
            values_only=True,
        )
        gap: tuple | None = None
        for number, values in enumerate(looked_at, start=1):
            # Programs format what is empty, down to the last row that a sheet can have;
            # what lies between is the same tuple again and again.
            if values is gap:
                continue
            if not any(value is not None for value in values):
                gap = values
                continue
            texts = list(map(_text, values))
            while texts and not texts[-1]:
                texts.pop()
            if not texts:
                continue
            if left == 0:
                raise too_large()
            left -= 1
            yield SheetRow(page.title, number, tuple(texts))


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def too_large() -> SheetTooLarge:
    """Return what is said of a sheet that holds more than is read."""
    return SheetTooLarge(MOST_BYTES // MEGABYTE, MOST_READ_ROWS)

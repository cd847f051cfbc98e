"""Rows of a sheet, written.

Each cell is a text, also one that begins with “=” and that a program would reckon with:
residents write some of what stands in sheets.
"""

from collections.abc import Iterable
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: Of a column, in the width of digits.
WIDTH = 24

_BOLD = Font(bold=True)


def set_widths(page, columns: int) -> None:
    """Give the first `columns` columns of a page that is being written their width."""
    for number in range(1, columns + 1):
        page.column_dimensions[get_column_letter(number)].width = WIDTH


def append_row(page, texts: Iterable[str], *, is_bold: bool = False) -> None:
    """Write one row of texts under what a page has."""
    font = _BOLD if is_bold else None
    page.append([_cell(page, text, font) for text in texts])


def _cell(page, text: str, font: Font | None) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell

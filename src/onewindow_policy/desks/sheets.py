"""A list as a sheet for spreadsheet programs: what its page shows, in one piece."""

from collections.abc import Iterator
from io import BytesIO
from onewindow_policy import _
from onewindow_policy.desks.cells import append_row
from onewindow_policy.desks.cells import set_widths
from onewindow_policy.desks.lists import Asked
from onewindow_policy.desks.lists import DeskList
from onewindow_policy.records.api import utc_now
from openpyxl import Workbook
from typing import NamedTuple

import dataclasses

#: More rows are not handed out at once: what somebody needs of a list is narrower, and a
#: page must not keep a server busy for long.
MOST_ROWS = 5000

#: How many rows are read at once.
_BATCH = 500


class Sheet(NamedTuple):
    """A sheet as a file, and how many rows it has; `is_cut` where the list has more."""

    content: bytes
    count: int
    is_cut: bool


def sheet_of(desk_list: DeskList, asked: Asked) -> Sheet:
    """Return all of what is asked for of a list, from its first page on, as a sheet."""
    say = desk_list.words
    # One more tells that there are more.
    rows = list(_rows(desk_list, asked, MOST_ROWS + 1))
    is_cut = len(rows) > MOST_ROWS
    del rows[MOST_ROWS:]
    book = Workbook(write_only=True)
    page = book.create_sheet()
    set_widths(page, len(desk_list.columns))
    append_row(page, [say(desk_list.title)], is_bold=True)
    for line in _about(desk_list, asked, len(rows), is_cut):
        append_row(page, [line])
    append_row(page, (say(each.title) for each in desk_list.columns), is_bold=True)
    for row in rows:
        cells = desk_list.cells(row)
        texts = [cells[each.name].words for each in desk_list.columns]
        append_row(page, texts)
    file = BytesIO()
    book.save(file)
    return Sheet(file.getvalue(), len(rows), is_cut)


def _rows(desk_list: DeskList, asked: Asked, most: int) -> Iterator:
    """Yield up to `most` rows, page by page."""
    asked = dataclasses.replace(asked, page="")
    while most > 0:
        page = desk_list.page(asked, min(_BATCH, most))
        yield from page.rows
        if page.next_page is None:
            return
        most -= len(page.rows)
        asked = dataclasses.replace(asked, page=page.next_page)


def _about(
    desk_list: DeskList, asked: Asked, count: int, is_cut: bool
) -> Iterator[str]:
    """Yield what a reader must know of the sheet: what it was narrowed down to, when it
    was made, and whether rows are missing."""
    say = desk_list.words
    colon = say(_("text_colon", default=":"))
    for each in desk_list.filters:
        titles = {
            option.value: option.title for option in desk_list.options_of(each.name)
        }
        yield f"{say(each.title)}{colon}{titles[asked.values[each.name]]}"
    yield say(
        _(
            "text_sheet_made",
            default="Made: ${moment}. Rows: ${count}.",
            mapping={"moment": say.moment(utc_now()), "count": count},
        )
    )
    if is_cut:
        yield say(
            _(
                "text_sheet_cut",
                default=(
                    "Only the first ${count} rows are here. Narrow the list down to have"
                    " the others."
                ),
                mapping={"count": count},
            )
        )

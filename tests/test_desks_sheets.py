"""A list as a sheet: all rows, as texts, and no more than a sheet may have."""

from io import BytesIO
from onewindow_policy.desks import sheets
from onewindow_policy.desks.lists import Asked
from onewindow_policy.desks.lists import Cell
from onewindow_policy.desks.lists import Column
from onewindow_policy.desks.lists import DeskList
from onewindow_policy.desks.lists import Filter
from onewindow_policy.desks.lists import Option
from onewindow_policy.desks.lists import Tag
from onewindow_policy.desks.sheets import sheet_of
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import KeyedPage
from openpyxl import load_workbook
from unittest import mock

import unittest


class Letters(DeskList):
    """Letters that stand in pages by their places."""

    name = "letters"
    title = "Letters"
    columns = (Column("text", "Text"), Column("state", "State"))
    filters = (Filter("kind", "Kind"),)
    letters: tuple[str, ...] = ()

    def options(self, name):
        return [Option("", "All kinds"), Option("short", "Short ones")]

    def page(self, asked, size):
        start = int(asked.page or 0)
        end = start + size
        more = str(end) if end < len(self.letters) else None
        return KeyedPage(self.letters[start:end], more)

    def cells(self, row):
        return {
            "text": Cell(row, note="noted"),
            "state": Cell("new", tags=(Tag("late", "wait"),)),
        }


class TestSheets(unittest.TestCase):
    def sheet_of(self, *letters, kind=""):
        listed = Letters(None, Words("en"), "https://portal.example")
        listed.letters = letters
        made = sheet_of(listed, Asked({"kind": kind}, "", "1"))
        (sheet,) = load_workbook(BytesIO(made.content)).worksheets
        return made, list(sheet.iter_rows())

    def texts(self, lines):
        return [[cell.value for cell in line if cell.value] for line in lines]

    def test_it_says_what_it_is_and_begins_with_the_first_page(self):
        made, lines = self.sheet_of("a", "b", "c", kind="short")
        title, narrowed, about, titles, *rows = self.texts(lines)
        self.assertEqual((["Letters"], ["Kind:Short ones"]), (title, narrowed))
        self.assertIn("Rows: 3", about[0])
        self.assertEqual(["Text", "State"], titles)
        self.assertEqual([[f"{each} noted", "new late"] for each in "abc"], rows)
        self.assertEqual((3, False), (made.count, made.is_cut))

    def test_text_is_never_reckoned_with(self):
        _made, lines = self.sheet_of("=1+1", "+1", "@x", "-1", "1")
        cells = [line[0] for line in lines[4:]]
        self.assertEqual(["=1+1 noted", "+1 noted"], [each.value for each in cells[:2]])
        self.assertEqual({"s"}, {each.data_type for each in cells})

    def test_characters_that_no_sheet_can_hold_are_left_out(self):
        _made, lines = self.sheet_of("a\x0bb\x00")
        self.assertEqual("ab noted", lines[4][0].value)

    def test_longer_list_is_cut_and_the_sheet_says_so(self):
        letters = [f"letter {each}" for each in range(7)]
        with (
            mock.patch.object(sheets, "MOST_ROWS", 6),
            mock.patch.object(sheets, "_BATCH", 4),
        ):
            made, lines = self.sheet_of(*letters)
            whole, _lines = self.sheet_of(*letters[:6])
        texts = self.texts(lines)
        self.assertIn("Only the first 6 rows are here", texts[3][0])
        self.assertEqual(
            [f"{each} noted" for each in letters[:6]], [row[0] for row in texts[5:]]
        )
        self.assertEqual((6, True), (made.count, made.is_cut))
        self.assertEqual((6, False), (whole.count, whole.is_cut))

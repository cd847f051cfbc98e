"""Sheets that staff send: read as texts, and bounded whatever is in them."""

from datetime import date
from datetime import datetime
from io import BytesIO
from onewindow_policy.desks import sheetreading
from onewindow_policy.desks.exceptions import SheetTooLarge
from onewindow_policy.desks.exceptions import SheetUnreadable
from onewindow_policy.desks.sheetreading import read_sheet
from openpyxl import Workbook
from unittest.mock import patch
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile

import unittest


def book(*rows, title="一"):
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    return saved(made)


def saved(made):
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def replaced(content, name, change):
    """Return a sheet in which a part is another one."""
    file = BytesIO()
    with (
        ZipFile(BytesIO(content)) as source,
        ZipFile(file, "w", ZIP_DEFLATED) as target,
    ):
        for each in source.namelist():
            part = source.read(each)
            target.writestr(each, change(part) if each == name else part)
    return file.getvalue()


PAGE = "xl/worksheets/sheet1.xml"


class TestSheetReading(unittest.TestCase):
    def test_rows_of_all_pages_are_texts_with_their_places(self):
        made = Workbook()
        made.active.title = "一"
        made.active.append(["编号", None, " 结果 "])
        made.active.append([])
        made.active.append([3, 2.5, date(2026, 11, 30)])
        made.create_sheet("二").append([datetime(2026, 12, 1, 8, 30), True])
        found = [
            (each.page, each.number, each.texts) for each in read_sheet(saved(made))
        ]
        self.assertEqual(
            [
                ("一", 1, ("编号", "", "结果")),
                ("一", 3, ("3", "2.5", "2026-11-30")),
                ("二", 1, ("2026-12-01", "True")),
            ],
            found,
        )

    def test_formula_counts_as_the_value_that_was_saved_with_it(self):
        content = book(["=1+1"])
        self.assertEqual([], read_sheet(content))
        value = b"<f>1+1</f><v>2</v>"
        reckoned = replaced(
            content,
            PAGE,
            lambda part: part.replace(b"<f>1+1</f><v />", value).replace(
                b"<f>1+1</f><v></v>", value
            ),
        )
        self.assertEqual([("2",)], [each.texts for each in read_sheet(reckoned)])

    def test_what_is_no_sheet_is_unreadable(self):
        word = BytesIO()
        with ZipFile(word, "w") as archive:
            archive.writestr("word/document.xml", "<w/>")
        broken = replaced(book(["a"]), PAGE, lambda part: part[:-20])
        for content in (b"", b"PK\x03\x04", b"a,b", word.getvalue(), broken):
            with self.subTest(content[:10]), self.assertRaises(SheetUnreadable):
                read_sheet(content)

    def test_what_defines_entities_is_unreadable(self):
        def change(part):
            bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
            head, body = part.split(b"<worksheet", 1)
            return head + bomb + b"<worksheet" + body.replace(b"1.5", b"&b;")

        with self.assertRaises(SheetUnreadable):
            read_sheet(replaced(book([1.5]), PAGE, change))

    def test_what_unpacks_to_more_than_is_read_is_not_unpacked(self):
        with patch.object(sheetreading, "MOST_UNPACKED_BYTES", 100_000):
            self.assertEqual(1, len(read_sheet(book(["a"]))))
            large = replaced(book(["a"]), PAGE, lambda part: part + b" " * 100_000)
            self.assertLess(len(large), 10_000)
            with (
                patch.object(sheetreading, "load_workbook") as load,
                self.assertRaises(SheetTooLarge),
            ):
                read_sheet(large)
        load.assert_not_called()

    def test_rows_are_counted(self):
        with patch.object(sheetreading, "MOST_READ_ROWS", 2):
            self.assertEqual(2, len(read_sheet(book(["a"], [], ["b"], [None]))))
            with self.assertRaises(SheetTooLarge):
                read_sheet(book(["a"], ["b"], ["c"]))

    def far(self, row, texts):
        """Return a sheet whose second row is far down."""

        def change(part):
            return part.replace(b'r="2"', b'r="%d"' % row).replace(
                b'r="A2"', b'r="A%d"' % row
            )

        return replaced(book(["a"], texts), PAGE, change)

    def test_what_is_empty_down_to_the_last_row_is_passed_over(self):
        self.assertEqual(1, len(read_sheet(self.far(1_048_576, [" "]))))
        (first, last) = read_sheet(self.far(1_048_576, ["b"]))
        self.assertEqual((1, 1_048_576), (first.number, last.number))

    def test_nothing_is_looked_for_below_the_last_row(self):
        self.assertEqual(1, len(read_sheet(self.far(999_999_999, ["b"]))))

"""Papers are the same each time, read aloud, and name what no font has."""

from contextlib import suppress
from datetime import datetime
from datetime import UTC
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from io import BytesIO
from onewindow_policy.prints import press
from onewindow_policy.prints.api import print_pdf
from onewindow_policy.prints.api import scripts_without_font
from onewindow_policy.prints.exceptions import PrintFailed
from onewindow_policy.prints.fonts import font_files
from onewindow_policy.prints.fonts import VARIABLE
from onewindow_policy.prints.glyphs import _code_points
from onewindow_policy.prints.glyphs import _warn
from onewindow_policy.prints.glyphs import as_printed
from onewindow_policy.prints.glyphs import unprinted
from onewindow_policy.prints.press import Press
from onewindow_policy.testing.printed import printed_text
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import os
import pikepdf
import unittest

MOMENT = datetime(2026, 11, 30, 2, tzinfo=UTC)

TEMPLATE = """
#import "sheet.typ": facts, sheet, values
#show: sheet.with(title: "凭证", issuer: "示例市")
#facts(("姓名", values.name), ("空的", none))
"""

NAMED = {"name": "王〇"}

#: Of Extension B and Extension G, Tibetan.
RARE = "𠀀𰻝བོད"

#: Some of the 300 of Extension B that lists of common characters have, all of them names.
USUAL_OF_EXTENSION_B = "𠮷𡈼𤋮"

#: A name as it is written with 〇, in Uyghur, and with a character of Extension A.
PRINTED = "王〇 ئۇيغۇر 䶮"


def printed(**values):
    return print_pdf(TEMPLATE, values, MOMENT)


class TestPapers(unittest.TestCase):
    def test_same_paper_is_the_same_to_the_last_byte(self):
        first = printed(name="王〇")
        self.assertEqual(first, printed(name="王〇"))
        self.assertEqual(first, Press().print(self.job(name="王〇")))
        self.assertNotEqual(first, printed(name="李四"))

    def job(self, **values):
        with patch.object(press, "_press") as fake:
            printed(**values)
        ((job,), _options) = fake.return_value.print.call_args
        return job

    def test_paper_is_tagged_and_says_title_and_language(self):
        with pikepdf.open(BytesIO(printed(name="王〇"))) as document:
            root = document.Root
            self.assertTrue(root.MarkInfo.Marked)
            self.assertIn("/StructTreeRoot", root)
            self.assertEqual("zh-CN", str(root.Lang))
            self.assertEqual("凭证", str(document.docinfo["/Title"]))
            self.assertEqual(1, len(document.pages))

    def test_paper_is_a4_in_black_and_twelve_points_or_sixteen(self):
        for large, points in ((False, 12), (True, 16)):
            template = TEMPLATE.replace(
                "issuer:", f"large: {large!s:.5}, issuer:".lower()
            )
            with pikepdf.open(BytesIO(print_pdf(template, NAMED, MOMENT))) as document:
                (page,) = document.pages
                found = pikepdf.parse_content_stream(page)
                width, height = (float(each) / 72 * 25.4 for each in page.MediaBox[2:])
            self.assertEqual((210, 297), (round(width), round(height)))
            sizes = [float(ops[1]) for ops, name in found if str(name) == "Tf"]
            *body, foot = sizes
            self.assertGreaterEqual(min(body), points)
            self.assertIn(points, body)
            self.assertLess(foot, points)
            # What is set in type is black; only what labels stand on is a light grey.
            colours = {float(ops[0]) for ops, name in found if str(name) == "scn"}
            self.assertEqual({0, 0.94}, {round(each, 2) for each in colours})

    def test_values_are_never_part_of_the_source(self):
        self.assertTrue(printed(name='#panic("here") ] ) *'))

    def test_characters_that_no_font_has_are_printed_as_their_numbers(self):
        values = {"name": [PRINTED, "é\u200d"], "count": 2}
        self.assertEqual(values, as_printed(values))
        han, tibetan = (
            "〔hē U+20000〕〔biáng U+30EDD〕",
            "〔U+0F56〕〔U+0F7C〕〔U+0F51〕",
        )
        self.assertEqual(han + tibetan, as_printed(RARE))
        self.assertEqual(
            "𠀀〔hē U+20000〕、𰻝〔biáng U+30EDD〕", unprinted("王𠀀𰻝𠀀é")
        )
        self.assertEqual("", unprinted(PRINTED))
        self.assertTrue(printed(name=PRINTED + RARE))

    def test_names_as_china_writes_them_are_printed_as_far_as_fonts_come_along(self):
        names = f"{PRINTED}{USUAL_OF_EXTENSION_B}·"
        self.assertFalse(os.environ.get(VARIABLE))
        self.assertEqual("", unprinted(names))
        text = printed_text(printed(name=names))
        self.assertIn("王〇", text)
        self.assertIn(f"䶮{USUAL_OF_EXTENSION_B}·", text)
        self.assertNotIn("U+", text)

    def test_log_says_once_what_to_install_and_never_for_whom(self):
        _warn.cache_clear()
        self.addCleanup(_warn.cache_clear)
        with self.assertLogs("onewindow_policy", "WARNING") as logged:
            printed(name=RARE)
            printed(name=f"王{RARE}", more=["\U0002a6b5", "\ue000"])
        told = "\n".join(logged.output)
        for script, package in (
            ("CJK Extension B", "fonts-hanazono"),
            ("CJK Extensions G and H", "fonts-babelstone-han"),
            ("Tibetan", "fonts-noto-core"),
        ):
            self.assertEqual(1, told.count(f"{script}, so"), told)
            self.assertIn(package, told)
        self.assertEqual(len(logged.output), told.count(VARIABLE))
        self.assertFalse(set(RARE) & set(told))
        for each in RARE:
            self.assertNotIn(f"{ord(each):04X}", told)


class TestScripts(unittest.TestCase):
    def lacking(self):
        return [each.name for each in scripts_without_font()]

    def with_fonts(self, *blocks):
        """Have an operator's folder hold a font of some code points for each block."""
        folder = self.enterContext(TemporaryDirectory())
        for number, block in enumerate(blocks):
            builder = FontBuilder(1000)
            builder.setupGlyphOrder([".notdef", "one"])
            builder.setupCharacterMap(dict.fromkeys(block, "one"))
            builder.setupGlyf({each: Glyph() for each in (".notdef", "one")})
            builder.setupHorizontalMetrics({".notdef": (500, 0), "one": (500, 0)})
            builder.setupHorizontalHeader()
            builder.setupPost()
            builder.save(Path(folder) / f"{number}.ttf")
        self.enterContext(patch.dict(os.environ, {VARIABLE: folder}))
        for each in (font_files, _code_points):
            each.cache_clear()
            self.addCleanup(each.cache_clear)

    def test_scripts_that_come_along_are_not_lacking_and_the_others_are(self):
        found = self.lacking()
        self.assertNotIn("Arabic letters", found)
        for script in ("Tibetan", "CJK Extension B", "CJK Extensions G and H"):
            self.assertIn(script, found)

    def test_script_of_which_an_operator_names_a_font_is_lacking_no_more(self):
        half = range(0x30000, 0x30D00)
        self.with_fonts(range(0x0F00, 0x1000), half, range(0xA000, 0xA010))
        found = self.lacking()
        for script in ("Tibetan", "CJK Extensions G and H"):
            self.assertNotIn(script, found)
        # A few characters are no font of a script.
        for script in ("Yi", "CJK Extension B"):
            self.assertIn(script, found)


class TestPress(unittest.TestCase):
    def setUp(self):
        self.press = Press()
        self.addCleanup(self.press.stop)
        self.enterContext(patch.object(press, "_press", lambda: self.press))

    def test_broken_template_is_told_by_its_place_and_not_logged(self):
        with (
            self.assertLogs("onewindow_policy", "ERROR") as logged,
            self.assertRaises(PrintFailed) as caught,
        ):
            print_pdf("#panic(values)", {"name": "王〇"}, MOMENT)
        self.assertIn("unknown variable", caught.exception.diagnosis)
        self.assertNotIn("values", str(caught.exception) + str(logged.output))
        self.assertTrue(printed(name="王〇"))

    def test_process_that_was_killed_is_started_anew(self):
        printed(name="王〇")
        process = self.press.process
        process.kill()
        process.wait()
        self.assertTrue(printed(name="王〇"))
        self.assertNotEqual(process.pid, self.press.process.pid)

    def test_process_is_renewed_so_that_it_remembers_nobody(self):
        with patch.object(press, "PRINTS_EACH", 2):
            printed(name="王〇")
            process = self.press.process
            printed(name="李四")
            self.assertIsNone(self.press.process)
            self.assertIsNotNone(process.poll())
            self.assertTrue(printed(name="王〇"))

    def test_paper_that_does_not_come_is_given_up(self):
        endless = "#let f(n) = if n > 0 { f(n - 1) + f(n - 1) } else { 0 }\n#f(60)"
        with (
            patch.object(press, "TIMEOUT_SECONDS", 0.5),
            self.assertLogs("onewindow_policy", "ERROR") as logged,
            self.assertRaises(PrintFailed),
        ):
            print_pdf(endless, {"name": "王〇"}, MOMENT)
        self.assertNotIn("王〇", str(logged.output))
        self.assertTrue(printed(name="王〇"))

    def test_process_of_the_press_ends_with_its_input(self):
        printed(name="王〇")
        process = self.press.process
        with suppress(OSError):
            process.stdin.close()
        self.assertEqual(0, process.wait(timeout=30))

"""Texts as long as anybody can send, without what is looked for in them.

Each is gone through once. A pattern that is tried anew at each character, and up to the end
each time, would be at it for minutes.
"""

from onewindow_policy.catalogue.certificates import asked_for
from onewindow_policy.feedback.details import find_details
from onewindow_policy.feedback.details import hide_details
from onewindow_policy.guides.lintprose import _sums_in as sums_in
from onewindow_policy.search.wishes import masked
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.markup import punctuated_markup
from onewindow_policy.typed.markup import texts_of_markup
from onewindow_policy.typed.markup import without_tags
from onewindow_policy.typed.phones import read_phone
from onewindow_policy.typed.punctuation import punctuated
from onewindow_policy.web.languages import with_language

import unittest

LENGTH = 100_000


def long(piece):
    return (piece * LENGTH)[:LENGTH]


class TestLongTexts(unittest.TestCase):
    def test_punctuation_of_a_long_text_is_set_in_one_go(self):
        for piece in ("a.", "a-", "a@", "1.", "1 ", " ", "1,", "1, ", "a1 ", "《", "`"):
            with self.subTest(piece):
                text = f"{long(piece)}!文"
                self.assertEqual(text[-1], punctuated(text)[-1])
        nested = f"{long('(')[:50_000]}文{long(')')[:50_000]}"
        self.assertEqual(nested.translate({40: "（", 41: "）"}), punctuated(nested))

    def test_markup_that_ends_nowhere_is_gone_through_once(self):
        for piece in ("<", "<a ", "<!--", "<!-- a> ", "</"):
            with self.subTest(piece):
                html = f"文,文{long(piece)}"
                self.assertTrue(punctuated_markup(html).startswith("文，文<"))
                self.assertTrue(next(texts_of_markup(html)).startswith("文,文"))
                self.assertTrue(without_tags(html).startswith("文,文"))

    def test_tags_go_and_what_is_none_stays(self):
        self.assertEqual("a b < c", without_tags("<p>a <br/>b < c"))
        self.assertEqual(" 文  < 1", without_tags("<p>文<br /> < 1", " "))

    def test_phone_number_is_read_or_refused_however_long(self):
        for piece in (" ", "-", "转", "转 ", "1 "):
            with self.subTest(piece), self.assertRaises(UnfitNumber):
                read_phone(f"x{long(piece)}x")
        self.assertEqual("0571-88881234-8001", read_phone("0571-88881234 - 转 8001"))

    def test_details_of_people_are_found_in_a_long_text(self):
        for piece in ("a", "a.", "-", "a ", "a@"):
            with self.subTest(piece):
                self.assertEqual([], list(find_details(long(piece))))
                self.assertEqual(0, masked(long("a")).count("*"))
        for text in ("a.b@c.cn", f"{'a' * 300}@c.cn", "文 a@b.c+d@e.f", "a@b.c.+d@e.f"):
            with self.subTest(text):
                self.assertNotIn("@", hide_details(text))

    def test_sums_are_found_in_a_long_text(self):
        for piece in ("1", "1,", "1,,", "1.", "1.1,"):
            with self.subTest(piece):
                self.assertEqual([], list(sums_in(long(piece))))
        told = {"每月1,000元": 1000, "共1.5万元": 15_000, "见,3元": 3, "2.3.4元": 3.4}
        for text, amount in told.items():
            with self.subTest(text):
                ((found, _words),) = sums_in(text)
                self.assertAlmostEqual(amount, float(found))

    def test_names_of_certificates_are_compared_in_one_go(self):
        name = f"{long('(')}证明"
        self.assertEqual([], asked_for("健在证明", [name]))

    def test_chinese_is_marked_in_a_long_page(self):
        for piece in ("。", "（", "、a", "<optgroup "):
            with self.subTest(piece):
                html = f"<p>{long(piece)}</p><p>文。</p>"
                page = with_language(html, "zh-CN")
                self.assertIn('<p lang="zh-CN">文。</p>', page)

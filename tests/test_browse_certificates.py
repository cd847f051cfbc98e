"""Looking for a certificate that communities do not issue gives an explanation."""

from onewindow_policy.catalogue.certificates import read_answers
from onewindow_policy.catalogue.certificates import standard_answers
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from urllib.parse import quote

import json
import transaction
import unittest


class TestAnswers(unittest.TestCase):
    def test_each_certificate_of_the_national_list_has_an_answer(self):
        text = sample_path().read_text(encoding="utf-8")
        names = json.loads(text)["certificates_not_issued"]["items"]
        answers = read_answers(standard_answers())
        self.assertEqual(20, len(names))
        self.assertEqual(set(names), set(answers))
        self.assertTrue(all(answers.values()))

    def test_line_without_a_colon_is_left_out_and_the_first_colon_counts(self):
        self.assertEqual(
            {"甲证明": "找乙：丙。", "丁证明": "戊"},
            read_answers(["甲证明：找乙：丙。", "没有冒号", "：无名", "丁证明: 戊"]),
        )


class TestPages(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.catalogue = self.portal.catalogue
        self.url = self.portal.absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")

    def open(self, path):
        self.browser.open(f"{self.url}/{quote(path, safe='/?=@')}")
        return self.browser.contents

    def test_each_certificate_has_a_page_that_says_what_instead_and_by_which_document(
        self,
    ):
        for name in self.catalogue.not_issued_certificates:
            with self.subTest(name=name):
                page = self.open(f"catalogue/@@not-issued/{name}")
                self.assertIn(f"<h1>{name}</h1>", page)
                self.assertIn(read_answers(standard_answers())[name], page)
                self.assertIn("民发〔2020〕20号", page)
                self.assertIn(f"《{self.catalogue.not_issued_title}》", page)

    def test_certificate_that_is_not_on_the_list_has_none(self):
        for path in ("收入证明", "健在证明/健在证明"):
            with self.subTest(path=path):
                self.open(f"catalogue/@@not-issued/{path}")
                self.assertTrue(self.browser.headers["Status"].startswith("404"))

    def test_catalogue_leads_to_the_list_and_that_to_each(self):
        self.open("catalogue")
        self.browser.getLink("不用开的证明").click()
        self.browser.getLink("健在证明").click()
        self.assertIn("刷脸", self.browser.contents)

    def test_searching_for_one_explains_it_on_both_ways_to_search(self):
        for path in (
            "@@find?q=健在证明怎么开",
            "catalogue?q=健在证明",
        ):
            with self.subTest(path=path):
                page = self.open(path)
                self.assertIn("刷脸", page)
                self.browser.getLink(url="not-issued/%E5%81%A5").click()
                self.assertIn("<h1>健在证明</h1>", self.browser.contents)

    def test_service_whose_name_holds_the_word_is_no_certificate(self):
        page = self.open("catalogue?q=残疾")
        self.assertIn("残疾人证", page)
        self.assertNotIn('id="not-issued"', page)

    def test_editors_word_the_answers(self):
        self.catalogue.not_issued_answers = ["健在证明：打电话给社区。"]
        transaction.commit()
        page = self.open("catalogue/@@not-issued/健在证明")
        self.assertIn("打电话给社区。", page)
        self.assertNotIn("刷脸", page)
        other = self.open("catalogue/@@not-issued/出生证明")
        self.assertIn("民发〔2020〕20号", other)
        self.assertNotIn("可以这样办", other)

"""The residents' search on Plone's catalog."""

from lxml import html
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from Products.ZCatalog.Catalog import Catalog
from unittest import mock
from urllib.parse import urlencode

import transaction
import unittest


class TestSearch(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = f"{self.portal.absolute_url()}/@@search"
        self.browser = Browser(self.layer["app"])

    def open(self, text, **more):
        self.browser.open(f"{self.url}?{urlencode({'SearchableText': text, **more})}")
        self.page = html.fromstring(self.browser.contents)
        return self.page

    def results(self, heading):
        """Return the titles found of the kind with this heading."""
        for section in self.page.cssselect("main .section"):
            if section.cssselect("h2")[0].text == heading:
                return [link.text for link in section.cssselect(".result h3 a")]
        return []

    def test_results_are_grouped_by_what_they_are(self):
        self.open("津贴")
        self.assertIn("高龄津贴申请", self.results("办事指南"))
        self.assertIn("高龄津贴申请表", self.results("表格下载"))
        self.assertTrue(self.results("动态公告"))
        self.open("晨光社区")
        self.assertIn("晨光社区", self.results("社区与窗口"))

    def test_other_names_of_a_service_find_it(self):
        self.open("低保户")
        self.assertEqual("最低生活保障对象认定申请", self.results("办事指南")[0])

    def test_question_finds_its_subject(self):
        self.open("低保怎么办")
        self.assertEqual("最低生活保障对象认定申请", self.results("办事指南")[0])

    def test_kind_shows_all_its_results_in_pages(self):
        self.open("申请", kind="services")
        count = int(self.page.cssselect(".result-count")[0].text_content().split()[-2])
        self.assertGreater(count, 20)
        titles = self.results("办事指南")
        self.assertEqual(20, len(titles))
        self.browser.getLink("下一页").click()
        self.page = html.fromstring(self.browser.contents)
        self.assertEqual(count - 20, len(self.results("办事指南")))
        self.assertFalse(set(titles) & set(self.results("办事指南")))

    def test_all_kinds_show_their_first_results_and_lead_to_the_others(self):
        self.open("申请")
        self.assertEqual(5, len(self.results("办事指南")))
        self.assertIn("kind=services", self.browser.contents)

    def test_nothing_found_says_what_to_do_next(self):
        self.open("飞机票")
        self.assertIn("没有找到“飞机票”", self.page.text_content())
        self.assertIn("12345", self.page.cssselect(".empty-state")[0].text_content())

    def test_certificate_that_is_not_issued_need_not_be_brought(self):
        self.open("健在证明怎么开")
        told = self.page.cssselect("[aria-labelledby=not-issued]")[0].text_content()
        self.assertIn("健在证明", told)
        self.assertIn("民发〔2020〕20号", told)
        self.browser.getLink("看看还有哪些证明不用开").click()
        listed = html.fromstring(self.browser.contents).cssselect("main ol li")
        self.assertEqual(20, len(listed) - 3)
        self.open("低保")
        self.assertEqual([], self.page.cssselect("[aria-labelledby=not-issued]"))

    def test_what_is_not_public_is_not_found(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901")
        news = api.content.create(self.portal.news, "News Item", "x1", "绝密消息")
        transaction.commit()
        self.assertEqual("draft", api.content.get_state(news))
        self.open("绝密消息 SQ-XX-901")
        self.assertNotIn("sq-xx-901", self.browser.contents)
        self.assertNotIn("news/x1", self.browser.contents)

    def test_any_input_is_answered(self):
        for text in (
            "and",
            "or or or",
            "not",
            "津贴 and (",
            ') OR ("',
            '"津贴',
            "*",
            "?*?",
            "津* 贴?",
            "-- ; drop table",
            "😀👨‍👩‍👧 津贴",
            "\x00\x08\x1b津贴\x7f",
            "\u202e\u200b\ufeff",
            "<script>alert(1)</script>",
            "长" * 10_240,
            "a" * 10_240,
            " ".join("词语"[n % 2] + str(n) for n in range(2_000)),
            "%",
            "${request}",
            "𠮷野家",
        ):
            with self.subTest(text=text[:20]):
                self.open(text)
                self.assertIn("200", self.browser.headers["status"])
                self.assertNotIn("<script>alert", self.browser.contents)

    def test_any_query_string_is_answered(self):
        for query in (
            "",
            "SearchableText=%ff%fe%00",
            "SearchableText:list=a&SearchableText:list=b",
            "SearchableText.query:record=a&SearchableText.range:record=max",
            "SearchableText=津贴".encode().decode("latin-1"),
            "SearchableText=a&portal_type=Plone+Site&sort_on=nothing&path=/",
            "SearchableText=%E6%B4%A5%E8%B4%B4&kind=nothing&b_start=abc",
            "SearchableText=%E6%B4%A5%E8%B4%B4&kind=news&b_start=-5",
            "SearchableText=%E6%B4%A5%E8%B4%B4&kind:list=news&kind:list=forms",
            "set_language=xx&SearchableText=a",
        ):
            with self.subTest(query=query):
                self.browser.open(f"{self.url}?{query}")
                self.assertIn("200", self.browser.headers["status"])

    def test_parameters_of_the_catalog_are_not_passed_on(self):
        self.open("津贴", portal_type="Screen", path="/nowhere", show_inactive="1")
        self.assertIn("高龄津贴申请", self.results("办事指南"))

    def test_one_catalog_query_answers_and_a_second_when_none_has_all_words(self):
        search = Catalog.search
        for text, expected in (("津贴", 1), ("低保怎么办", 2), ("(((", 0)):
            self.open(text)
            queries = []

            def spy(catalog, *args, queries=queries, **kwargs):
                queries.append(args)
                return search(catalog, *args, **kwargs)

            with self.subTest(text=text), mock.patch.object(Catalog, "search", spy):
                self.open(text)
                self.assertEqual(expected, len(queries))

    def test_editors_keep_the_search_of_plone(self):
        self.browser.addHeader(
            "Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}"
        )
        self.open("津贴")
        self.assertIn("search-results", self.browser.contents)
        self.assertNotIn("main-nav", self.browser.contents)

"""News by category, and a news item to read."""

from DateTime import DateTime
from lxml import html
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.news.api import day_of
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.textfield.value import RichTextValue
from plone.testing.zope import Browser
from Products.ZCatalog.Catalog import Catalog
from unittest import mock

import json
import transaction
import unittest


class TestDays(unittest.TestCase):
    def test_day_is_the_one_where_the_portal_is(self):
        self.assertEqual("2026-11-06", day_of(DateTime("2026-11-05T16:00:00Z")))
        self.assertEqual("2026-11-05", day_of(DateTime("2026-11-05T15:59:59Z")))

    def test_what_was_never_published_has_no_day(self):
        self.assertEqual("", day_of(DateTime(1969, 12, 31)))
        self.assertEqual("", day_of(None))


class NewsTestCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.news.absolute_url()
        self.data = json.loads(sample_path().read_text(encoding="utf-8"))["news"]
        self.browser = Browser(self.layer["app"])

    def open(self, path=""):
        self.browser.open(f"{self.url}{path}")
        self.page = html.fromstring(self.browser.contents)
        return self.page

    def publish(self, name, title, **values):
        """Publish a news item with this name and title, and return it."""
        login(self.layer["app"], SITE_OWNER_NAME)
        news = api.content.create(
            self.portal.news, "News Item", name, title, safe_id=False
        )
        # Before, what has expired would be refused.
        self.portal.portal_workflow.doActionFor(news, "publish")
        for key, value in values.items():
            setattr(news, key, value)
        news.reindexObject()
        transaction.commit()
        return news


class TestListing(NewsTestCase):
    @property
    def titles(self):
        return [link.text for link in self.page.cssselect(".news-list h2 a")]

    @property
    def tabs(self):
        return {
            " ".join(tab.text_content().split()): tab
            for tab in self.page.cssselect(".tabs a")
        }

    def test_news_are_listed_newest_first_with_their_days(self):
        newest = sorted(self.data, key=lambda each: each["publish_date"])[::-1]
        self.open()
        self.assertEqual([each["title"] for each in newest], self.titles)
        self.assertEqual(
            [each["publish_date"] for each in newest],
            [time.get("datetime") for time in self.page.cssselect(".news-list time")],
        )

    def test_tabs_count_the_news_of_each_category_and_lead_to_them(self):
        self.open()
        self.assertIn("全部 12", self.tabs)
        tab = self.tabs["典型案例 3"]
        self.open(tab.get("href").removeprefix(self.url))
        expected = {
            each["title"] for each in self.data if each["category"] == "典型案例"
        }
        self.assertEqual(expected, set(self.titles))
        self.assertEqual("true", self.tabs["典型案例 3"].get("aria-current"))
        self.assertIsNone(self.tabs["全部 12"].get("aria-current"))

    def test_unknown_category_lists_all(self):
        for query in ("?category=xx", "?category:list=notice", "?category=%00%ff"):
            with self.subTest(query=query):
                self.open(query)
                self.assertEqual(12, len(self.titles))

    def test_category_without_news_says_so(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        for each in self.portal.news.objectValues():
            if each.news_category == "notice":
                self.portal.portal_workflow.doActionFor(each, "archive")
        transaction.commit()
        self.open("?category=notice")
        self.assertEqual([], self.titles)
        self.assertEqual(1, len(self.page.cssselect(".empty-state")))

    def test_long_lists_have_pages_that_keep_the_category(self):
        for number in range(21):
            self.publish(f"x{number}", f"公告 {number}", news_category="notice")
        self.open("?category=notice")
        self.assertEqual(20, len(self.titles))
        self.browser.getLink("下一页").click()
        self.page = html.fromstring(self.browser.contents)
        self.assertIn("category=notice", self.browser.url)
        self.assertEqual(2, len(self.titles))
        self.assertEqual(
            f"{self.url}?category=notice",
            self.page.cssselect("head link[rel=prev]")[0].get("href"),
        )

    def test_what_is_not_effective_yet_or_expired_is_not_listed(self):
        for name, dates in (
            ("future", {"effective_date": DateTime() + 1}),
            ("past", {"expiration_date": DateTime() - 1}),
        ):
            self.publish(name, f"消息 {name}", **dates)
        self.open()
        self.assertEqual(12, len(self.titles))

    def test_one_catalog_query_makes_the_page(self):
        queries = []
        search = Catalog.search

        def spy(catalog, *args, **kwargs):
            queries.append(args)
            return search(catalog, *args, **kwargs)

        self.open()
        with mock.patch.object(Catalog, "search", spy):
            self.open("?category=notice")
        self.assertEqual(1, len(queries))


class TestArticle(NewsTestCase):
    def test_article_shows_when_what_and_from_whom(self):
        expected = next(each for each in self.data if each["id"] == "N002")
        page = self.open("/n002")
        self.assertEqual(expected["title"], page.cssselect("h1")[0].text)
        meta = " ".join(page.cssselect(".article-meta")[0].text_content().split())
        self.assertRegex(
            meta,
            "^2026年9月18日 典型案例 来源：云河区民政局 作者：示例编辑"
            r" 更新：\d{4}年\d{1,2}月\d{1,2}日$",
        )
        self.assertEqual(expected["summary"], page.cssselect(".lead")[0].text)
        self.assertEqual(
            expected["body"], [each.text for each in page.cssselect(".prose p")]
        )

    def test_article_leads_to_the_services_and_communities_that_it_names(self):
        page = self.open("/n002")
        site = self.portal.absolute_url()
        self.assertEqual(
            {
                f"{site}/catalogue/sq-ll-001",
                f"{site}/catalogue/sq-sb-003",
                f"{site}/catalogue/sq-wj-001",
                f"{site}/communities/990102/990102001/990102001001",
            },
            {link.get("href") for link in page.cssselect("aside .links a")},
        )
        self.assertIn("云河区望云街道晨光社区", page.text_content())

    def test_services_that_are_not_public_are_not_named(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        item = self.portal.catalogue["sq-ll-001"]
        self.portal.portal_workflow.doActionFor(item, "archive")
        transaction.commit()
        self.open("/n002")
        self.assertIn(self.portal.news.n002.title, self.browser.contents)
        self.assertNotIn("catalogue/sq-ll-001", self.browser.contents)

    def test_codes_that_nothing_has_are_left_out(self):
        self.publish(
            "x",
            "消息",
            related_items=["SQ-XX-999", "../news", ""],
            related_communities=["990102", "990102001001", "999", "", "990102999001"],
        )
        page = self.open("/x")
        links = [link.get("href") for link in page.cssselect("aside .links a")]
        self.assertEqual([], [link for link in links if "communities" not in link])
        self.assertNotIn("SQ-XX-999", self.browser.contents)

    def test_article_without_details_is_shown(self):
        page = self.open(f"/{self.publish('x', '只有标题').getId()}")
        self.assertEqual("只有标题", page.cssselect("h1")[0].text)
        self.assertEqual([], page.cssselect("main aside"))

    def test_text_loses_what_could_run(self):
        self.publish(
            "x",
            "<i>消息</i>",
            text=RichTextValue(
                '<p onclick="a()">正文<script>alert(1)</script></p>',
                "text/html",
                "text/x-html-safe",
            ),
        )
        page = self.open("/x")
        self.assertEqual("正文", page.cssselect(".prose p")[0].text)
        for forbidden in ("onclick", "<script>alert", "<i>消息"):
            self.assertNotIn(forbidden, self.browser.contents)

"""The home page, with the sample city."""

from lxml import html
from onewindow_policy.browse.popularity import mentions_in_news
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.pages.api import Words
from onewindow_policy.testing import build_item
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from Products.ZCatalog.Catalog import Catalog
from unittest import mock
from ZODB.Connection import Connection

import json
import transaction
import unittest


def texts(elements) -> list[str]:
    """Return the text of each element, its white space made one space."""
    return [" ".join(element.text_content().split()) for element in elements]


class TestHome(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.data = json.loads(sample_path().read_text(encoding="utf-8"))
        self.browser = Browser(self.layer["app"])

    def open(self):
        self.browser.open(self.portal.absolute_url())
        self.page = html.fromstring(self.browser.contents)
        return self.page

    def test_life_events_count_the_services_that_they_have(self):
        expected = {}
        for item in self.data["items"]:
            for event in item["themes"]:
                expected[event] = expected.get(event, 0) + 1
        shown = {}
        for link in self.open().cssselect(".life-events a"):
            count = texts(link.cssselect(".life-event-count"))[0]
            name = texts([link.cssselect("span:last-child")[0]])[0]
            shown[name.removesuffix(count).strip()] = count
        self.assertEqual(
            {event: f"{count}项" for event, count in expected.items()}, shown
        )

    def test_what_is_not_published_is_not_counted(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901")
        item = self.portal.catalogue["sq-ll-001"]
        self.portal.portal_workflow.doActionFor(item, "archive")
        transaction.commit()
        self.assertIn(
            "51项社区服务", self.open().cssselect(".hero p")[0].text_content()
        )
        ageing = self.page.xpath("//a[contains(@href, '/journeys/elder-care')]")[0]
        self.assertIn("15项", ageing.text_content())

    def test_services_named_most_in_the_news_come_first(self):
        mentions = mentions_in_news()
        self.assertEqual(3, mentions["SQ-LL-001"])
        titles = {item["code"]: item["name"] for item in self.data["items"]}
        numbers = {
            item["code"]: item["access"]["list_no"] for item in self.data["items"]
        }
        ranked = sorted(
            titles, key=lambda code: (-mentions.get(code, 0), numbers[code])
        )
        self.assertEqual(
            [titles[code] for code in ranked[:6]],
            texts(
                self.open().cssselect("section[aria-labelledby=often] .rows > li > a")
            ),
        )

    def test_news_are_the_newest_of_all_categories(self):
        newest = sorted(self.data["news"], key=lambda each: each["publish_date"])[::-1]
        self.assertEqual(
            [each["title"] for each in newest[:5]],
            texts(
                self.open().cssselect("section[aria-labelledby=news] .rows > li > a")
            ),
        )
        self.assertEqual(
            Words("zh-cn").written_day(newest[0]["publish_date"]),
            texts(self.page.cssselect("section[aria-labelledby=news] time"))[0],
        )

    def test_progress_says_how_many_communities_are_missing_to_the_target(self):
        section = self.open().cssselect("section[aria-labelledby=rollout]")[0]
        self.assertIn("31 / 40个社区，77.5%", " ".join(section.text_content().split()))
        self.assertIn("还差1个社区", section.text_content())
        done = section.cssselect(".progress-done")[0]
        self.assertEqual("77.5%", done.get("width"))

    def test_suggested_searches_lead_to_results(self):
        links = self.open().cssselect(".hot-queries a")
        self.assertEqual(self.data["hot_queries"], texts(links))
        for link in links:
            with self.subTest(query=link.text):
                self.browser.open(link.get("href"))
                self.assertIn('class="result"', self.browser.contents)

    def test_choosing_a_community_leads_to_it_without_scripts(self):
        self.open()
        form = self.browser.getForm(index=1)
        form.getControl(name="community").displayValue = ["晨光社区"]
        form.submit()
        self.assertTrue(self.browser.url.endswith("/990102/990102001/990102001001"))

    def test_all_links_lead_somewhere(self):
        links = {link.get("href") for link in self.open().cssselect("main a[href]")}
        self.assertGreater(len(links), 30)
        for url in links - {"tel:12345"}:
            with self.subTest(url=url):
                self.browser.open(url)
                self.assertIn("200", self.browser.headers["status"])

    def test_page_makes_no_catalog_query_and_nothing_is_written(self):
        self.open()
        queries, written = [], []
        search, register = Catalog.search, Connection.register

        def spy_search(catalog, query, *args, **kwargs):
            queries.append(query)
            return search(catalog, query, *args, **kwargs)

        def spy_register(connection, obj):
            written.append(obj)
            return register(connection, obj)

        with (
            mock.patch.object(Catalog, "search", spy_search),
            mock.patch.object(Connection, "register", spy_register),
        ):
            self.open()
        self.assertEqual([], queries)
        self.assertEqual([], written)


class TestHomeOfNewSite(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def test_site_without_content_has_a_home_page(self):
        browser = Browser(self.layer["app"])
        browser.open(self.layer["portal"].absolute_url())
        page = html.fromstring(browser.contents)
        self.assertIn("0项社区服务", page.cssselect(".hero p")[0].text_content())
        self.assertEqual([], page.cssselect("section[aria-labelledby=rollout]"))
        self.assertEqual([], page.cssselect(".demo-banner"))

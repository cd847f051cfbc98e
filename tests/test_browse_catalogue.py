"""The catalogue's filters on the sample city."""

from lxml import html
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from Products.ZCatalog.Catalog import Catalog
from unittest import mock
from urllib.parse import quote
from urllib.parse import urlencode
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import json
import transaction
import unittest


class TestCatalogue(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.catalogue.absolute_url()
        self.items = json.loads(sample_path().read_text(encoding="utf-8"))["items"]
        self.browser = Browser(self.layer["app"])

    def open(self, **query):
        self.browser.open(f"{self.url}?{urlencode(query, doseq=True)}")
        self.page = html.fromstring(self.browser.contents)
        return self.page

    @property
    def titles(self):
        return [link.text for link in self.page.cssselect(".result h2 a")]

    @property
    def found(self):
        return self.page.cssselect(".result-count")[0].text_content().strip()

    def values(self, heading):
        """Return the counts of the filter with this heading by its values' titles."""
        for section in self.page.cssselect(".facet"):
            if section.cssselect("h3")[0].text == heading:
                return {
                    value.text_content().split()[0]: int(
                        value.text_content().split()[1]
                    )
                    for value in section.cssselect("li")
                }
        raise AssertionError(heading)

    def test_services_stand_in_the_order_of_the_access_list_twenty_a_page(self):
        expected = sorted(self.items, key=lambda item: item["access"]["list_no"])
        self.open()
        self.assertEqual("共52项", self.found)
        self.assertEqual([item["name"] for item in expected[:20]], self.titles)
        self.browser.getLink("下一页").click()
        self.page = html.fromstring(self.browser.contents)
        self.assertEqual([item["name"] for item in expected[20:40]], self.titles)
        self.assertEqual("21", self.page.cssselect("ol.results")[0].get("start"))

    def test_pages_name_their_neighbours_in_the_head(self):
        self.open(b_start=20)
        links = {
            link.get("rel"): link.get("href")
            for link in self.page.cssselect("head link[rel=prev], head link[rel=next]")
        }
        self.assertEqual({"prev": self.url, "next": f"{self.url}?b_start=40"}, links)
        self.open(b_start=40)
        self.assertEqual([], self.page.cssselect("head link[rel=next]"))

    def test_start_beyond_the_end_is_the_last_page(self):
        self.open(b_start=99999)
        self.assertEqual(12, len(self.titles))

    def test_large_page_shows_all_and_keeps_the_choice(self):
        self.open(district="990121")
        link = self.page.xpath("//a[contains(text(), '200')]")[0]
        self.browser.open(link.get("href"))
        self.page = html.fromstring(self.browser.contents)
        self.assertEqual(47, len(self.titles))
        self.assertEqual(1, len(self.page.cssselect(".chip")))
        self.assertEqual([], self.page.cssselect(".pagination"))
        # Each further filter, and the search within, keep the size.
        for link in self.page.cssselect(".facet a"):
            self.assertIn("b_size=200", link.get("href"))
        form = self.browser.getForm(index=1)
        self.assertEqual("200", form.getControl(name="b_size").value)
        back = self.page.xpath("//main//a[contains(text(), '20项')]")[0].get("href")
        self.assertNotIn("b_size", back)

    def test_page_has_no_other_size(self):
        for size in ("7", "1e9", "-200", "x"):
            with self.subTest(size=size):
                self.open(b_size=size)
                self.assertEqual(20, len(self.titles))
        # What is too much is lowered to the most there is.
        self.open(b_size="201")
        self.assertEqual(52, len(self.titles))

    def test_list_that_fits_on_a_page_offers_no_other_size(self):
        self.open(category="LL")
        self.assertEqual([], self.page.xpath("//a[contains(@href, 'b_size')]"))

    def test_filters_count_what_the_data_says(self):
        self.open()
        for heading, key in (("人生大事", "themes"), ("人群", "groups")):
            with self.subTest(heading=heading):
                counted = self.values(heading)
                for value, count in counted.items():
                    having = [item for item in self.items if value in item[key]]
                    self.assertEqual(len(having), count, value)
        self.assertEqual(
            {"云河区": 52, "青石区": 50, "明湖县": 47}, self.values("区县")
        )
        self.assertEqual(
            {
                "当场办结": sum(
                    item["time_limit"]["promised"]["days"] == 0 for item in self.items
                ),
                "可以上门": sum(item["channels"]["home_visit"] for item in self.items),
                "可以网办": sum(
                    item["channels"]["online_apply"] for item in self.items
                ),
            },
            self.values("办理方式"),
        )

    def test_filters_combine_and_each_can_be_taken_off(self):
        self.open(life_event="养老", category="LL", channel="home_visit")
        expected = [
            item["name"]
            for item in sorted(self.items, key=lambda item: item["access"]["list_no"])
            if "养老" in item["themes"]
            and item["category"] == "LL"
            and item["channels"]["home_visit"]
        ]
        self.assertEqual(expected, self.titles)
        chips = self.page.cssselect(".chip")
        self.assertEqual(3, len(chips))
        for chip in chips:
            self.assertNotEqual(self.browser.url, chip.get("href"))
        self.browser.open(chips[0].get("href"))
        self.assertEqual(
            2, len(html.fromstring(self.browser.contents).cssselect(".chip"))
        )

    def test_number_beside_each_value_is_what_its_link_finds(self):
        self.open(life_event="困难救助", district="990121")
        links = [
            (link.get("href"), link.cssselect(".facet-count")[0].text)
            for link in self.page.cssselect(".facet a:not([aria-current])")
        ]
        self.assertGreater(len(links), 10)
        for url, count in links:
            with self.subTest(url=url):
                self.browser.open(url)
                self.page = html.fromstring(self.browser.contents)
                self.assertEqual(f"共{count}项", self.found)

    def test_words_narrow_the_result_and_keep_the_filters(self):
        self.open(life_event="养老")
        form = self.browser.getForm(index=1)
        form.getControl(name="q").value = "津贴"
        form.submit()
        self.page = html.fromstring(self.browser.contents)
        self.assertEqual("高龄津贴申请", self.titles[0])
        self.assertLess(len(self.titles), 6)
        self.assertEqual(2, len(self.page.cssselect(".chip")))

    def test_district_leads_to_its_version_with_its_promise(self):
        self.open(district="990103", category="MZ")
        links = {link.text: link for link in self.page.cssselect(".result h2 a")}
        link = links["最低生活保障对象认定申请"]
        self.assertEqual(f"{self.url}/sq-mz-001/990103", link.get("href"))
        result = link.getparent().getparent()
        self.assertIn("15个工作日", result.text_content())
        self.open(district="990102", category="MZ")
        self.assertIn("19个工作日", self.page.cssselect(".result")[0].text_content())

    def test_filter_of_ways_follows_the_guide_of_the_chosen_district(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        guide = self.portal.catalogue["sq-mz-001"]["guide-990103"]
        guide.overrides = [
            *guide.overrides,
            {
                "field": "channel_online",
                "row": "",
                "column": "",
                "value": False,
                "illustrative": False,
            },
        ]
        notify(ObjectModifiedEvent(guide))
        transaction.commit()
        self.open(district="990103", category="MZ", channel="online")
        self.assertNotIn("最低生活保障对象认定申请", self.titles)
        here = len(self.titles)
        self.assertEqual(here, self.values("办理方式")["可以网办"])
        self.open(district="990102", category="MZ", channel="online")
        self.assertIn("最低生活保障对象认定申请", self.titles)

    def test_district_lists_only_what_it_has_adopted(self):
        self.open(district="990121")
        self.assertEqual("共47项", self.found)

    def test_unknown_values_are_told_and_left_out(self):
        self.open(category="<XX>", district="990102", life_event=["不存在", "养老"])
        self.assertEqual("共16项", self.found)
        notice = self.page.cssselect(".notice:not([data-wechat])")[0].text_content()
        self.assertIn("<XX>", notice)
        self.assertNotIn("<XX>", self.browser.contents)

    def test_no_result_says_what_to_do_next(self):
        self.open(q="飞机票")
        self.assertEqual("共0项", self.found)
        self.assertEqual([], self.page.cssselect("ol.results"))
        self.assertIn("12345", self.page.cssselect(".empty-state")[0].text_content())

    def test_any_input_is_answered(self):
        for query in (
            "q=%ff%fe&category=%00",
            "q=" + "%28" * 3000,
            "q=and+or+not+*+%22",
            "category:list=LL&category:list=MZ&b_start:int=20",
            "category.x:record=1&q.y:record=2",
            "b_start=-1&district=" + quote("' OR 1=1"),
            "channel=" + "&channel=".join(["online"] * 500),
        ):
            with self.subTest(query=query[:40]):
                self.browser.open(f"{self.url}?{query}")
                self.assertIn("200", self.browser.headers["status"])

    def test_drafts_are_not_listed_for_editors_either(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901")
        transaction.commit()
        self.open(q="SQ-XX-901")
        self.assertIn('value="SQ-XX-901"', self.browser.contents)
        self.assertNotIn(f"{self.url}/sq-xx-901", self.browser.contents)

    def test_page_makes_no_catalog_query(self):
        search = Catalog.search
        for query in (
            {},
            {"b_start": 20, "b_size": 200},
            {"life_event": "养老", "channel": "online"},
            {"district": "990103"},
            {"q": "津贴"},
        ):
            # What there is was found out by the first page after a change.
            self.open(**query)
            queries = []

            def spy(catalog, *args, queries=queries, **kwargs):
                queries.append(args)
                return search(catalog, *args, **kwargs)

            with (
                self.subTest(query=query),
                mock.patch.object(Catalog, "search", spy),
            ):
                self.open(**query)
                self.assertEqual([], queries)

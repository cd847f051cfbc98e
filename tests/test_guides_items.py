"""The catalogue as JSON, filtered and in pages."""

from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from urllib.parse import quote

import json
import unittest


class TestItemsService(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def get(self, query="", path="catalogue/@items"):
        browser = Browser(self.layer["app"])
        browser.addHeader("Accept", "application/json")
        browser.open(f"{self.layer['portal'].absolute_url()}/{path}?{query}")
        return json.loads(browser.contents)

    def codes(self, query):
        return [item["code"] for item in self.get(query + "&b_size=100")["items"]]

    def test_all_items_come_in_pages_in_the_order_of_the_access_list(self):
        first = self.get("b_size=20")
        self.assertEqual((52, 20), (first["items_total"], len(first["items"])))
        self.assertEqual("SQ-MZ-001", first["items"][0]["code"])
        last = self.get("b_size=20&b_start=40")
        self.assertEqual(12, len(last["items"]))
        self.assertIn("next", first["batching"])

    def test_filters_narrow_each_other(self):
        everything = self.codes("category=LL")
        self.assertEqual(6, len(everything))
        online = self.codes("category=LL&channels=online")
        self.assertLessEqual(set(online), set(everything))

    def test_values_of_one_filter_are_alternatives(self):
        both = self.codes("category=LL&category=MZ")
        self.assertEqual(16, len(both))

    def test_life_events_and_audiences_are_asked_for_by_their_codes(self):
        self.assertIn("SQ-LL-001", self.codes("life_events=" + quote("养老")))
        self.assertIn("SQ-LL-001", self.codes("audience=" + quote("老年人")))

    def test_a_district_leaves_what_it_adopted_with_its_own_promises(self):
        items = {
            item["code"]: item
            for item in self.get("district=990103&b_size=100")["items"]
        }
        self.assertEqual(50, len(items))
        self.assertEqual(15, items["SQ-MZ-001"]["promised_days"])
        self.assertTrue(items["SQ-MZ-001"]["district_page"].endswith("/990103"))

    def test_instant_items_promise_no_day(self):
        items = self.get("channels=instant&b_size=100")["items"]
        self.assertEqual(12, len(items))
        self.assertEqual({0}, {item["promised_days"] for item in items})

    def test_unknown_values_find_nothing_and_strange_ones_do_no_harm(self):
        self.assertEqual([], self.codes("category=XX"))
        self.assertEqual([], self.codes("district=999999"))
        self.assertEqual(52, len(self.codes("category=")))
        self.assertEqual([], self.codes("category=" + quote("') OR 1=1 --")))

    def test_the_catalogue_itself_is_json(self):
        catalogue = self.get(path="catalogue")
        self.assertEqual("ServiceCatalogue", catalogue["@type"])
        self.assertEqual(52, catalogue["items_total"])
        self.assertTrue(catalogue["not_issued_certificates"])

"""Divisions and halls as JSON for everybody."""

from collections import Counter
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser

import json
import unittest

COMMUNITY = "communities/990102/990102001/990102001001"


class TestCommunityServices(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def get(self, path):
        browser = Browser(self.layer["app"])
        browser.addHeader("Accept", "application/json")
        browser.open(f"{self.layer['portal'].absolute_url()}/{path}")
        return json.loads(browser.contents)

    def test_district_lists_are_as_published(self):
        answer = self.get("communities/990103/@district-list")
        self.assertEqual(50, answer["items_total"])
        self.assertEqual(50, len(answer["items"]))
        self.assertEqual("青民发〔2026〕2号（示例）", answer["doc_no"])
        self.assertEqual("2026-04-02", answer["published_on"])
        self.assertEqual("青石区民政局", answer["publisher_name"])
        own = {each["code"]: each for each in answer["items"] if each["has_own_rules"]}
        self.assertEqual({"SQ-LL-001", "SQ-MZ-001"}, set(own))
        self.assertEqual(15, own["SQ-MZ-001"]["promised_days"])

    def test_a_district_names_its_publisher_and_its_list(self):
        district = self.get("communities/990102")
        self.assertEqual("云河区民政局", district["list_publisher_name"])
        self.assertEqual(52, len(district["adopted_items"]))
        self.assertTrue(district["district_list"].endswith("/@district-list"))

    def test_a_community_names_the_halls_that_serve_it(self):
        own = self.get(COMMUNITY)
        self.assertTrue(own["has_own_hall"])
        self.assertEqual(["H001"], [hall["hall_id"] for hall in own["halls"]])
        self.assertEqual(3, len(own["halls"][0]["hours"]))
        served = self.get("communities/990102/990102001/990102001002")
        self.assertFalse(served["has_own_hall"])
        self.assertEqual(["H001"], [hall["hall_id"] for hall in served["halls"]])

    def test_a_hall_is_complete_without_anything_personal(self):
        hall = self.get(f"{COMMUNITY}/h001")
        self.assertEqual("0000-0002001", hall["windows"][0]["phone"])
        self.assertEqual(
            {"staff_no", "name", "title", "specialties", "languages", "on_duty"},
            set(hall["staff"][0]),
        )

    def test_the_city_is_json_too(self):
        city = self.get("communities")
        self.assertEqual("990100", city["code"])
        types = [item["@type"] for item in city["items"]]
        self.assertEqual({"District": 3, "Unit": 10}, Counter(types))
        self.assertEqual("示例市民政局", city["units"][0]["title"])

"""The search as programs read it."""

from onewindow_policy.search.index import get_index
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from urllib.parse import urlencode

import json
import unittest


class SearchServiceTestCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "application/json")

    def ask(self, service, query="", **parameters):
        """Return the answer of a service as JSON, and keep its status."""
        query = query or urlencode(parameters, doseq=True)
        self.browser.open(f"{self.url}/{service}?{query}")
        self.status = int(self.browser.headers["status"].split()[0])
        return json.loads(self.browser.contents)


class TestFind(SearchServiceTestCase):
    def find(self, text, **parameters):
        return self.ask("@find", q=text, **parameters)

    def test_service_comes_first_with_why_it_was_found(self):
        answer = self.find("低保户")
        first = answer["items"][0]
        self.assertEqual(200, self.status)
        self.assertEqual(f"{self.url}/catalogue/sq-mz-001", first["@id"])
        self.assertEqual("ServiceItem", first["@type"])
        self.assertEqual("item", first["type"])
        self.assertEqual("SQ-MZ-001", first["item_code"])
        self.assertEqual("最低生活保障对象认定申请", first["title"])
        self.assertEqual("低保户", first["matched_name"])
        self.assertEqual("name", first["reason"])

    def test_matches_say_where_the_words_stand(self):
        for item in self.find("高龄津贴")["items"]:
            for match in item["matches"]:
                marked = {match["text"][start:end] for start, end in match["spans"]}
                self.assertFalse({""} & marked)
        first = self.find("高龄津贴")["items"][0]
        title = next(each for each in first["matches"] if each["field"] == "title")
        self.assertEqual("高龄津贴申请", title["text"])
        self.assertEqual([[0, 4]], title["spans"])

    def test_pages_are_linked_as_in_plone(self):
        answer = self.find("补贴", b_size=3, b_start=3)
        self.assertGreater(answer["items_total"], 6)
        self.assertEqual(3, len(answer["items"]))
        self.assertTrue(answer["@id"].endswith("@find?q=%E8%A1%A5%E8%B4%B4"))
        self.assertIn("b_start=0", answer["batching"]["first"])
        self.assertIn("b_start=0", answer["batching"]["prev"])
        self.assertIn("b_start=6", answer["batching"]["next"])
        self.browser.open(answer["batching"]["next"])
        following = json.loads(self.browser.contents)
        ids = [each["@id"] for each in (*answer["items"], *following["items"])]
        self.assertEqual(6, len(set(ids)))

    def test_pages_together_are_all_that_was_found(self):
        total = self.find("补贴")["items_total"]
        found = [
            item["@id"]
            for start in range(0, total, 7)
            for item in self.find("补贴", b_start=start, b_size=7)["items"]
        ]
        self.assertEqual(total, len(found))
        self.assertEqual(total, len(set(found)))

    def test_page_beyond_the_last_is_empty(self):
        answer = self.find("补贴", b_start=900)
        self.assertEqual([], answer["items"])
        self.assertGreater(answer["items_total"], 0)
        self.assertNotIn("guidance", answer)

    def test_filters_leave_as_many_as_their_counts_said(self):
        answer = self.find("补贴")
        self.assertEqual({"type", "district", "category"}, set(answer["facets"]))
        for name, values in answer["facets"].items():
            for value in values:
                with self.subTest(filter=name, value=value["title"]):
                    left = self.find("补贴", **{name: value["value"]})
                    self.assertEqual(value["count"], left["items_total"])

    def test_values_of_filters_have_titles(self):
        facets = self.find("补贴")["facets"]
        titles = {
            each["value"]: each["title"]
            for values in facets.values()
            for each in values
        }
        self.assertEqual("办事指南", titles["item"])
        self.assertEqual("云河区", titles["990102"])
        self.assertEqual("民政", titles["MZ"])

    def test_service_leads_to_the_page_of_the_district_asked_for(self):
        first = self.find("高龄津贴", district="990102")["items"][0]
        self.assertEqual(
            f"{self.url}/catalogue/sq-ll-001/990102", first["district_page"]
        )
        self.assertNotIn("district_page", self.find("高龄津贴")["items"][0])

    def test_nothing_found_says_where_to_turn(self):
        answer = self.find("护照")
        self.assertEqual([], answer["items"])
        guidance = answer["guidance"]
        self.assertEqual("12345", guidance["hotline"])
        self.assertEqual(
            [{"name": "公安机关出入境管理部门", "matter": "护照"}],
            guidance["departments"],
        )
        self.assertEqual(f"{self.url}/catalogue", guidance["catalogue_url"])
        self.assertEqual("", guidance["not_issued_url"])

    def test_paper_to_bring_says_who_issues_it(self):
        wanted = [{"name": "婚姻、收养登记机关（民政部门）", "matter": "结婚证"}]
        answer = self.find("结婚证")
        self.assertIn("SQ-JS-001", [each["item_code"] for each in answer["items"]])
        self.assertEqual(wanted, answer["elsewhere"])
        self.assertNotIn("elsewhere", self.find("低保"))

    def test_certificate_that_is_not_issued_is_told_with_what_instead(self):
        answer = self.find("健在证明")
        told = answer["not_issued"]
        self.assertEqual(["健在证明"], [each["name"] for each in told])
        self.assertIn("资格认证", told[0]["instead"])
        self.assertIn("SQ-SB-003", [each["item_code"] for each in answer["items"]])
        self.assertEqual(told, self.find("健在證明")["not_issued"])

    def test_unknown_certificate_leads_to_the_list_of_those_not_issued(self):
        guidance = self.find("飞行证明")["guidance"]
        self.assertEqual(
            f"{self.url}/catalogue/@@not-issued", guidance["not_issued_url"]
        )

    def test_no_words_find_nothing_and_need_no_guidance(self):
        answer = self.find("")
        self.assertEqual(200, self.status)
        self.assertEqual([], answer["items"])
        self.assertNotIn("guidance", answer)

    def test_filters_that_nobody_knows_are_refused_with_what_would_do(self):
        for name, value, told in (
            ("type", "service", "type is one of item"),
            ("district", "999999", "6-digit code"),
            ("category", "??", "code of a category"),
            ("b_start", "-1", "0 or more"),
            ("b_start", "many", "0 or more"),
            ("b_size", "0", "from 1 to 100"),
            ("b_size", "101", "from 1 to 100"),
            ("b_size", "9" * 5000, "from 1 to 100"),
        ):
            with self.subTest(name=name, value=value[:10]):
                answer = self.find("津贴", **{name: value})
                self.assertEqual(400, self.status)
                self.assertEqual("BadRequest", answer["error"]["type"])
                self.assertIn(told, answer["error"]["message"])

    def test_filter_given_twice_is_refused(self):
        self.ask("@find", "q=a&type=item&type=news")
        self.assertEqual(400, self.status)


class TestSuggest(SearchServiceTestCase):
    def suggest(self, text):
        return self.ask("@suggest", q=text)["items"]

    def test_names_are_suggested_as_they_are_typed(self):
        first = self.suggest("高龄")[0]
        self.assertEqual(200, self.status)
        self.assertEqual(f"{self.url}/catalogue/sq-ll-001", first["@id"])
        self.assertEqual("ServiceItem", first["@type"])
        self.assertEqual("高龄津贴申请", first["title"])
        self.assertEqual("办事指南", first["type_title"])

    def test_services_come_before_guides_news_and_places(self):
        order = ["item", "guide", "sample", "news", "place"]
        for text in ("高龄津贴", "社区", "a"):
            types = [order.index(each["type"]) for each in self.suggest(text)]
            with self.subTest(text=text):
                self.assertEqual(sorted(types), types)

    def test_places_are_named_by_what_they_are(self):
        found = {each["@type"] for each in self.suggest("晨光社区")}
        self.assertIn("Community", found)

    def test_nothing_typed_suggests_nothing(self):
        self.assertEqual([], self.suggest(" "))


class TestWithoutIndex(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def test_answer_says_that_the_search_is_away(self):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "application/json")
        self.assertFalse(get_index().is_prepared())
        for service in ("@find", "@suggest"):
            with self.subTest(service=service):
                browser.open(f"{self.layer['portal'].absolute_url()}/{service}?q=a")
                self.assertIn("503", browser.headers["status"])
                error = json.loads(browser.contents)["error"]
                self.assertEqual("SearchUnavailable", error["type"])
                self.assertIn("12345", error["message"])
                self.assertEqual("60", browser.headers["retry-after"])

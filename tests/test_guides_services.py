"""Guides and items as JSON: complete for everybody, and nothing that is not public."""

from DateTime import DateTime
from onewindow_policy.guides.resolved import CONTENT_FIELDS
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser

import json
import transaction
import unittest


class ServiceCase(unittest.TestCase):
    """Asks for JSON as programs do."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.item = self.portal.catalogue["sq-mz-001"]

    def get(self, path, *, status=200, manager=False):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "application/json")
        if manager:
            log_in(browser)
        browser.open(f"{self.url}/{path}")
        self.assertEqual(status, int(browser.headers["status"].split()[0]), path)
        self.assertTrue(browser.headers["content-type"].startswith("application/json"))
        return json.loads(browser.contents)

    def transition(self, content, state):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(obj=content, to_state=state)
        transaction.commit()

    def change(self, content, **values):
        with api.env.adopt_roles(["Manager"]):
            for name, value in values.items():
                setattr(content, name, value)
            content.reindexObject()
        transaction.commit()


class TestGuideService(ServiceCase):
    def test_the_citys_guide_is_complete(self):
        guide = self.get("catalogue/sq-mz-001/@guide")
        for name in CONTENT_FIELDS:
            self.assertIn(name, guide)
        self.assertEqual(9, len(guide["materials"]))
        self.assertEqual(6, len(guide["process"]))
        self.assertEqual(
            {"days": 19, "day_type": "working"},
            {key: guide["promised_limit"][key] for key in ("days", "day_type")},
        )
        self.assertEqual(30, guide["statutory_limit"]["days"])
        self.assertEqual(["online", "home_visit"], guide["channels"])
        self.assertIsNone(guide["district"])
        self.assertEqual(5, len(guide["sample_documents"]))
        self.assertEqual(f"{self.url}/catalogue/sq-mz-001", guide["@id"])

    def test_a_districts_guide_has_its_own_values_units_and_addresses(self):
        guide = self.get("catalogue/sq-mz-001/@guide?district=990103")
        self.assertEqual(15, guide["promised_days"])
        self.assertEqual(
            {"审核": 6, "审批": 6},
            {
                step["name"]: step["days"]
                for step in guide["process"]
                if step["name"] in ("审核", "审批")
            },
        )
        self.assertEqual(["process", "promised_days"], guide["overridden"])
        self.assertEqual("青石区", guide["district"]["title"])
        units = {unit["role"]: unit["name"] for unit in guide["units"]}
        self.assertEqual("青石区民政局", units["county:MZ"])
        self.assertTrue(guide["@id"].endswith("/sq-mz-001/990103"))
        self.assertTrue(guide["bundle"].endswith("/@@bundle/990103"))

    def test_unknown_district_is_404_in_words(self):
        for path in ("/@guide", ""):
            answer = self.get(f"catalogue/sq-mz-001{path}?district=999999", status=404)
            self.assertIn("999999", answer["error"]["message"])

    def test_district_that_did_not_adopt_is_404_in_words(self):
        for path in ("/@guide", ""):
            answer = self.get(f"catalogue/sq-js-004{path}?district=990121", status=404)
            self.assertIn("明湖县", answer["error"]["message"])
            self.assertIn("12345", answer["error"]["message"])

    def test_strange_districts_are_refused_and_not_failures(self):
        for query in ("district=../..", "district=1&district=2", "district=%00"):
            self.get(f"catalogue/sq-mz-001/@guide?{query}", status=404)

    def test_no_guide_while_the_master_is_not_released(self):
        self.transition(self.item["guide"], "archived")
        answer = self.get("catalogue/sq-mz-001/@guide", status=404)
        self.assertTrue(answer["error"]["message"])
        self.assertIsNone(self.get("catalogue/sq-mz-001")["resolved_guide"])


class TestItemJson(ServiceCase):
    def test_an_item_has_its_codes_guide_and_districts(self):
        item = self.get("catalogue/sq-ll-001")
        self.assertEqual("SQ-LL-001", item["code"])
        self.assertEqual("LL", item["codes"]["category"])
        self.assertEqual(["养老"], item["codes"]["life_events"])
        self.assertEqual(
            ["990102", "990103", "990121"],
            [district["code"] for district in item["districts"]],
        )
        self.assertEqual(7, item["resolved_guide"]["promised_days"])

    def test_an_item_takes_the_guide_of_the_district_asked_for(self):
        for code, amount in (("990102", "50"), ("990103", "60"), ("990121", "40")):
            item = self.get(f"catalogue/sq-ll-001?district={code}")
            rate = item["resolved_guide"]["benefit_rates"][0]
            self.assertEqual(
                ("80-89", amount, "month"),
                (rate["key"], rate["amount"], rate["period"]),
            )

    def test_a_guides_differences_are_for_those_who_may_write_it(self):
        path = "catalogue/sq-mz-001/guide-990103"
        public = self.get(path)
        self.assertNotIn("overrides", public)
        self.assertNotIn("materials", public)
        self.assertEqual("990103", public["district"])
        self.assertEqual(15, public["resolved_guide"]["promised_days"])
        self.assertEqual(3, len(self.get(path, manager=True)["overrides"]))

    def test_readers_learn_nothing_about_who_writes(self):
        for path in (
            "catalogue/sq-mz-001",
            "catalogue/sq-mz-001/guide",
            "catalogue/sq-mz-001/blank-1",
            "communities/990102",
            "news",
        ):
            answer = self.get(path)
            for key in ("creators", "contributors", "lock", "working_copy"):
                self.assertNotIn(key, answer, path)
        self.assertIn("lock", self.get("catalogue/sq-mz-001", manager=True))

    def test_sample_documents_are_json_with_their_file(self):
        sample = self.get("catalogue/sq-mz-001/blank-1")
        self.assertEqual("blank_form", sample["kind"]["token"])
        self.assertTrue(sample["file"]["download"])
        self.assertEqual(8, len(sample["fields"]))


class TestNothingLeaks(ServiceCase):
    """Draft, archived, not yet effective and expired content, in every answer."""

    HIDDEN = "藏起来的内容"

    def hide(self, content, how):
        self.change(content, title=self.HIDDEN)
        if how == "expired":
            self.change(content, expiration_date=DateTime() - 1)
        elif how == "future":
            self.change(content, effective_date=DateTime() + 1)
        else:
            self.transition(content, "archived")
        if how == "draft":
            self.transition(content, "draft")

    def raw(self, path):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "application/json")
        browser.open(f"{self.url}/{path}")
        contents = browser.contents
        return contents if isinstance(contents, str) else contents.decode()

    def assert_hidden(self, *paths):
        for path in paths:
            text = json.dumps(json.loads(self.raw(path) or "{}"), ensure_ascii=False)
            self.assertNotIn(self.HIDDEN, text, path)

    def test_hidden_sample_documents_are_in_no_answer(self):
        for how in ("draft", "archived", "future", "expired"):
            with self.subTest(how):
                self.hide(self.item["sample-1"], how)
                self.assert_hidden(
                    "catalogue/sq-mz-001",
                    "catalogue/sq-mz-001?fullobjects=1",
                    "catalogue/sq-mz-001/sample-1",
                    "catalogue/sq-mz-001/@guide",
                    "catalogue/sq-mz-001/guide",
                    "@search?portal_type=SampleDocument&b_size=500",
                    "@search?portal_type=SampleDocument&fullobjects=1&b_size=500",
                )
                transaction.abort()

    def test_hidden_items_are_in_no_answer(self):
        for how in ("draft", "archived", "future", "expired"):
            with self.subTest(how):
                self.hide(self.item, how)
                self.assert_hidden(
                    "catalogue?b_size=100",
                    "catalogue/@items?b_size=100",
                    "catalogue/@items?category=MZ&b_size=100",
                    "catalogue/sq-mz-001",
                    "catalogue/sq-mz-001/@guide",
                    "catalogue/sq-mz-001/guide",
                    "catalogue/sq-mz-001/blank-1",
                    "communities/990102/@district-list",
                    "@search?portal_type=ServiceItem&b_size=100",
                    "@search?portal_type=ServiceItem&fullobjects=1&b_size=100",
                )

    def test_what_a_hidden_item_holds_is_hidden_with_it(self):
        self.change(self.item["guide"], standard=self.HIDDEN)
        self.change(self.item["blank-1"], title=self.HIDDEN)
        for how in ("archived", "draft"):
            with self.subTest(how):
                self.hide(self.item, "draft") if how == "draft" else self.transition(
                    self.item, "archived"
                )
                self.assert_hidden(
                    "catalogue/sq-mz-001/guide",
                    "catalogue/sq-mz-001/guide-990103",
                    "catalogue/sq-mz-001/blank-1",
                    "catalogue/sq-mz-001/@guide",
                    "@search?portal_type=ServiceGuide&fullobjects=1&b_size=200",
                    "@search?portal_type=SampleDocument&fullobjects=1&b_size=500",
                )
                self.transition(self.item, "draft") if how == "archived" else None

    def test_what_an_expired_item_holds_is_hidden_with_it(self):
        self.change(self.item["guide"], standard=self.HIDDEN)
        self.change(self.item["blank-1"], title=self.HIDDEN)
        self.change(self.item, expiration_date=DateTime() - 1)
        self.assert_hidden(
            "catalogue/sq-mz-001/guide",
            "catalogue/sq-mz-001/blank-1",
            "catalogue/sq-mz-001/@guide",
        )

    def test_a_districts_guide_does_not_give_away_a_master_in_revision(self):
        self.change(self.item["guide"], standard=self.HIDDEN)
        self.transition(self.item["guide"], "archived")
        self.assert_hidden("catalogue/sq-mz-001/guide-990103")

    def test_relations_do_not_name_what_is_hidden(self):
        from z3c.relationfield import RelationValue
        from zope.component import getUtility
        from zope.intid.interfaces import IIntIds

        news = next(iter(self.portal.news.objectValues()))
        other = list(self.portal.news.objectValues())[1]
        relation = RelationValue(getUtility(IIntIds).getId(other))
        self.change(news, relatedItems=[relation])
        path = f"news/{news.getId()}"
        self.assertEqual(1, len(self.get(path)["relatedItems"]))
        self.hide(other, "archived")
        self.assert_hidden(path)
        self.assertEqual([], self.get(path)["relatedItems"])

    def test_hidden_news_are_in_no_answer(self):
        news = next(iter(self.portal.news.objectValues()))
        for how in ("draft", "future", "expired"):
            with self.subTest(how):
                self.hide(news, how)
                self.assert_hidden(
                    "news?b_size=100",
                    f"news/{news.getId()}",
                    "@search?portal_type=News%20Item&fullobjects=1&b_size=100",
                )

"""A district goes back to the city's guide: rule by rule, or as a whole."""

from lxml import html
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.exporter import export_catalogue
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.testing.tickets import MANAGER
from plone import api

import json
import requests
import transaction
import unittest

ITEM = "catalogue/sq-ll-001"
OWN = f"{ITEM}/guide-990102"
EDITOR = "district-editor"


class TestReturning(DoorsSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.item = self.portal.unrestrictedTraverse(ITEM)
        self.own = self.item["guide-990102"]
        self.city = "每月1元（市级）"
        self.item.guide.standard = self.city
        self.own.overrides = [
            {"field": "standard", "value": "每月55元"},
            {"field": "office_hours", "value": "周一至周日"},
        ]
        transaction.commit()

    def page(self, who, path=OWN, query=""):
        answer = self.session_of(who).get(f"{self.url}/{path}/@@own-rules{query}")
        page = html.document_fromstring(answer.text)
        self.assertEqual(
            ["本区与市级指南的不同之处"], [each.text for each in page.cssselect("h1")]
        )
        return page

    def read(self):
        """Return what residents of the district read."""
        answer = requests.get(f"{self.url}/{ITEM}/990102")
        self.assertEqual(200, answer.status_code)
        return answer.text

    def fields(self, guide):
        return [each["field"] for each in guide.overrides]

    def as_draft(self):
        for state in ("archived", "draft"):
            api.content.transition(self.own, to_state=state)
        transaction.commit()

    def give_back(self, who, path, **place):
        return self.post(who, f"{path}/@@own-rules", place)

    def test_public_guide_shows_both_and_leads_to_a_revision(self):
        page = self.page(EDITOR)
        text = page.text_content()
        for value in (self.city, "每月55元", "周一至周日"):
            self.assertIn(value, text)
        self.assertFalse(page.cssselect("form.give-back, #ask-whole, #give-up"))
        self.assertTrue(page.cssselect("#revise-first a[href$=content-checkout]"))
        for sent in ({"field": "standard"}, {"whole": "1"}):
            answer = self.give_back(EDITOR, OWN, **sent)
            self.assertEqual(400, answer.status_code)
            self.assertEqual(["standard", "office_hours"], self.fields(self.own))
        bar = self.session_of(EDITOR).get(f"{self.url}/{OWN}/view").text
        self.assertIn(f"{OWN}/@@own-rules", bar)
        bar = self.session_of("editor").get(f"{self.url}/{ITEM}/guide/view").text
        self.assertNotIn("@@own-rules", bar)

    def test_rule_is_taken_back_in_a_revision_that_is_reviewed(self):
        self.assertIn("每月55元", self.read())
        before = set(self.item.objectIds())
        self.post(EDITOR, f"{OWN}/content-checkout", {"form.button.Checkout": "1"})
        (name,) = set(self.item.objectIds()) - before
        copy = f"{ITEM}/{name}"
        self.assertEqual(2, len(self.page(EDITOR, copy).cssselect("form.give-back")))
        answer = self.give_back(EDITOR, copy, field="standard")
        self.assertEqual(200, answer.status_code)
        self.assertEqual(["office_hours"], self.fields(self.item[name]))
        self.assertIn("每月55元", self.read())
        for who, step in ((EDITOR, "submit"), ("reviewer", "publish")):
            self.post(who, f"{copy}/@@publication", {"transition": step})
        self.assertEqual(["office_hours"], self.fields(self.own))
        self.assertNotIn("每月55元", self.read())
        self.assertIn(self.city, self.read())
        self.assertIn("周一至周日", self.read())

    def test_form_says_beside_each_field_what_the_city_says(self):
        self.as_draft()
        row = self.item["guide"].materials[0]
        column = {"field": "materials", "row": row["code"], "column": "copies"}
        self.own.overrides = [
            *self.own.overrides,
            {"field": "location", "value": "<b>区里</b>"},
            {**column, "value": 7},
        ]
        self.item["guide"].location = "<i>市里</i>"
        transaction.commit()
        page = self.session_of("reviewer").get(f"{self.url}/{OWN}/edit")
        self.assertEqual(200, page.status_code)
        form = html.document_fromstring(page.text).get_element_by_id("form")

        def beside(name):
            (field,) = form.xpath(f"//*[@data-fieldname='form.widgets.{name}']")
            (said,) = field.find_class("city-value")
            return " ".join(said.text_content().split())

        self.assertEqual("市级指南：<i>市里</i>", beside("location"))
        self.assertEqual(f"市级指南：{self.city}", beside("standard"))
        self.assertIn("市级指南：", beside("office_hours"))
        self.assertIn(row["name"], beside("materials"))
        self.assertIn(f"份数：{row['copies']}", beside("materials"))
        self.assertEqual("与市级指南相同。", beside("decision_role"))
        city = self.session_of("reviewer").get(f"{self.url}/{ITEM}/guide/edit")
        self.assertIn('id="form"', city.text)
        self.assertNotIn("city-value", city.text)

    def test_whole_guide_is_deleted_after_a_question(self):
        self.as_draft()
        page = self.page(EDITOR, query="?whole=")
        self.assertIn("全部是市级指南", page.cssselect("#whole")[0].text_content())
        transaction.begin()
        self.assertIn("guide-990102", self.item)
        answer = self.give_back(EDITOR, OWN, whole="1")
        self.assertEqual(200, answer.status_code)
        self.assertNotIn("guide-990102", self.item)
        self.assertIn(self.city, self.read())
        catalogue = json.loads(json.dumps(export_catalogue(self.portal)))
        import_catalogue(self.portal, catalogue)
        self.assertNotIn("guide-990102", self.item)
        self.assertEqual(
            catalogue, json.loads(json.dumps(export_catalogue(self.portal)))
        )

    def test_cell_of_a_table_goes_back(self):
        self.as_draft()
        row = self.item.guide.process[0]["name"]
        self.own.overrides = [
            {"field": "process", "row": row, "column": "actor", "value": "甲"},
            {"field": "process", "row": row, "column": "description", "value": "乙"},
        ]
        transaction.commit()
        answer = self.give_back(EDITOR, OWN, field="process", row=row, column="actor")
        self.assertEqual(200, answer.status_code)
        self.assertEqual(
            ["description"], [each["column"] for each in self.own.overrides]
        )
        answer = self.give_back(EDITOR, OWN, field="process", row=row, column="actor")
        self.assertEqual(400, answer.status_code)

    def test_what_would_leave_the_public_guide_unfit_is_refused(self):
        steps = self.item.guide.process
        step = next(each for each in steps if each["counted"] and each["days"])
        self.own.overrides = [
            {
                "field": "process",
                "row": step["name"],
                "column": "days",
                "value": step["days"] - 1,
            },
            {"field": "promised_days", "value": self.item.guide.promised_days - 1},
        ]
        transaction.commit()
        answer = self.give_back("reviewer", OWN, field="promised_days")
        self.assertEqual(422, answer.status_code)
        self.assertIn('id="refusal"', answer.text)
        self.assertEqual(["process", "promised_days"], self.fields(self.own))

    def test_each_state_says_who_deletes_the_guide_and_the_way_there_is_one(self):
        # state, who, whether they delete it there, what the page says, and offers to do
        for state, who, deletes, said, step in (
            ("draft", EDITOR, True, "", ""),
            ("draft", "reviewer", False, "由本区编辑或管理员删除", ""),
            ("pending", EDITOR, False, "正在审核", "retract"),
            ("pending", "reviewer", False, "正在审核", "reject retract"),
            ("archived", EDITOR, False, "已归档", ""),
            ("archived", "reviewer", False, "已归档", "restore"),
            ("archived", MANAGER, True, "", ""),
        ):
            with self.subTest(state=state, who=who):
                api.content.transition(self.own, to_state=state)
                transaction.commit()
                page = self.page(who)
                told = page.cssselect("#who-deletes")
                self.assertEqual(deletes, bool(page.cssselect("#ask-whole")))
                self.assertEqual(bool(said), bool(told))
                if said:
                    self.assertIn(said, told[0].text_content())
                    links = [each.get("href") for each in told[0].cssselect("a")]
                    self.assertEqual(
                        step.split(), [each.rpartition("=")[2] for each in links]
                    )
                    answer = self.give_back(who, OWN, whole="1")
                    self.assertEqual(400, answer.status_code)
                    answer = self.send(who, "DELETE", OWN)
                    self.assertIn(answer.status_code, (401, 403, 404))
                self.assertIn("guide-990102", self.item)

    def test_reviewer_and_editor_delete_an_archived_guide_together(self):
        self.post("reviewer", f"{OWN}/@@publication", {"transition": "archive"})
        self.assertIn(self.city, self.read())
        page = self.page("reviewer")
        (step,) = page.cssselect("#who-deletes a")
        path = step.get("href").partition("?")[0].removeprefix(f"{self.url}/")
        self.post("reviewer", path, {"transition": "restore"})
        answer = self.give_back(EDITOR, OWN, whole="1")
        self.assertEqual(200, answer.status_code)
        self.assertNotIn("guide-990102", self.item)

    def test_administrator_deletes_an_archived_guide(self):
        self.post("reviewer", f"{OWN}/@@publication", {"transition": "archive"})
        answer = self.give_back(MANAGER, OWN, whole="1")
        self.assertEqual(200, answer.status_code)
        self.assertNotIn("guide-990102", self.item)

    def test_programs_go_back_as_well(self):
        self.as_draft()
        answer = self.send(EDITOR, "PATCH", OWN, {"standard": self.city})
        self.assertEqual(204, answer.status_code, answer.text)
        self.assertEqual(["office_hours"], self.fields(self.own))
        answer = self.send(EDITOR, "DELETE", OWN)
        self.assertEqual(204, answer.status_code, answer.text)
        self.assertIn(self.city, self.read())

    def test_nobody_else_and_no_city_guide(self):
        self.as_draft()
        for who, path in (("window-staff", OWN), ("editor", f"{ITEM}/guide")):
            answer = self.give_back(who, path, whole="1")
            self.assertGreaterEqual(answer.status_code, 300)
        self.assertIn("guide-990102", self.item)
        self.assertIn("guide", self.item)
        session = self.session_of(EDITOR)
        session.post(f"{self.url}/{OWN}/@@own-rules", {"whole": "1"})
        transaction.begin()
        self.assertIn("guide-990102", self.item)

"""Guides in the browser's form: large ones, and what it refuses."""

from onewindow_policy.testing import build_item
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser

import transaction
import unittest


class TestGuideForm(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        portal.catalogue.access_list_name = "准入清单"
        self.item = build_item(portal)
        self.guide = self.item["guide"]
        transaction.commit()
        self.browser = Browser(self.layer["app"])
        log_in(self.browser)

    def edit(self):
        self.browser.open(f"{self.guide.absolute_url()}/edit")
        return lambda name: self.browser.getControl(name=f"form.widgets.{name}")

    def save(self):
        self.browser.getControl(name="form.buttons.save").click()
        transaction.begin()

    def many(self, field, number):
        (row, *_more) = getattr(self.guide, field)
        key = "code" if field == "materials" else "name"
        return [{**row, key: f"{row[key]}-{place}"} for place in range(number)]

    def test_guide_with_sixty_rows_of_each_kind_is_edited_and_keeps_them(self):
        for field in ("legal_basis", "process", "materials"):
            setattr(self.guide, field, self.many(field, 60))
        rows = [dict(row) for row in self.guide.materials]
        transaction.commit()
        control = self.edit()
        control("materials.59.widgets.name").value = "最后一项"
        self.save()
        rows[59]["name"] = "最后一项"
        self.assertEqual(rows, self.guide.materials)
        self.assertEqual(60, len(self.guide.process))

    def test_more_than_sixty_materials_are_refused_with_the_number(self):
        self.guide.materials = self.many("materials", 61)
        transaction.commit()
        control = self.edit()
        control("location").value = "新的地点"
        self.save()
        self.assertIn("61", self.browser.contents)
        self.assertEqual(
            "新的地点", self.browser.getControl(name="form.widgets.location").value
        )
        self.assertNotEqual("新的地点", self.guide.location)

    def test_sums_and_conditions_are_edited_by_the_row(self):
        self.guide.benefit_rates = [
            {
                "key": "80",
                "who": "80周岁以上",
                "whose": "applicant",
                "age_from": 80,
                "age_to": None,
                "circumstances": ["hardship_minimum"],
                "measure": "yuan",
                "amount": "50",
                "amount_to": None,
                "basis": None,
                "period": "month",
                "per": "person",
                "note": None,
                "source": None,
                "who_en": "People of 80 or older",
                "basis_en": None,
                "note_en": None,
            }
        ]
        self.guide.eligibility = [
            {
                "key": "care",
                "sentence": "经评估失能",
                "whose": "applicant",
                "about": "care",
                "at_least": None,
                "at_most": None,
                "codes": ["care_needed"],
                "group": None,
                "sentence_en": "Assessed as needing care",
            }
        ]
        rows = [dict(row) for row in self.guide.benefit_rates]
        conditions = [dict(row) for row in self.guide.eligibility]
        transaction.commit()
        control = self.edit()
        control("benefit_rates.0.widgets.amount").value = "六十"
        self.save()
        self.assertEqual(rows, self.guide.benefit_rates)
        control("benefit_rates.0.widgets.amount").value = "60"
        self.save()
        rows[0]["amount"] = "60"
        self.assertEqual(rows, self.guide.benefit_rates)
        self.assertEqual(conditions, self.guide.eligibility)

    def test_html_in_a_row_is_shown_as_text(self):
        control = self.edit()
        control("materials.0.widgets.name").value = "<script>alert(1)</script>"
        self.save()
        self.browser.open(f"{self.guide.absolute_url()}/view")
        self.assertNotIn("<script>alert(1)", self.browser.contents)
        self.assertIn("&lt;script&gt;alert(1)", self.browser.contents)

    def test_control_characters_are_refused_and_what_was_typed_stays(self):
        control = self.edit()
        control("process.0.widgets.name").value = "收\x01件"
        control("location").value = "新的地点"
        self.save()
        self.assertEqual(
            "新的地点", self.browser.getControl(name="form.widgets.location").value
        )
        self.assertEqual("收件", self.guide.process[0]["name"])

    def test_public_guide_is_not_saved_unfit_and_what_was_typed_stays(self):
        workflow = api.portal.get_tool("portal_workflow")
        for content in (self.item["blank-1"], self.guide):
            workflow.doActionFor(content, "publish")
        transaction.commit()
        control = self.edit()
        control("promised_days").value = "3"
        self.save()
        self.assertEqual(7, self.guide.promised_days)
        self.assertEqual(
            "3", self.browser.getControl(name="form.widgets.promised_days").value
        )

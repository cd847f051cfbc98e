"""A material that was public keeps its code, which files of applications have."""

from copy import deepcopy
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.guides.content import district_guide_id
from onewindow_policy.guides.materials import KNOWN
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.testing import build_item
from onewindow_policy.testing import INTEGRATION_TESTING
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from onewindow_policy.upgrades.v1001.codes import keep_material_codes
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.testing.zope import Browser
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import html
import transaction
import unittest

CODE = "SQ-LL-001-M01"
OTHER = "511A-M77"


class TestCodesOfMaterials(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.portal.catalogue.access_list_name = "准入清单"
        self.item = build_item(self.portal)
        self.guide = self.item["guide"]

    def publish(self, *contents):
        for content in contents:
            api.content.transition(content, "publish")

    def ask_for(self, guide, **codes):
        """Make a guide ask for materials of these names, and the code of each."""
        row = guide.materials[0]
        guide.materials = [
            {**row, "name": name, "code": code} for name, code in codes.items()
        ]

    def gaps(self, content):
        return [
            (gap.message, gap.message.mapping["code"]) for gap in find_gaps(content)
        ]

    def test_draft_may_have_any_and_public_code_stays_whatever_happens_between(self):
        name = self.guide.materials[0]["name"]
        self.ask_for(self.guide, **{name: OTHER})
        notify(ObjectModifiedEvent(self.guide))
        self.ask_for(self.guide, **{name: CODE})
        self.publish(self.item["blank-1"], self.guide)
        recoded = [("gap_material_recoded", CODE)]
        copy = ICheckinCheckoutPolicy(self.guide).checkout(self.item)
        self.ask_for(copy, **{name: OTHER})
        self.assertEqual(recoded, self.gaps(copy))
        # What nobody asks for any more is forgotten by the guide, and not by papers.
        self.ask_for(copy, 身份证="M02")
        self.assertEqual([], self.gaps(copy))
        self.publish(copy)
        self.ask_for(self.guide, 身份证="M02", **{name: OTHER})
        self.assertEqual(recoded, self.gaps(self.guide))
        api.content.transition(self.guide, "archive")
        notify(ObjectModifiedEvent(self.guide))
        self.assertEqual(recoded, self.gaps(self.guide))
        self.ask_for(self.guide, 居民身份证="M02", **{name: CODE})
        self.assertEqual([], self.gaps(self.guide))

    def test_copy_of_a_guide_begins_anew(self):
        self.publish(self.item["blank-1"], self.guide)
        other = build_item(self.portal, "SQ-XX-901")
        other.manage_delObjects(["guide"])
        copy = api.content.copy(self.guide, other)
        self.ask_for(copy, **{copy.materials[0]["name"]: OTHER})
        self.assertEqual([OTHER], [row["code"] for row in copy.materials])
        self.assertNotIn(KNOWN, vars(copy))

    def test_guide_of_a_district_keeps_the_codes_that_it_inherits(self):
        self.publish(self.item["blank-1"], self.guide)
        row = deepcopy(self.guide.materials[0])
        own = api.content.create(
            self.item, "ServiceGuide", district_guide_id("990102"), district="990102"
        )
        own.overrides = []
        self.publish(own)
        own.overrides = [
            {"field": "materials", "row": CODE, "column": "", "value": None},
            {
                "field": "materials",
                "row": OTHER,
                "column": "",
                "value": {**row, "code": OTHER},
            },
        ]
        self.assertEqual([("gap_material_recoded", CODE)], self.gaps(own))

    def test_site_of_an_earlier_version(self):
        self.publish(self.item["blank-1"], self.guide)
        delattr(self.guide, KNOWN)
        keep_material_codes(self.portal.portal_setup)
        self.assertIn(CODE, getattr(self.guide, KNOWN))


class TestCodesOfMaterialsAtTheDoors(DoorsSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.item = next(
            item for item in self.portal.catalogue.objectValues() if "apply" in item
        )
        self.guide = self.item["guide"]
        # Sites of earlier versions remember nothing before they are upgraded.
        keep_material_codes(self.portal.portal_setup)
        transaction.commit()
        self.path = f"catalogue/{self.item.getId()}/guide"
        asked = self.item["apply"].fields_model
        self.number, self.row = next(
            (number, row)
            for number, row in enumerate(self.guide.materials)
            if f"<material>{row['code']}</material>" in asked
        )

    def test_form_and_programs(self):
        rows = deepcopy(list(self.guide.materials))
        recoded = deepcopy(rows)
        recoded[self.number]["code"] = OTHER
        without = [row for row in rows if row["code"] != self.row["code"]]
        for materials, words in (
            (recoded, "公布时的编码"),
            (without, f"表单“{self.item['apply'].title}”还在要求上传"),
        ):
            answer = self.send(MANAGER, "PATCH", self.path, {"materials": materials})
            self.assertEqual(400, answer.status_code, answer.text[:500])
            self.assertIn(words, answer.json()["message"])
            self.assertEqual(rows, get_item(self.item.code)["guide"].materials)
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser)
        browser.open(f"{self.portal.absolute_url()}/{self.path}/edit")
        control = next(
            browser.getControl(name=f"{prefix}materials.{self.number}.widgets.code")
            for prefix in ("form.widgets.", "form.widgets.IGuideContent.")
            if f'name="{prefix}materials.{self.number}.widgets.code"'
            in browser.contents
        )
        self.assertEqual(self.row["code"], control.value)
        control.value = OTHER
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        page = html.unescape(browser.contents)
        self.assertIn(f"“{self.row['name']}”公布时的编码是 {self.row['code']}", page)
        self.assertIn(f'value="{OTHER}"', page)
        self.assertEqual(rows, self.guide.materials)
        # The way: first the form, then the guide.
        browser.open(f"{self.portal.absolute_url()}/{self.path}/edit")
        browser.getControl(name="form.buttons.cancel").click()
        api.content.transition(self.item["apply"], "archive")
        transaction.commit()
        answer = self.send(MANAGER, "PATCH", self.path, {"materials": without})
        self.assertEqual(204, answer.status_code, answer.text[:500])

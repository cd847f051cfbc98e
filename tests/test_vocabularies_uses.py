"""A code in use neither vanishes from its list nor changes, whichever door is tried."""

from onewindow_policy.guides.overrides import Override
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.api import PREFIX
from onewindow_policy.vocabularies.api import replace_code_list
from onewindow_policy.vocabularies.exceptions import CodeListRefused
from plone import api
from plone.app.registry.browser.records import FakeEnv
from plone.app.registry.exportimport.handler import RegistryImporter
from plone.testing.zope import Browser

import html
import json
import lxml.html
import transaction
import unittest

PANEL = "@@onewindow-code-lists/categories"
FIRST = "form.widgets.categories.0.widgets"

#: A list, and a code of it that something of this kind has.
USED = {
    "categories": "LL",  # services
    "life_events": "养老",  # services, in a set
    "rollout_statuses": "implemented",  # communities
    "law_types": "法律",  # guides, in rows
    "material_forms": "复印件",  # guides, in rows
    "news_categories": "notice",  # news and screens
}


class TestCodeListsInUse(DoorsSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def rows(self, name, lost=None):
        """Return the rows of a list as they are stored, without a code."""
        rows = self.portal.portal_registry[f"{PREFIX}.{name}"]
        return [dict(row) for row in rows if row["code"] != lost]

    def test_form_refuses_at_the_list_and_keeps_what_was_typed(self):
        before = self.rows("categories")
        browser = Browser(self.layer["app"])
        log_in(browser)
        browser.open(f"{self.portal.absolute_url()}/{PANEL}")
        self.assertEqual("MZ", browser.getControl(name=f"{FIRST}.code").value)
        browser.getControl(name=f"{FIRST}.code").value = "MZ2"
        browser.getControl(name=f"{FIRST}.title").value = "民政事务"
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        text = html.unescape(browser.contents)
        # At the head: what stands beside a grid is not shown.
        (said,) = lxml.html.fromstring(text).find_class("alert-danger")
        self.assertRegex(
            said.text_content(), "“事项类别”：.*正在使用.*MZ（[0-9]+处：“.+”"
        )
        self.assertEqual("MZ2", browser.getControl(name=f"{FIRST}.code").value)
        self.assertEqual("民政事务", browser.getControl(name=f"{FIRST}.title").value)
        self.assertEqual(before, self.rows("categories"))

    def test_programs_and_profiles_are_refused(self):
        for name, lost in USED.items():
            with self.subTest(name=name):
                rows = self.rows(name, lost)
                self.assertEqual(len(code_list(name)) - 1, len(rows))
                answer = self.send(
                    MANAGER, "PATCH", "@registry", {f"{PREFIX}.{name}": rows}
                )
                self.assertEqual(400, answer.status_code, answer.text[:500])
                self.assertIn(lost, answer.json()["message"])
                self.assertIn(lost, code_list(name))
        lost = USED["life_events"]
        body = f"""<registry><record name="{PREFIX}.life_events"><value>
            {json.dumps(self.rows("life_events", lost))}
            </value></record></registry>"""
        importer = RegistryImporter(self.portal.portal_registry, FakeEnv())
        with self.assertRaisesRegex(CodeListRefused, lost):
            importer.importDocument(body)
        transaction.abort()
        with self.assertRaisesRegex(CodeListRefused, lost):
            del self.portal.portal_registry.records[f"{PREFIX}.life_events"]
        transaction.abort()
        self.assertIn(lost, code_list("life_events"))

    def test_what_no_form_could_save_is_refused(self):
        rows = self.rows("audiences")
        for unfit in ([*rows, {"code": "新"}], [*rows, rows[0]], [*rows, "新"]):
            answer = self.send(
                MANAGER, "PATCH", "@registry", {f"{PREFIX}.audiences": unfit}
            )
            self.assertEqual(400, answer.status_code, answer.text[:500])
        self.assertEqual(rows, self.rows("audiences"))

    def test_what_a_district_alone_has_stays_too(self):
        self.assertTrue(
            replace_code_list(
                "day_types",
                [*self.rows("day_types"), {"code": "交易日", "title": "交易日"}],
            )
        )
        guide = next(
            brain.getObject()
            for brain in api.content.find(portal_type="ServiceGuide")
            if brain.getObject().overrides
        )
        guide.overrides = [
            *guide.overrides,
            Override("promised_day_type", value="交易日").as_dict(),
        ]
        rows = self.rows("day_types", "交易日")
        with self.assertRaisesRegex(CodeListRefused, "交易日"):
            replace_code_list("day_types", rows)
        guide.overrides = guide.overrides[:-1]
        self.assertTrue(replace_code_list("day_types", rows))

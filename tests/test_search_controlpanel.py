"""What editors settle about the search, in the control panel."""

from onewindow_policy.search.api import find
from onewindow_policy.search.api import Question
from onewindow_policy.search.synonyms import synonym_lines
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser

import transaction
import unittest


class TestControlPanel(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.browser = Browser(self.layer["app"])
        pair = f"{SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}"
        self.browser.addHeader("Authorization", f"Basic {pair}")
        self.browser.open(f"{self.portal.absolute_url()}/@@onewindow-search")

    @property
    def synonyms(self):
        return self.browser.getControl(name="form.widgets.synonyms")

    def save(self, lines):
        self.synonyms.value = lines
        self.browser.getControl(name="form.buttons.save").click()
        transaction.begin()

    def test_new_group_is_found_by_at_once(self):
        self.assertFalse(find(Question("寿星钱")).total)
        self.save(self.synonyms.value + "\n寿星钱、高龄津贴")
        hit = find(Question("寿星钱")).hits[0]
        self.assertEqual("SQ-LL-001", hit.item_code)

    def test_wrong_lines_are_named_and_nothing_typed_is_lost(self):
        before = synonym_lines()
        typed = ["老人、长者", "低保", "孩子，孩子"]
        self.save("\n".join(typed))
        self.assertIn("第 2 行", self.browser.contents)
        self.assertIn("第 3 行", self.browser.contents)
        self.assertEqual(typed, self.synonyms.value.splitlines())
        self.assertEqual(before, synonym_lines())

    def test_line_without_a_department_is_named(self):
        self.browser.getControl(name="form.widgets.elsewhere").value = "护照"
        self.browser.getControl(name="form.buttons.save").click()
        self.assertIn("第 1 行", self.browser.contents)

    def test_other_names_of_services_are_added_once(self):
        before = synonym_lines()
        self.take_aliases()
        added = synonym_lines()[len(before) :]
        self.assertIn("低保户", " ".join(added))
        self.assertGreater(len(added), 40)
        self.take_aliases()
        self.assertEqual(len(before) + len(added), len(synonym_lines()))

    def take_aliases(self):
        self.browser.getControl(name="form.buttons.take_aliases").click()
        transaction.begin()

"""What editors meet in Plone's own interface."""

from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser

import json
import transaction
import unittest


class TestEditingInterface(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def open(self, path, name=MANAGER):
        browser = Browser(self.layer["app"])
        if name:
            log_in(browser, name)
        browser.open(f"{self.layer['portal'].absolute_url()}/{path}")
        return browser.contents

    def test_scripts_of_plone_speak_chinese(self):
        said = json.loads(self.open("@@plonejsi18n?domain=widgets&language=zh-cn"))
        self.assertGreater(len(said), 200)
        self.assertIn("取消", said.values())

    def test_scripts_of_plone_speak_the_language_of_the_page(self):
        said = json.loads(self.open("@@plonejsi18n?domain=widgets", name=None))
        self.assertIn("取消", said.values())

    def test_sharing_of_a_community_offers_the_working_roles(self):
        page = self.open("communities/990102/990102001/990102001001/@@sharing")
        for role in ("窗口人员", "网格员", "部门经办人", "督查人员"):
            self.assertTrue(role in page, role)

    def test_sharing_of_news_does_not_offer_them(self):
        page = self.open("news/@@sharing")
        self.assertIn("审核", page)
        self.assertNotIn("网格员", page)

    def test_editor_of_a_district_cannot_make_somebody_window_staff(self):
        page = self.open(
            "communities/990102/@@sharing",
            "district-editor",
        )
        self.assertFalse("窗口人员" in page)

    def test_our_pages_have_their_style_inside_the_editing_interface(self):
        page = self.open("catalogue/sq-ll-001")
        self.assertTrue("editing.css" in page)
        self.assertTrue('id="edit-zone"' in page)

    def test_residents_load_nothing_of_the_editing_interface(self):
        page = self.open("catalogue/sq-ll-001", name=None)
        self.assertFalse("editing.css" in page)
        self.assertFalse("++plone++" in page)

    def test_steps_and_states_of_the_workflow_are_in_chinese(self):
        page = self.open("catalogue/sq-ll-001/@@publication?transition=archive")
        self.assertIn("<h1>归档</h1>", page)
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.layer["portal"], "SQ-XX-901")
        transaction.commit()
        page = self.open("catalogue/sq-xx-901")
        for word in ("草稿", "提交审核"):
            self.assertTrue(word in page, word)
        for word in ("Draft", "Submit for review"):
            self.assertFalse(word in page, word)

"""The form of the suggestion box, and the way to it."""

from lxml import etree
from lxml import html
from onewindow_policy.feedback.api import FORM_PATH
from onewindow_policy.feedback.api import suggestion_form
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser

import transaction
import unittest

SCHEMA = "{http://namespaces.plone.org/supermodel/schema}"


class TestModel(unittest.TestCase):
    def setUp(self):
        model = etree.fromstring(suggestion_form()["fields_model"].encode())
        self.fields = {each.get("name"): each for each in model.iter(f"{SCHEMA}field")}

    def setting(self, field, name):
        return self.fields[field].findtext(f"{SCHEMA}{name}")

    def test_only_the_message_is_required(self):
        self.assertEqual(
            {"message"},
            {name for name in self.fields if self.setting(name, "required") != "False"},
        )
        self.assertLessEqual({"community", "sender_name", "contact"}, set(self.fields))

    def test_message_has_five_to_two_thousand_characters(self):
        self.assertEqual("5", self.setting("message", "min_length"))
        self.assertEqual("2000", self.setting("message", "max_length"))


class TestWayToTheForm(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        folder, name = FORM_PATH.split("/")
        if folder not in self.portal:
            api.content.create(self.portal, "Folder", folder)
        if name in self.portal[folder]:
            api.content.delete(self.portal[folder][name])
        self.form = api.content.create(self.portal[folder], "EasyForm", name)
        transaction.commit()

    def links(self):
        browser = Browser(self.layer["app"])
        browser.open(f"{self.portal.absolute_url()}/@@suggestions")
        page = html.fromstring(browser.contents)
        return [link.get("href") for link in page.cssselect(".actions a")]

    def test_box_leads_to_the_form_once_it_is_public(self):
        self.assertEqual([], self.links())
        self.portal.portal_workflow.doActionFor(self.form, "publish")
        transaction.commit()
        self.assertEqual([self.form.absolute_url()], self.links())

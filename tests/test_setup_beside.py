"""A site without the portal, in the same Zope, is a Plone as if the portal were not."""

from collective.easyform.api import get_actions
from onewindow_policy.testing import FUNCTIONAL_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.CMFPlone.factory import addPloneSite
from zope.component.hooks import setSite

import re
import requests
import transaction
import unittest

#: What forms of Plone have in them, to be sent back.
TOKEN = re.compile(r'name="_authenticator"[^>]* value="([^"]+)"')

#: An expression that the portal lets nobody bring.
GREETING = "python:'Good ' + 'day'"

EASYFORM = "http://namespaces.plone.org/supermodel/easyform"

SAVER = """<model xmlns="http://namespaces.plone.org/supermodel/schema"><schema>
<field name="saver" type="collective.easyform.actions.SaveData"><title>Saver</title>
</field></schema></model>"""


class TestBeside(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        app = self.layer["app"]
        login(app, SITE_OWNER_NAME)
        self.addCleanup(logout)
        self.addCleanup(setSite, self.layer["portal"])
        self.site = addPloneSite(
            app,
            "stock",
            title="Stock",
            setup_content=False,
            extension_ids=(
                "plonetheme.barceloneta:default",
                "plone.app.contenttypes:default",
                "plone.restapi:default",
                "collective.easyform:default",
            ),
        )
        setSite(self.site)
        transaction.commit()
        self.url = f"http://{self.layer['host']}:{self.layer['port']}/stock"

    def send(self, method, path, body=None):
        answer = requests.request(
            method,
            f"{self.url}/{path}",
            json=body,
            headers={"Accept": "application/json"},
            auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
        )
        self.assertLess(answer.status_code, 300, f"{path}: {answer.text[:500]}")
        self.site._p_jar.sync()
        return answer

    def open(self, path, auth=None):
        answer = requests.get(
            f"{self.url}/{path}", headers={"Accept": "text/html"}, auth=auth
        )
        self.assertEqual(200, answer.status_code, f"{path}: {answer.text[:500]}")
        return answer

    def test_form_asks_and_keeps_as_easyform_does(self):
        self.send("POST", "", {"@type": "EasyForm", "id": "apply", "title": "Contact"})
        self.send("POST", "apply/@workflow/publish", {})
        self.site.apply.actions_model = SAVER
        self.site.apply.thankstitle = "Received"
        transaction.commit()
        page = self.open("apply")
        self.assertIn("Contact", page.text)
        self.assertIn('name="form.widgets.replyto"', page.text)
        answer = requests.post(
            f"{self.url}/apply",
            {
                "form.widgets.replyto": "somebody@example.org",
                "form.widgets.topic": "Roads",
                "form.widgets.comments": "Mend them.",
                "form.buttons.submit": "Submit",
                "_authenticator": TOKEN.search(page.text).group(1),
            },
        )
        self.assertEqual(200, answer.status_code)
        self.assertIn("Received", answer.text)
        self.site._p_jar.sync()
        saver = get_actions(self.site.apply)["saver"]
        self.assertEqual(1, saver.itemsSaved())

    def test_editors_of_forms_store_what_they_are_given(self):
        form = api.content.create(self.site, "EasyForm", "contact", "Contact")
        transaction.commit()
        own = SITE_OWNER_NAME, SITE_OWNER_PASSWORD
        page = self.open("contact/fields/modeleditor", own)
        model = form.fields_model.replace(
            'name="topic"',
            f'name="topic" xmlns:e="{EASYFORM}" e:TDefault="{GREETING}"',
        )
        self.assertNotEqual(model, form.fields_model)
        answer = requests.post(
            f"{self.url}/contact/fields/modeleditor",
            {
                "source": model,
                "form.button.save": "Save",
                "_authenticator": TOKEN.search(page.text).group(1),
            },
            auth=own,
        )
        self.assertEqual(200, answer.status_code, answer.text[:500])
        page = self.open("contact", own)
        self.assertIn("Good day", page.text)

    def test_content_lives_as_plone_has_it(self):
        self.send("POST", "", {"@type": "Folder", "id": "news", "title": "News"})
        self.send("POST", "", {"@type": "Folder", "id": "old", "title": "Old"})
        self.send("POST", "news", {"@type": "News Item", "id": "one", "title": "One"})
        for path in ("news", "news/one"):
            self.send("POST", f"{path}/@workflow/publish", {})
        page = self.open("news/one")
        self.assertIn("One", page.text)
        self.assertNotIn("onewindow", page.text)
        self.assertIn("One", self.open("news").text)
        self.send("PATCH", "news/one", {"title": "First"})
        self.send("POST", "old/@move", {"source": f"{self.url}/news/one"})
        self.assertIn("first", self.site.old.one.title.lower())
        self.send("PATCH", "old/one", {"id": "first"})
        own = SITE_OWNER_NAME, SITE_OWNER_PASSWORD
        for path in (
            *("old/first/edit", "old/folder_contents", "old/first/delete_confirmation"),
            *("@@overview-controlpanel", "@@site-controlpanel", "old/++add++Document"),
            "old/first/content_status_history",
        ):
            self.open(path, own)
        self.send("POST", "old/@workflow/publish", {})
        self.send("DELETE", "old")
        self.assertNotIn("old", self.site)

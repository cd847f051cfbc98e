"""A site without the portal, in the same Zope, is a Plone as if the portal were not."""

from base64 import b64encode
from collective.easyform.api import get_actions
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import FUNCTIONAL_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.CMFPlone.factory import addPloneSite
from Products.ZCTextIndex.ParseTree import QueryError
from sqlalchemy import select
from sqlalchemy.orm import Session
from zope.component.hooks import setSite

import re
import requests
import transaction
import unittest

OWNER = (
    "Basic " + b64encode(f"{SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}".encode()).decode()
)

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

    def test_accounts_and_roles_are_kept_as_plone_keeps_them(self):
        self.send(
            "POST",
            "@users",
            {"username": "mary", "email": "mary@example.org", "password": "short-one"},
        )
        users = self.site.acl_users.source_users
        self.assertTrue(users._user_passwords["mary"].startswith(b"{SSHA}"))
        self.send("POST", "", {"@type": "Folder", "id": "news", "title": "News"})
        entry = {"id": "mary", "type": "user", "roles": {"Editor": True}}
        self.send("POST", "news/@sharing", {"inherit": False, "entries": [entry]})
        self.assertTrue(self.site.news.__ac_local_roles_block__)
        self.assertEqual(["Editor"], self.site.news.__ac_local_roles__["mary"])
        self.send("PATCH", "@users/mary", {"roles": {"Reviewer": True}})
        self.assertIn("Reviewer", api.user.get("mary").getRoles())
        page = self.open("login")
        session = requests.Session()
        session.post(
            page.url,
            {
                "__ac_name": "mary",
                "__ac_password": "short-one",
                "buttons.login": "Log in",
            },
        )
        self.assertIn('id="personaltools-logout"', session.get(self.url).text)
        self.send("DELETE", "@users/mary")
        with Session(get_database().engine) as records:
            entries = list(records.scalars(select(AuditEntry)))
        # The root's accounts are those of all sites.
        self.assertEqual({SITE_OWNER_NAME}, {each.user_id for each in entries})
        self.assertEqual({"password_accepted"}, {each.action for each in entries})

    def test_programs_are_answered_as_plone_answers_them(self):
        answer = requests.post(
            f"{self.url}/@login",
            json={"login": SITE_OWNER_NAME, "password": SITE_OWNER_PASSWORD},
            headers={"Accept": "application/json", "Origin": "https://elsewhere.test"},
        )
        self.assertEqual(200, answer.status_code, answer.text[:300])
        self.assertIn("token", answer.json())

    def test_what_is_missing_is_said_by_plone(self):
        answer = requests.get(f"{self.url}/missing", headers={"Accept": "text/html"})
        self.assertEqual(404, answer.status_code)
        self.assertIn("page does not seem to exist", answer.text)
        self.assertNotIn("onewindow", answer.text)

    def test_catalog_is_asked_as_plone_asks_it(self):
        with api.env.adopt_roles(["Manager"]):
            api.content.create(self.site, "Document", "one", "Marathon")
        catalog = self.site.portal_catalog
        self.assertEqual(1, len(catalog(SearchableText="m*a*r*a*t*")))
        with self.assertRaises(QueryError):
            setSite(self.layer["portal"])
            self.layer["portal"].portal_catalog(SearchableText="m*a*r*a*t*")

    def ask(self, method, path="", body=None, **headers):
        """Return the answers of this site and of ours."""
        sent = {"Accept": "text/html"}
        sent.update((name.replace("_", "-"), text) for name, text in headers.items())
        return [
            requests.request(
                method, f"{url}{path}", data=body, headers=sent, allow_redirects=False
            )
            for url in (self.url, self.layer["portal"].absolute_url())
        ]

    def test_head_is_answered_as_zope_does(self):
        stock, ours = self.ask("HEAD")
        # Zope asks content for a method of WebDAV that sites lack.
        self.assertEqual(404, stock.status_code)
        self.assertEqual(200, ours.status_code)
        stock, ours = self.ask("HEAD", "/sitemap")
        self.assertEqual((200, 200), (stock.status_code, ours.status_code))

    def test_doors_of_zope_stand_open(self):
        stock, ours = self.ask("GET", "/aq_parent")
        self.assertEqual((200, 404), (stock.status_code, ours.status_code))
        self.assertIn("<Application at", stock.text)
        self.assertIn("没有找到这一页", ours.text)
        stock, ours = self.ask("PROPFIND", Authorization=OWNER, Depth="0")
        self.assertEqual((207, 404), (stock.status_code, ours.status_code))
        self.assertIn("没有找到这一页", ours.text)
        stock, ours = self.ask("OPTIONS", Authorization=OWNER)
        self.assertIn("PROPFIND", stock.headers["Allow"])
        self.assertNotIn("Allow", ours.headers)
        stock, ours = self.ask("PUT", "/put.txt", "text", Authorization=OWNER)
        self.assertEqual((201, 404), (stock.status_code, ours.status_code))
        stock, ours = self.ask("GET", "/manage_main")
        self.assertIn("require_login", stock.headers["Location"])
        self.assertEqual(404, ours.status_code)

    def test_what_acts_before_a_site_is_known_acts_here_too(self):
        self.send("POST", "", {"@type": "Document", "id": "page", "title": "Page"})
        stock, ours = self.ask(
            "PATCH",
            "/++api++/page",
            '{"title": "Changed"}',
            Authorization=OWNER,
            Content_Type="application/json",
        )
        # Zope alone finds nothing that a client of WebDAV may change.
        self.assertEqual(204, stock.status_code)
        self.site._p_jar.sync()
        self.assertEqual("Changed", self.site.page.title)
        call = """<?xml version="1.0"?>
<methodCall><methodName>Title</methodName><params/></methodCall>"""
        stock, ours = self.ask("POST", body=call, Content_Type="text/xml")
        self.assertEqual((200, 200), (stock.status_code, ours.status_code))
        for answer in (stock, ours):
            self.assertIn("</html>", answer.text)
            self.assertNotIn("methodResponse", answer.text)

"""While the server of records is stopped content is read, and all changes are refused."""

from onewindow_policy.records.database import Database
from onewindow_policy.records.database import replace_database
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.records import StoppableServer
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.protect.authenticator import createToken
from plone.testing.zope import Browser
from urllib.parse import urlencode

import json
import re
import transaction
import unittest

ITEM = "catalogue/sq-xx-901"
NEWS = "news/n001"
COMMUNITY = "communities/990102/990102001/990102001001"
TYPED = "二〇二六年的新名称"


class TestAway(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901")
        transaction.commit()
        self.server = self.enterContext(StoppableServer())
        database = Database(self.server.settings)
        self.addCleanup(database.dispose)
        self.addCleanup(replace_database, replace_database(database))
        database.upgrade()
        self.editor = self.browser(MANAGER)

    def browser(self, name=None):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.followRedirects = False
        browser.addHeader("Accept", "text/html")
        if name:
            log_in(browser, name)
        return browser

    def status(self, browser):
        return int(browser.headers["status"].split()[0])

    def token(self):
        with api.env.adopt_user(MANAGER):
            return createToken()

    def state(self):
        """Return all that the doors could change, as another transaction sees it."""
        transaction.begin()
        catalogue = self.portal.catalogue
        item = catalogue["sq-xx-901"]
        return (
            sorted(self.portal.objectIds()),
            sorted(catalogue.objectIds()),
            sorted(item.objectIds()),
            item.title,
            api.content.get_state(item),
            self.portal.news.title,
            api.content.get_state(self.portal.news),
            sorted(self.portal.news.objectIds()),
            [each.title for each in self.portal.news.objectValues()],
            sorted(self.portal.unrestrictedTraverse(COMMUNITY).objectIds()),
        )

    def forms(self):
        """Return by name what editors post, with what belongs to it."""
        uid = self.portal.catalogue["sq-xx-901"].UID()
        selected = {"selection": json.dumps([uid]), "folder": "/catalogue"}
        # What has a code is never renamed.
        of_news = self.portal.unrestrictedTraverse(NEWS).UID()
        return {
            "publish": (f"{ITEM}/@@publication", {"transition": "submit"}),
            "send back": (
                f"{ITEM}/@@publication",
                {"transition": "submit", "comment": TYPED},
            ),
            "state": (
                f"{ITEM}/content_status_modify",
                {"workflow_action": "submit"},
            ),
            "delete": (
                f"{ITEM}/delete_confirmation",
                {"form.buttons.Delete": "Delete", "form.submitted": "1"},
            ),
            "rename": (
                f"{NEWS}/object_rename",
                {
                    "form.widgets.new_id": "renamed",
                    "form.widgets.new_title": TYPED,
                    "form.buttons.Rename": "Rename",
                },
            ),
            "merge": (f"{COMMUNITY}/@@merge-place", {"to": "990102001002"}),
            "delete in the list": ("catalogue/@@fc-delete", selected),
            "state in the list": (
                "catalogue/@@fc-workflow",
                {**selected, "transition": "submit"},
            ),
            "rename in the list": (
                "news/@@fc-rename",
                {
                    "selection": json.dumps([of_news]),
                    "folder": "/news",
                    "UID_0": of_news,
                    "newid_0": "renamed",
                    "newtitle_0": TYPED,
                },
            ),
        }

    def programs(self):
        """Return by name what programs ask for: method, path, JSON."""
        item = f"{self.url}/{ITEM}"
        return {
            "PATCH": ("PATCH", ITEM, {"title": TYPED}),
            "POST": ("POST", "news", {"@type": "Document", "title": TYPED}),
            "DELETE": ("DELETE", ITEM, None),
            "@workflow": ("POST", f"{ITEM}/@workflow/submit", {}),
            "@move": ("POST", "news", None),
            "@copy": ("POST", "news/@copy", {"source": f"{item}/blank-1"}),
        }

    def post(self, path, form):
        self.editor.post(
            f"{self.url}/{path}", urlencode({**form, "_authenticator": self.token()})
        )

    def ask(self, method, path, data):
        return self.browser().testapp.request(
            f"{self.url}/{path}",
            method=method,
            body=json.dumps(data).encode() if data is not None else b"",
            headers={
                "Accept": "application/json",
                "Content-Type": "application/json",
                "Cookie": cookie_for(),
            },
            expect_errors=True,
        )

    def test_every_form_is_refused_in_words_and_changes_nothing(self):
        before = self.state()
        forms = self.forms()
        self.server.stop()
        for name, (path, form) in forms.items():
            with self.subTest(name):
                self.post(path, form)
                self.assertEqual(503, self.status(self.editor))
                self.assertEqual("60", self.editor.headers["Retry-After"])
                self.assertRegex(self.editor.contents, "没有保存|暂时不能修改")
                self.assertEqual(before, self.state())

    def test_what_was_typed_into_a_form_is_still_there(self):
        for path, field in (
            (f"{ITEM}/edit", "form.widgets.IBasic.title"),
            ("news/edit", "form.widgets.IDublinCore.title"),
            ("news/++add++News Item", "form.widgets.IDublinCore.title"),
        ):
            with self.subTest(path):
                before = self.state()
                self.editor.followRedirects = True
                self.editor.open(f"{self.url}/{path}")
                self.assertEqual(200, self.status(self.editor))
                self.editor.getControl(name=field).value = TYPED
                self.server.stop()
                self.editor.getControl(name="form.buttons.save").click()
                self.assertEqual(503, self.status(self.editor))
                self.assertEqual(1, self.editor.contents.count("暂时不能修改"))
                self.assertEqual(TYPED, self.editor.getControl(name=field).value)
                self.assertEqual(before, self.state())
                self.server.start()
                # The same page, sent once more.
                self.editor.getControl(name="form.buttons.save").click()
                self.assertEqual(200, self.status(self.editor))
                self.assertNotEqual(before, self.state())

    def test_reason_for_sending_back_is_still_there(self):
        self.server.stop()
        self.post(*self.forms()["send back"])
        self.assertEqual(503, self.status(self.editor))
        self.assertIn('id="refusal"', self.editor.contents)
        self.assertEqual(TYPED, self.editor.getControl(name="comment").value)

    def test_programs_are_refused_with_503_and_change_nothing(self):
        before = self.state()
        self.server.stop()
        for name, (method, path, data) in self.programs().items():
            if name == "@move":
                path, data = "news/@move", {"source": f"{self.url}/{ITEM}/blank-1"}
            with self.subTest(name):
                response = self.ask(method, path, data)
                self.assertEqual(503, response.status_int)
                self.assertEqual("60", response.headers["Retry-After"])
                self.assertNotIn("Traceback", response.text)
                self.assertNotIn("psycopg2", response.text)
                self.assertEqual(before, self.state())
        self.server.start()
        response = self.ask("PATCH", ITEM, {"title": TYPED})
        self.assertEqual(204, response.status_int)
        self.assertNotEqual(before, self.state())

    def test_visitors_go_on_reading_and_staff_can_log_in(self):
        self.server.stop()
        visitor = self.browser()
        for path, words in (
            ("", "一窗"),
            ("catalogue", "<h1"),
            ("catalogue/sq-ll-001", "高龄津贴"),
            ("news", "<h1"),
        ):
            with self.subTest(path):
                visitor.open(f"{self.url}/{path}")
                self.assertEqual(200, self.status(visitor))
                self.assertIn(words, visitor.contents)
        visitor.open(f"{self.url}/login")
        self.assertEqual(200, self.status(visitor))
        password = sample_password("district-editor")
        visitor.getControl(name="__ac_name").value = "district-editor"
        visitor.getControl(name="__ac_password").value = password
        visitor.getControl(name="buttons.login").click()
        self.assertTrue(re.search("__ac=", str(visitor.cookies)))

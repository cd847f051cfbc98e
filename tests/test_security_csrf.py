"""No write without a token that only our own pages hand out."""

from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from unittest import mock
from urllib.parse import urlencode
from ZODB.Connection import Connection

import dataclasses
import transaction
import unittest


class TestForgedWrites(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        self.item = build_item(self.portal, "SQ-XX-901")
        transaction.commit()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.followRedirects = False
        log_in(self.browser)

    def post(self, path, **form):
        self.browser.post(f"{self.portal.absolute_url()}/{path}", urlencode(form))
        transaction.begin()

    def test_transition_without_a_token_changes_nothing(self):
        self.post("catalogue/sq-xx-901/@@publication", transition="submit")
        self.assertIn("403", self.browser.headers["status"])
        self.assertEqual("draft", api.content.get_state(self.item))

    def test_district_guide_without_a_token_is_not_started(self):
        self.post("communities/990102/@@guides", item="SQ-MZ-003")
        self.assertIn("403", self.browser.headers["status"])
        self.assertNotIn("guide-990102", self.portal.catalogue["sq-mz-003"])

    def test_form_without_a_token_saves_nothing(self):
        self.post(
            "catalogue/sq-xx-901/edit",
            **{
                "form.widgets.IBasic.title": "伪造",
                "form.widgets.code": "SQ-XX-901",
                "form.widgets.category": "LL",
                "form.buttons.save": "Save",
            },
        )
        self.assertNotEqual("伪造", self.item.title)

    def test_code_lists_without_a_token_stay_as_they_are(self):
        before = self.portal.portal_registry["onewindow_policy.vocabularies.audiences"]
        self.post(
            "@@onewindow-code-lists/audiences",
            **{"form.widgets.audiences.count": "0", "form.buttons.save": "Save"},
        )
        after = self.portal.portal_registry["onewindow_policy.vocabularies.audiences"]
        self.assertEqual(before, after)


class TestReadsDoNotWrite(unittest.TestCase):
    """Public pages register no persistent object."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    ADDRESSES = (
        "",
        "catalogue",
        "catalogue?category=LL&district=990102&channels=online",
        "catalogue/sq-mz-001",
        "catalogue/sq-mz-001/990103",
        "catalogue/sq-mz-001/guide",
        "catalogue/sq-mz-001/blank-1",
        "catalogue/sq-mz-001/blank-1/@@download",
        "catalogue/sq-mz-001/@@bundle",
        "catalogue/@@not-issued",
        "samples",
        "communities",
        "communities/990102",
        "communities/990102/990102001",
        "communities/990102/990102001/990102001001",
        "communities/990102/990102001/990102001001/h001",
        "news",
        "news/n001",
        "@@suggestions",
        "screens",
        "screens/h001",
        "@@find?q=%E6%B4%A5%E8%B4%B4",
        "login",
        "catalogue/nothing-here",
    )

    #: What says honestly that it cannot be shown while records are away.
    SHOW_RECORDS = frozenset({"@@suggestions", "@@find?q=%E6%B4%A5%E8%B4%B4"})

    def test_no_public_page_registers_an_object(self):
        registered = []
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        original = Connection.register

        def spy(connection, obj):
            registered.append((browser.url, repr(obj)))
            return original(connection, obj)

        base = self.layer["portal"].absolute_url()
        with mock.patch.object(Connection, "register", spy):
            for address in self.ADDRESSES:
                browser.open(f"{base}/{address}")
        self.assertEqual([], registered)

    def test_no_public_page_needs_records(self):
        settings = dataclasses.replace(
            get_database().settings,
            url=read_url("postgresql://portal@127.0.0.1:1/records"),
        )
        replace_database(Database(settings))
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        base = self.layer["portal"].absolute_url()
        with self.assertNoLogs("onewindow_policy", "ERROR"):
            for address in self.ADDRESSES:
                if address in self.SHOW_RECORDS:
                    continue
                browser.open(f"{base}/{address}")
                status = browser.headers["status"].split()[0]
                expected = "404" if address == "catalogue/nothing-here" else "200"
                self.assertEqual(expected, status, address)

    def test_the_spy_sees_a_write(self):
        seen = []
        with mock.patch.object(Connection, "register", lambda *args: seen.append(args)):
            self.layer["portal"].title = "changed"
        self.assertEqual(1, len(seen))

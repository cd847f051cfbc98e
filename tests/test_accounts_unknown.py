"""Nobody learns who has an account: not by asking for a new password, nor by lists."""

from http.client import HTTPConnection
from onewindow_policy.accounts.resetting import mail_password
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.restapi.interfaces import IExpandableElement as ELEMENT
from plone.testing.zope import Browser
from Products.CMFPlone.RegistrationTool import RegistrationTool
from unittest import mock
from urllib.parse import urlencode
from zope.component import getAdapters

import json
import re
import unittest

KNOWN, UNKNOWN = "editor", "nobody-at-all"

#: What lists and objects call the people who write.
NAMES = ("Creator", "creators", "listCreators", "author_name", "getOwner", "lockedBy")


class UnknownCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.request = self.layer["request"]
        self.url = self.portal.absolute_url()

    def post(self, path, body, media_type="application/json"):
        """Return status and text of an answer to a visitor, the name left out of it."""
        peer = HTTPConnection(self.layer["host"], self.layer["port"], timeout=60)
        self.addCleanup(peer.close)
        headers = {"Content-Type": media_type}
        if media_type == "application/json":
            headers["Accept"] = media_type
        peer.request("POST", f"/plone/{path}", body, headers)
        answer = peer.getresponse()
        text = answer.read().decode()
        for name in (KNOWN, UNKNOWN):
            text = text.replace(name, "NAME")
        return answer.status, text

    def get(self, path):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "application/json")
        browser.open(f"{self.url}/{path}")
        return json.loads(browser.contents)

    def list(self, query):
        return self.get(f"@search?{query}")


class TestResets(UnknownCase):
    def test_programs_are_told_the_same_of_every_name(self):
        for data in (
            {},
            {"reset_token": "0" * 32, "new_password": "grey herons at the ferry"},
            {"new_password": "grey herons at the ferry"},
            {"old_password": "x", "new_password": "grey herons at the ferry"},
        ):
            with self.subTest(data=sorted(data)):
                known, unknown = (
                    self.post(f"@users/{name}/reset-password", json.dumps(data))
                    for name in (KNOWN, UNKNOWN)
                )
                self.assertEqual(known, unknown)
                self.assertLess(known[0], 500)

    def test_pages_say_the_same_of_every_name(self):
        known, unknown = (
            self.post(
                "mail_password",
                urlencode({"userid": name}),
                "application/x-www-form-urlencoded",
            )
            for name in (KNOWN, UNKNOWN)
        )
        self.assertEqual(known, unknown)
        self.assertEqual(200, known[0])

    def test_page_of_help_says_the_same_of_every_name(self):
        said = []
        for name in (KNOWN, UNKNOWN):
            browser = Browser(self.layer["app"])
            browser.raiseHttpErrors = False
            browser.open(f"{self.url}/login-help")
            control = browser.getControl(name="form.widgets.reset_password")
            control.value = name
            browser.getControl(name="form.buttons.reset").click()
            self.assertTrue(browser.headers["status"].startswith("200"), name)
            page = browser.contents.replace(name, "NAME").replace(browser.url, "")
            said.append(re.sub(r'name="_authenticator"[^>]*>', "", page))
        self.assertEqual(*said)

    def test_no_more_links_are_sent_than_one_needs_and_nobody_sees_it(self):
        sent = []

        def send(_tool, login, _request, **_how):
            sent.append(login)
            return "sent"

        self.enterContext(
            mock.patch.object(
                RegistrationTool,
                "mailPassword",
                lambda tool, login, request, **how: mail_password(
                    send, tool, login, request, **how
                ),
            )
        )
        answers = {
            self.post(
                "mail_password",
                urlencode({"userid": KNOWN}),
                "application/x-www-form-urlencoded",
            )[0]
            for _attempt in range(5)
        }
        self.assertEqual({200}, answers)
        self.assertEqual([KNOWN] * 3, sent)
        for number in range(20):
            self.post(
                "mail_password",
                urlencode({"userid": f"{UNKNOWN}-{number}"}),
                "application/x-www-form-urlencoded",
            )
        self.assertEqual(20, len(sent))


def _people_in(answer, names) -> set:
    """Return which names stand as a value anywhere in an answer."""
    if isinstance(answer, dict):
        answer = list(answer.values())
    if isinstance(answer, list):
        return set().union(*(_people_in(each, names) for each in answer))
    return names & {answer}


class TestLists(UnknownCase):
    def test_lists_name_nobody_who_writes(self):
        query = "&".join(f"metadata_fields={name}" for name in (*NAMES, "_all"))
        found = self.list(f"portal_type=News+Item&{query}")
        self.assertTrue(found["items"])
        for item in found["items"]:
            self.assertEqual(set(), set(NAMES) & set(item))
            self.assertNotIn("admin", item.values())

    def test_content_and_all_that_can_be_asked_with_it_name_nobody(self):
        news = self.portal.news["n001"]
        elements = {name for name, _ in getAdapters((news, self.request), ELEMENT)}
        self.assertIn("workflow", elements)
        shown = set()
        for path in ("news/n001", "news", "catalogue/sq-ll-001", ""):
            for element in sorted(elements):
                with self.subTest(path=path, element=element):
                    answer = self.get(f"{path}?expand={element}&metadata_fields=_all")
                    shown.update({element} if "@components" in answer else ())
                    self.assertEqual(set(), _people_in(answer, {news.Creator(), KNOWN}))
        self.assertLessEqual({"breadcrumbs", "navigation"}, shown)

    def test_nobody_is_looked_for_by_who_writes(self):
        every = self.list("portal_type=News+Item")["items_total"]
        self.assertGreater(every, 1)
        creator = self.portal.news["n001"].Creator()
        for name in (creator, UNKNOWN):
            for index in ("Creator", "creators"):
                with self.subTest(name=name, index=index):
                    found = self.list(f"portal_type=News+Item&{index}={name}")
                    self.assertEqual(every, found["items_total"])

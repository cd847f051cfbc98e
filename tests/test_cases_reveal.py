"""Numbers of documents and accounts: masked at the desk until somebody says why."""

from lxml import html
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.noting.notes import add_note
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from unittest.mock import patch
from urllib.parse import urlencode

import transaction
import unittest

WHOLE = (PLANTED["id_number"], PLANTED["account"])
MASKED = ("990***********4219", "***4567")


class TestReveal(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.case = register_case(submission("a"))
        transaction.commit()
        site = self.layer["portal"].absolute_url()
        self.address = f"{site}/@@desk/{self.case.number}"
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")
        log_in(self.browser, "window-staff")
        self.browser.open(self.address)
        self.words = self.read()

    def read(self, status="200"):
        """Return the words of the page, which is that of the case."""
        self.assertTrue(self.browser.headers["status"].startswith(status))
        self.page = html.fromstring(self.browser.contents)
        (main,) = self.page.cssselect("main")
        words = " ".join(main.text_content().split())
        self.assertIn(PLANTED["name"], words)
        return words

    def noted(self):
        transaction.begin()
        query = select(AuditEntry.action, AuditEntry.detail).order_by(AuditEntry.id)
        return [tuple(each) for each in read_session().execute(query)]

    def reveal(self, why, status="200"):
        (token, *_) = self.page.cssselect("#reveal [name=_authenticator]")
        form = {"_authenticator": token.get("value"), "reveal": "1", "reveal-why": why}
        self.browser.post(self.address, urlencode(form))
        return self.read(status)

    def assert_masked(self, words):
        for shown, hidden in zip(MASKED, WHOLE, strict=True):
            self.assertIn(shown, words)
            self.assertNotIn(hidden, self.browser.contents)

    def test_numbers_are_masked_for_those_who_work_with_the_case(self):
        self.assert_masked(self.words)

    def test_reason_shows_them_on_one_page_and_stands_in_the_audit(self):
        words = self.reveal("compare")
        for number in WHOLE:
            self.assertIn(number, words)
        self.assertEqual([], self.page.cssselect("#reveal"))
        self.assertIn(("case.reveal", "compare"), self.noted())
        self.assertIn("no-store", self.browser.headers["Cache-Control"])
        self.browser.open(self.address)
        self.assert_masked(self.read())

    def test_numbers_that_staff_wrote_are_masked_too(self):
        number = "6222021234567890123"
        staff = api.user.get("window-staff")
        add_note(self.case.number, f"卡号{number}", staff)
        facts = {"reason": f"请核对{number}"}
        move_case(self.case.number, "return", staff, version=1, facts=facts)
        transaction.commit()
        self.browser.open(self.address)
        words = self.read()
        self.assertIn("卡号***0123", words)
        self.assertIn("请核对***0123", words)
        self.assertNotIn(number, self.browser.contents)
        self.assertIn(f"请核对{number}", self.reveal("compare"))

    def test_text_for_a_step_that_is_not_possible_any_more_comes_back(self):
        staff = api.user.get("window-staff")
        facts = {"reason": "退件"}
        move_case(self.case.number, "return", staff, version=1, facts=facts)
        transaction.commit()
        (token, *_) = self.page.cssselect("#reveal [name=_authenticator]")
        form = {
            "_authenticator": token.get("value"),
            "version": "1",
            "transition": "hand_over",
            "hand_over-colleague": "小王",
            "hand_over-reason": "请您接着办",
            "hand_over-note": "材料在柜子里",
        }
        self.browser.post(self.address, urlencode(form))
        self.read("422")
        (unsent,) = self.page.cssselect("#unsent")
        for text in ("请您接着办", "材料在柜子里"):
            self.assertIn(text, unsent.text_content())

    def test_without_a_reason_of_the_list_nothing_is_shown_or_noted(self):
        for why in ("", "我想看看"):
            with self.subTest(why):
                self.assert_masked(self.reveal(why, "422"))
                self.assertEqual(1, len(self.page.cssselect("#reveal[open]")))
                self.assertIn('href="#reveal-why"', self.browser.contents)
        self.assertNotIn("case.reveal", [action for action, _detail in self.noted()])

    def test_without_its_token_nothing_is_shown(self):
        form = {"reveal": "1", "reveal-why": "compare"}
        self.browser.post(self.address, urlencode(form))
        self.assert_masked(self.read("403"))

    def test_what_cannot_be_noted_is_not_shown(self):
        with patch(
            "onewindow_policy.records.sessions.datamanager.SessionDataManager.tpc_vote",
            side_effect=RuntimeError("no"),
        ):
            (token, *_) = self.page.cssselect("#reveal [name=_authenticator]")
            form = {
                "_authenticator": token.get("value"),
                "reveal": "1",
                "reveal-why": "compare",
            }
            self.browser.post(self.address, urlencode(form))
        self.assertTrue(self.browser.headers["status"].startswith("500"))
        for number in WHOLE:
            self.assertNotIn(number, self.browser.contents)

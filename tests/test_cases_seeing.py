"""Supervisors see how cases stand, and what is personal in one once they said why."""

from datetime import timedelta
from html import unescape
from lxml import html
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
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

REASON_WRITTEN = "户口簿不是赵计华本人的"


class TestSeeing(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.case = register_case(submission("a"))
        self.other = register_case(submission("b"))
        transaction.commit()
        self.browser = self.browser_of("supervisor")

    def browser_of(self, name):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        log_in(browser, name)
        return browser

    @property
    def status(self):
        return int(self.browser.headers["status"].split()[0])

    def read(self):
        self.page = html.fromstring(self.browser.contents)
        return " ".join(self.page.cssselect("main")[0].text_content().split())

    def open(self, case=None):
        self.browser.open(f"{self.url}/@@desk/{(case or self.case).number}")
        words = self.read()
        self.assertEqual(200, self.status)
        self.assertIn(case_number_text((case or self.case).number), words)
        return words

    def disclose(self, why="complaint"):
        self.open()
        self.browser.getControl(name="why").value = [why]
        self.browser.getControl(name="disclose").click()
        self.assertEqual(200, self.status)
        return self.read()

    def noted(self):
        transaction.begin()
        query = select(AuditEntry.user_id, AuditEntry.action, AuditEntry.detail)
        query = query.where(
            AuditEntry.subject == self.case.number, AuditEntry.action.like("case.%")
        )
        return [tuple(row) for row in read_session().execute(query)]

    def assert_sealed(self, words):
        source = html.tostring(self.page, encoding="unicode")
        for secret in PLANTED.values():
            self.assertNotIn(secret, source)
        self.assertIn("状态", words)
        self.assertEqual(1, len(self.page.cssselect("#disclose")))

    def test_list_is_masked_and_cannot_be_had_as_a_sheet(self):
        self.browser.open(f"{self.url}/@@desk")
        words = self.read()
        self.assertEqual(200, self.status)
        self.assertIn(case_number_text(self.case.number), words)
        for secret in (PLANTED["name"], PLANTED["id_number"]):
            self.assertNotIn(secret, self.browser.contents)
        self.assertEqual([], self.page.cssselect("#export"))
        self.open()
        token = self.browser.getControl(name="_authenticator").value
        self.browser.post(f"{self.url}/@@desk", urlencode({"_authenticator": token}))
        self.assertNotIn("spreadsheet", self.browser.headers["Content-Type"])

    def test_sealed_case_says_how_it_stands_and_nothing_personal(self):
        staff = self.browser_of("window-staff")
        staff.open(f"{self.url}/@@desk/{self.case.number}")
        form = staff.getForm(id="go-return")
        form.getControl(name="return-reason").value = REASON_WRITTEN
        form.submit(name="transition")
        staff.getForm(id="confirm-step").submit(name="confirmed")
        self.assertIn(REASON_WRITTEN, unescape(staff.contents))
        words = self.open()
        self.assert_sealed(words)
        for shown in ("高龄津贴申请", "晨光社区", "退件"):
            self.assertIn(shown, words)
        self.assertNotIn(REASON_WRITTEN, words)
        self.assertNotIn("supervisor", [who for who, *_rest in self.noted()])

    def test_reason_opens_the_case_and_stands_in_the_audit(self):
        words = self.disclose("overdue")
        for shown in (PLANTED["name"], "990***********4219", PLANTED["phone"]):
            self.assertIn(shown, words)
        self.assertNotIn(PLANTED["id_number"], words)
        self.assertIn("超期督办", words)
        self.assertEqual([], self.page.cssselect("#disclose, #move"))
        self.assertEqual(
            [
                ("supervisor", "case.disclose", "overdue"),
                ("supervisor", "case.open", "oversee"),
            ],
            self.noted(),
        )
        self.browser.getLink(PLANTED["file_name"]).click()
        self.assertEqual("image/png", self.browser.headers["Content-Type"])

    def test_no_reason_of_the_list_no_data(self):
        self.open()
        token = self.browser.getControl(name="_authenticator").value
        for why in ("", "other", "赵计华"):
            with self.subTest(why=why):
                form = {"why": why, "disclose": "1", "_authenticator": token}
                self.browser.post(
                    f"{self.url}/@@desk/{self.case.number}", urlencode(form)
                )
                words = self.read()
                self.assertEqual(422, self.status)
                self.assertIn("请选择打开这个办件的事由", words)
                self.assertEqual([], self.noted())
        self.assert_sealed(self.open())

    def test_it_opens_this_case_for_this_person_alone(self):
        self.disclose()
        self.assert_sealed(self.open(self.other))
        city = api.portal.get()["communities"]
        city.manage_addLocalRoles("personnel", ["Supervisor"])
        city.reindexObjectSecurity()
        transaction.commit()
        self.browser = self.browser_of("personnel")
        self.assert_sealed(self.open())

    def test_it_opens_for_half_an_hour(self):
        self.disclose()
        for minutes, is_open in ((29, True), (31, False)):
            with (
                self.subTest(minutes=minutes),
                patch(
                    "onewindow_policy.cases.seeing.utc_now",
                    return_value=utc_now() + timedelta(minutes=minutes),
                ),
            ):
                words = self.open()
                self.assertEqual(is_open, PLANTED["name"] in words)

    def test_file_stays_shut_without_a_reason(self):
        self.disclose()
        address = self.browser.getLink(PLANTED["file_name"]).url
        with patch(
            "onewindow_policy.cases.seeing.utc_now",
            return_value=utc_now() + timedelta(minutes=31),
        ):
            self.browser.open(address)
            words = self.read()
        self.assertEqual(409, self.status)
        self.assertIn("请先说明打开这个办件的事由", words)
        self.assert_sealed(words)

    def test_no_case_is_led_on(self):
        self.disclose()
        self.browser.open(f"{self.url}/@@personal-information")
        token = self.browser.getControl(name="_authenticator", index=0).value
        form = {"transition": "accept", "version": "1", "_authenticator": token}
        self.browser.post(f"{self.url}/@@desk/{self.case.number}", urlencode(form))
        self.read()
        self.assertEqual(422, self.status)
        transaction.begin()
        state = select(Case.state).where(Case.number == self.case.number)
        self.assertEqual("submitted", read_session().scalar(state))

    def test_case_is_found_by_its_number_and_stays_sealed(self):
        self.browser.open(f"{self.url}/@@work")
        self.browser.getControl(name="text").value = self.case.number
        self.browser.getForm(id="work-search").submit()
        self.assertTrue(self.browser.url.endswith(f"/@@desk/{self.case.number}"))
        self.assert_sealed(self.read())

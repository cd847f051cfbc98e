"""Somebody of the staff sends the residents' form for them: from the form to the row in
SQL, and to the pages that say so to the applicant and to those who handle the case."""

from html import unescape
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.opening import open_case
from onewindow_policy.records.api import read_session
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select


class TestFiling(ApplyingCase):
    def browser(self, account=None):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        if account:
            log_in(browser, account)
        return browser

    def file(self, account=None):
        """Send the form, logged in as `account`; return the case and the page after it."""
        browser = self.browser(account)
        browser.open(f"{self.url}/{FORM}")
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        return case, browser

    def first_event(self):
        columns = CaseEvent.transition, CaseEvent.role, CaseEvent.user_id
        return tuple(read_session().execute(select(*columns)).one())

    def progress(self, case):
        browser = self.browser()
        browser.open(f"{self.url}/@@track")
        form = browser.getForm(id="track-form")
        form.getControl(name="number").value = case.number
        form.getControl(name="code").value = case.query_code
        form.submit()
        self.assertIn('id="history"', browser.contents)
        return browser.contents

    def test_who_filed_at_the_door_stands_beside_who_applies(self):
        case, _receipt = self.file("grid-worker")
        self.assertEqual(
            ("register_by_grid_worker", "Grid Worker", "grid-worker"),
            self.first_event(),
        )
        self.assertEqual(
            ("online", "submitted", None), (case.channel, case.state, case.assignee)
        )
        self.assertEqual("样本老人", case.applicant["name"])
        page = self.progress(case)
        self.assertIn("您的申请由社区网格员在网上提交。", page)
        name = api.user.get("grid-worker").getProperty("fullname")
        self.assertTrue(name)
        self.assertNotIn(name, page)
        self.assertNotIn("grid-worker", page)
        desk = self.browser("window-staff")
        desk.open(f"{self.url}/@@desk/{case.number}")
        # Pages of whoever is logged in have references in the place of characters.
        shown = unescape(desk.contents)
        self.assertIn("由网格员在网上提交", shown)
        filed_by = shown.split("<dt>提交人</dt>")[1]
        self.assertIn(name, filed_by.split("</dd>")[0])

    def test_staff_of_a_window_who_send_it_online_stand_there_as_such(self):
        case, _receipt = self.file("window-staff")
        self.assertEqual(
            ("register_by_staff", "Window Staff", "window-staff"), self.first_event()
        )
        self.assertIn("您的申请由窗口工作人员在网上提交。", self.progress(case))

    def test_resident_hands_it_in_and_nobody_else_does(self):
        case, _receipt = self.file()
        self.assertEqual(("register", "Applicant", None), self.first_event())
        self.assertNotIn("提交人", self.progress(case))
        opened = open_case(case.number, api.user.get("window-staff"), "handle")
        self.assertIsNone(opened.filed_by)

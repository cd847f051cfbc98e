"""The desk of those who take applications in: theirs only, and recorded."""

from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.sites.accounts import SAMPLE_ACCOUNTS
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.papers import PDF
from onewindow_policy.testing.papers import refused_pdfs
from onewindow_policy.testing.papers import TRACE
from onewindow_policy.testing.tickets import COOKIE
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from plone.testing.zope import Browser
from sqlalchemy import select
from test_cases_pages import new_case
from urllib.parse import urlencode

import html
import re
import transaction
import unittest

NAME = "样本老人"


class TestDesk(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.desk = f"{self.layer['portal'].absolute_url()}/@@desk"
        self.case = register_case(new_case())
        self.elsewhere = register_case(
            new_case(nonce="nonce-2", community_code="990103001001")
        )
        transaction.commit()

    def browser(self, name="window-staff"):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser, name)
        return browser

    def open(self, path="", name="window-staff"):
        browser = self.browser(name)
        browser.open(self.desk + path)
        return browser

    def page(self, browser):
        """Return the page; for members Plone writes Chinese as numbers."""
        return html.unescape(browser.contents)

    def status(self, browser):
        return int(browser.headers["status"].split()[0])

    def state(self):
        transaction.begin()
        query = select(Case.state).where(Case.number == self.case.number)
        return read_session().scalar(query)

    def audited(self):
        transaction.begin()
        query = select(AuditEntry.action).where(AuditEntry.subject == self.case.number)
        return read_session().scalars(query).all()

    def test_list_is_masked_and_of_the_own_communities(self):
        page = self.page(self.open())
        self.assertIn(f"/@@desk/{self.case.number}", page)
        self.assertNotIn(self.elsewhere.number, page)
        self.assertNotIn(NAME, page)
        self.assertEqual([], self.audited())

    def test_case_is_opened_in_clear_and_that_is_recorded(self):
        browser = self.open(f"/{self.case.number}")
        self.assertIn(NAME, self.page(browser))
        self.assertIn("no-store", browser.headers["Cache-Control"])
        self.assertEqual(["case.open"], self.audited())

    def test_other_open_cases_of_the_person_are_named_where_they_are_ones_own(self):
        browser = self.open(f"/{self.case.number}")
        self.assertIn(NAME, self.page(browser))
        # The one elsewhere is not for this window.
        self.assertNotIn('id="others"', self.page(browser))
        other_phone = Person(NAME, "990102193901010016", "13900000009")
        second = register_case(new_case(nonce="nonce-3", applicant=other_phone))
        transaction.commit()
        browser = self.open(f"/{self.case.number}")
        self.assertIn('id="others"', self.page(browser))
        browser.getLink(case_number_text(second.number)).click()
        self.assertEqual(f"{self.desk}/{second.number}", browser.url)

    def test_desk_and_receipt_name_the_same_day(self):
        tracked = open_by_code(self.case.number, self.case.query_code, "192.0.2.1")
        transaction.abort()
        due = CaseWording("zh-cn").due(tracked.due)
        page = self.page(self.open(f"/{self.case.number}"))
        self.assertIn(f'<dd id="case-due">{due}</dd>', page)
        self.assertIn("最迟查看", page)
        self.assertNotIn("承诺办结日", page)
        self.assertIn(due, self.page(self.open()))

    def test_case_of_others_and_unknown_numbers_are_not_found(self):
        for path in (f"/{self.elsewhere.number}", "/260115483920001", "/x", "/x/y/z"):
            with self.subTest(path=path):
                self.assertEqual(404, self.status(self.open(path)))

    def test_who_takes_nothing_in_has_no_desk(self):
        names = {account.user_id for account in SAMPLE_ACCOUNTS}
        names -= {"window-staff", "coordinator", "district-coordinator", "supervisor"}
        self.assertGreater(len(names), 5)
        for name in sorted(names):
            with self.subTest(name=name):
                browser = self.open(f"/{self.case.number}", name)
                self.assertNotIn(NAME, self.page(browser))
                self.assertNotIn("case-state", browser.contents)
                self.assertNotIn(self.case.number, self.page(self.open("", name)))
        self.assertEqual([], self.audited())

    def test_coordinators_see_what_is_in_their_area_and_lead_no_case_on(self):
        for name in ("coordinator", "district-coordinator"):
            with self.subTest(name=name):
                page = self.page(self.open("", name))
                self.assertIn(f"/@@desk/{self.case.number}", page)
                self.assertNotIn(self.elsewhere.number, page)
                self.assertNotIn(NAME, page)
                page = self.page(self.open(f"/{self.case.number}", name))
                self.assertIn("case-state", page)
                self.assertIn(NAME, page)
                # They say who sees to it and at which window, and no more.
                self.assertEqual(
                    ["go-change_window", "go-assign"],
                    re.findall(r'id="(go-\w+)"', page),
                )
                missing = self.open(f"/{self.elsewhere.number}", name)
                self.assertEqual(404, self.status(missing))

    def test_administrator_sees_every_desk_and_leads_no_case_on(self):
        page = self.page(self.open("", MANAGER))
        for case in (self.case, self.elsewhere):
            self.assertIn(f"/@@desk/{case.number}", page)
        self.assertNotIn(NAME, page)
        self.assertEqual([], self.audited())
        browser = self.open(f"/{self.case.number}", MANAGER)
        page = self.page(browser)
        self.assertIn("case-state", page)
        self.assertIn(NAME, page)
        self.assertNotIn('id="move"', page)
        transaction.begin()
        noted = select(AuditEntry.user_id, AuditEntry.action, AuditEntry.detail).where(
            AuditEntry.subject == self.case.number
        )
        self.assertEqual(
            [(MANAGER, "case.open", "oversee")],
            [tuple(row) for row in read_session().execute(noted)],
        )
        browser.open(f"{self.layer['portal'].absolute_url()}/@@personal-information")
        token = browser.getControl(name="_authenticator", index=0).value
        data = urlencode(
            {"transition": "accept", "version": "1", "_authenticator": token}
        )
        browser.post(f"{self.desk}/{self.case.number}", data)
        self.assertEqual(422, self.status(browser))
        self.assertEqual("submitted", self.state())

    def test_case_is_led_along_the_main_path(self):
        browser = self.open(f"/{self.case.number}")
        for step, state in (
            ("receive", "received"),
            ("accept", "accepted"),
            ("start", "in_progress"),
            ("approve", "completed_approved"),
        ):
            browser.getForm(id=f"go-{step}").submit(name="transition")
            if step == "approve":
                browser.getForm(id="confirm-step").submit(name="confirmed")
            self.assertEqual(state, self.state())

    def test_return_needs_a_reason_which_is_kept_when_it_is_refused(self):
        browser = self.open(f"/{self.case.number}")
        browser.getForm(id="go-return").submit(name="transition")
        self.assertEqual(422, self.status(browser))
        self.assertEqual("submitted", self.state())
        browser.getForm(id="go-return").getControl(
            name="return-reason"
        ).value = "材料不是本人的"
        browser.getForm(id="go-return").submit(name="transition")
        browser.getForm(id="confirm-step").submit(name="confirmed")
        self.assertEqual("returned", self.state())
        self.assertIn("材料不是本人的", self.page(browser))

    def test_who_looked_at_an_older_version_is_told(self):
        first = self.open(f"/{self.case.number}")
        second = self.open(f"/{self.case.number}")
        first.getForm(id="go-accept").submit(name="transition")
        second.getForm(id="go-return").getControl(name="return-reason").value = "重复"
        second.getForm(id="go-return").submit(name="transition")
        self.assertIn("同事刚刚处理过", self.page(second))
        self.assertEqual("accepted", self.state())

    def test_reason_comes_back_after_a_lost_log_in(self):
        browser = self.open(f"/{self.case.number}")
        browser.getForm(id="go-return").getControl(
            name="return-reason"
        ).value = "缺少户口簿复印件"
        del browser.cookies[COOKIE]
        browser.getForm(id="go-return").submit(name="transition")
        self.assertIn('id="kept"', browser.contents)
        log_in(browser, "window-staff")
        browser.getForm(id="kept-form").submit()
        self.assertIn('id="returned"', browser.contents)
        reason = browser.getForm(id="go-return").getControl(name="return-reason").value
        self.assertEqual("缺少户口簿复印件", reason)
        self.assertEqual("submitted", self.state())
        browser.getForm(id="go-return").submit(name="transition")
        browser.getForm(id="confirm-step").submit(name="confirmed")
        self.assertEqual("returned", self.state())

    def test_move_without_a_token_is_refused(self):
        browser = self.browser()
        data = urlencode({"transition": "accept", "version": "1"})
        browser.post(f"{self.desk}/{self.case.number}", data)
        self.assertEqual(403, self.status(browser))
        self.assertEqual("submitted", self.state())

    def test_what_is_not_on_the_main_path_is_not_done(self):
        browser = self.open(f"/{self.case.number}")
        token = browser.getControl(name="_authenticator", index=0).value
        data = urlencode(
            {"transition": "withdraw", "version": "1", "_authenticator": token}
        )
        browser.post(f"{self.desk}/{self.case.number}", data)
        self.assertEqual("submitted", self.state())

    def test_file_is_handed_out_so_that_it_runs_nothing(self):
        browser = self.open(f"/{self.case.number}")
        browser.getLink("身份证.jpg").click()
        self.assertEqual("image/jpeg", browser.headers["Content-Type"])
        self.assertEqual("nosniff", browser.headers["X-Content-Type-Options"])
        self.assertIn("sandbox", browser.headers["Content-Security-Policy"])
        self.assertIn("case.open_file", self.audited())

    def test_file_is_shown_beside_the_checklist_and_noted_when_it_is_chosen(self):
        browser = self.open(f"/{self.case.number}")
        page = self.page(browser)
        row = page.partition('id="material-SQ-LL-001-M02"')[2].partition("rows-aside")[
            0
        ]
        self.assertIn('target="file-shown">身份证.jpg</a>', row)
        self.assertIn('target="_blank" rel="noopener">身份证.jpg</a>', row)
        self.assertIn('<iframe name="file-shown"', page)
        self.assertIn("frame-src 'self'", browser.headers["Content-Security-Policy"])
        # Nothing is looked at before somebody chooses it.
        self.assertEqual(["case.open"], self.audited())
        browser.getLink("身份证.jpg").click()
        policy = browser.headers["Content-Security-Policy"]
        self.assertEqual("sandbox; default-src 'none'; frame-ancestors 'self'", policy)
        self.assertEqual("SAMEORIGIN", browser.headers["X-Frame-Options"])
        self.assertEqual(["case.open", "case.open_file"], self.audited())

    def test_page_without_a_file_that_opens_has_no_place_for_one(self):
        case = register_case(new_case(nonce="nonce-3", files=[]))
        transaction.commit()
        browser = self.open(f"/{case.number}")
        page = self.page(browser)
        self.assertIn('id="materials"', page)
        self.assertNotIn("<iframe", page)
        self.assertNotIn("frame-src", browser.headers["Content-Security-Policy"])

    def test_file_of_no_material_of_the_guide_stands_among_the_others(self):
        file = NewFile("SQ-LL-001-M99", "旧材料.jpg", "image/jpeg", b"\xff\xd8")
        case = register_case(new_case(nonce="nonce-3", files=[file]))
        transaction.commit()
        page = self.page(self.open(f"/{case.number}"))
        row = page.partition('id="other-files"')[2]
        self.assertIn("旧材料.jpg", row)
        self.assertIn("SQ-LL-001-M99", row)

    def open_stored(self, content, nonce="nonce-3"):
        """Open a PDF that was stored as it is, as the portal once did."""
        file = NewFile("SQ-LL-001-M02", "户口簿-1.pdf", "application/pdf", content)
        self.case = register_case(
            new_case(
                nonce=nonce,
                files=[file],
                answers=[Answer("material_m02", "户口簿原件", ["户口簿-1.pdf"])],
            )
        )
        transaction.commit()
        browser = self.open(f"/{self.case.number}")
        self.assertIn('id="material-SQ-LL-001-M02"', self.page(browser))
        self.assertIn("1 KB", self.page(browser))
        browser.getLink("户口簿-1.pdf").click()
        return browser

    def test_pdf_is_handed_out_without_traces(self):
        browser = self.open_stored(PDF)
        self.assertEqual(200, self.status(browser))
        self.assertEqual("application/pdf", browser.headers["Content-Type"])
        self.assertIn("sandbox", browser.headers["Content-Security-Policy"])
        self.assertTrue(browser._response.body.startswith(b"%PDF-"))
        self.assertNotIn(TRACE.encode(), browser._response.body)

    def test_pdf_of_before_that_runs_or_cannot_be_read_stays_shut(self):
        for kind, words in (
            ("script in a stream", "会在这台电脑上运行"),
            ("file", "会在这台电脑上运行"),
            ("locked", "读不出来"),
        ):
            with self.subTest(kind=kind):
                browser = self.open_stored(refused_pdfs()[kind][1], nonce=kind)
                self.assertEqual(409, self.status(browser))
                self.assertIn(words, self.page(browser))
                self.assertNotIn("case.open_file", self.audited())

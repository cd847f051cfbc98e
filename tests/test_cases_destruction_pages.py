"""Destruction lists and orders as the archive and a supervisor see them, post by post."""

from io import BytesIO
from onewindow_policy.cases.archive.executing import execute_lines
from onewindow_policy.cases.archive.executing import JOB
from onewindow_policy.cases.archive.models import CaseHold
from onewindow_policy.cases.archive.models import CasePackage
from onewindow_policy.cases.archive.models import DestructionLine
from onewindow_policy.cases.archive.models import DestructionList
from onewindow_policy.cases.archive.models import DestructionSignature
from onewindow_policy.cases.archive.storing import store_old_cases
from onewindow_policy.cases.entries import DestructionEntry
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.jobs.leases import note_jobs
from onewindow_policy.jobs.models import JobState
from onewindow_policy.jobs.running import jobs_by_name
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing.cases import closed_case
from onewindow_policy.testing.cases import PLANTED
from openpyxl import load_workbook
from plone import api
from plone.app.testing import login
from sqlalchemy import select
from test_cases_archive_terms import enter
from test_cases_archive_terms import TEN_YEARS
from test_cases_destroying import LONG_AGO
from test_cases_destroying import WHY
from test_cases_stored import StoredSetup
from urllib.parse import urlencode

import transaction
import unittest

LISTS = "@@destruction-lists"


class TestLists(StoredSetup, unittest.TestCase):
    def setUp(self):
        super().setUp()
        enter(TEN_YEARS)
        self.numbers = [closed_case(each, at=LONG_AGO) for each in "ab"]
        store_old_cases(utc_now())
        transaction.commit()
        self.list_number = f"{utc_now().year}-0001"

    def rows(self, *columns):
        transaction.begin()
        return [tuple(row) for row in read_session().execute(select(*columns))]

    def readers(self):
        """Return who read why which case is kept, and on which list."""
        transaction.begin()
        query = select(AuditEntry.user_id, AuditEntry.subject, AuditEntry.detail)
        query = query.where(AuditEntry.action == "archive.open_reason")
        return {tuple(row) for row in read_session().execute(query)}

    def press(self, name):
        self.browser.getControl(name=name).click()
        return self.read()

    def make(self):
        self.browse("archivist", LISTS)
        self.assertEqual(200, self.status)
        self.press("make")
        self.assertEqual(f"{self.url}/{LISTS}/{self.list_number}", self.browser.url)

    def appraise(self, *decisions):
        for position, decision in enumerate(decisions, start=1):
            self.browser.getControl(name=f"decision-{position}").value = [decision]
        return self.press("appraise")

    def test_list_is_made_appraised_signed_by_two_carried_out_and_read(self):
        words = self.browse("archivist", LISTS)
        self.assertEqual(200, self.status)
        self.assertIn(case_number_text(self.numbers[0]), words)
        self.assertIn("2014年5月6日", words)
        self.assertNotIn(PLANTED["name"], self.source)
        self.make()
        self.assertEqual(set(), self.readers())
        self.assertEqual([], self.page.cssselect("#sign"))
        self.browser.getControl(name="reason-2").value = WHY
        self.appraise("destroy", "keep")
        self.assertIn("鉴定意见已保存", self.source)
        self.assertEqual(
            [(1, "destroy"), (2, "keep")],
            self.rows(DestructionLine.position, DestructionLine.decision),
        )
        self.press("sign")
        self.assertIn("还要第二个人签字", self.source)
        self.assertEqual([], self.page.cssselect("#sign, #appraise"))
        self.assertEqual([("archivist",)], self.rows(DestructionSignature.user_id))
        note_jobs(jobs_by_name(), utc_now())
        transaction.commit()
        self.browse("supervisor", f"{LISTS}/{self.list_number}")
        self.assertEqual(200, self.status)
        self.assertEqual([], self.page.cssselect("button[name=cancel]"))
        self.press("sign")
        self.assertEqual([("signed",)], self.rows(DestructionList.state))
        transaction.begin()
        due = select(JobState.due_at).where(JobState.name == JOB)
        self.assertLessEqual(read_session().scalar(due), utc_now())
        execute_lines(utc_now())
        transaction.commit()
        words = self.browse("archivist", f"{LISTS}/{self.list_number}")
        self.assertEqual(200, self.status)
        self.assertIn("已销毁1件，延长保管1件，未销毁0件", words)
        self.assertIn(WHY, words)
        erased = self.rows(Case.number, Case.erased_at)
        self.assertEqual(1, len([each for each, at in erased if at is not None]))
        self.browser.getControl(name="sheet").click()
        self.assertIn("spreadsheet", self.browser.headers["Content-Type"])
        sheet = load_workbook(BytesIO(self.browser._response.body)).active
        text = str(list(sheet.iter_rows(values_only=True)))
        self.assertIn(case_number_text(self.numbers[0]), text)
        self.assertNotIn(PLANTED["name"], text)
        noted = self.rows(AuditEntry.user_id, AuditEntry.action)
        self.assertIn(("archivist", "archive.report_list"), noted)
        self.assertIn(("supervisor", "archive.sign_list"), noted)
        # Why one is kept was read by both, and is of the case that is kept alone.
        kept = select(DestructionLine.case_number).where(DestructionLine.position == 2)
        about = read_session().scalar(kept), self.list_number
        self.assertEqual(
            {("archivist", *about), ("supervisor", *about)}, self.readers()
        )

    def test_packages_outside_wait_at_the_desk_until_the_list_says_they_are_destroyed(
        self,
    ):
        case = read_session().scalar(select(Case).where(Case.number == self.numbers[0]))
        write_session().add(
            CasePackage(
                case_id=case.id,
                case_version=case.version,
                made_at=utc_now(),
                digest=b"\1" * 32,
                size_bytes=9,
            )
        )
        transaction.commit()
        self.make()
        self.appraise("destroy", "destroy")
        self.press("sign")
        note_jobs(jobs_by_name(), utc_now())
        transaction.commit()
        self.browse("supervisor", f"{LISTS}/{self.list_number}")
        self.press("sign")
        self.assertEqual([("signed",)], self.rows(DestructionList.state))
        execute_lines(utc_now())
        transaction.commit()
        words = self.browse("supervisor", f"{LISTS}/{self.list_number}")
        self.assertIn("01" * 32, words)
        self.assertNotIn('name="gone"', self.source)
        self.assertIn("有归档包待销毁", self.browse("archivist", LISTS))
        entry = DestructionEntry()
        words = self.browse("archivist", f"{LISTS}/{self.list_number}")
        self.assertIn(f"{self.numbers[0]}.zip", words)
        words = self.press("gone")
        self.assertIn("请勾选", words)
        query = select(DestructionLine.position).where(
            DestructionLine.case_number == self.numbers[0]
        )
        position = read_session().scalar(query)
        self.browser.getControl(name=f"package-{position}").value = ["1"]
        words = self.press("gone")
        self.assertIn("已登记", words)
        self.assertNotIn("01" * 32, words)
        self.assertNotIn("有归档包待销毁", self.browse("archivist", LISTS))
        login(self.layer["portal"], "archivist")
        transaction.begin()
        self.assertEqual(0, entry.waiting_for(api.user.get_current().getUser()).count)

    def test_line_without_a_reason_comes_back_with_all_that_was_chosen(self):
        self.make()
        self.appraise("destroy", "keep")
        self.assertEqual(422, self.status)
        error = self.page.get_element_by_id("reason-2-error").text_content()
        self.assertTrue(error.strip())
        for position, chosen in ((1, "destroy"), (2, "keep")):
            value = self.browser.getControl(name=f"decision-{position}").value
            self.assertEqual([chosen], value)
        self.assertEqual([(None,), (None,)], self.rows(DestructionLine.decision))

    def test_who_may_only_sign_makes_and_appraises_nothing(self):
        self.make()
        self.browse("supervisor", LISTS)
        self.assertEqual(200, self.status)
        self.assertEqual([], self.page.cssselect("#make-list"))
        self.browse("supervisor", f"{LISTS}/{self.list_number}")
        self.assertEqual([], self.page.cssselect("#appraise"))
        token = self.browser.getControl(name="_authenticator", index=0).value
        form = {"_authenticator": token, "version": "1", "decision-1": "destroy"}
        for pressed in ({"appraise": "1"}, {"cancel": "1"}):
            with self.subTest(pressed):
                self.browser.post(self.browser.url, urlencode({**form, **pressed}))
                self.assertEqual([("drafted",)], self.rows(DestructionList.state))
                self.assertEqual(
                    [(None,), (None,)], self.rows(DestructionLine.decision)
                )

    def test_list_without_a_token_changes_nothing(self):
        self.make()
        form = {"version": "1", "cancel": "1"}
        self.browser.post(self.browser.url, urlencode(form))
        self.assertEqual(403, self.status)
        self.assertEqual([("drafted",)], self.rows(DestructionList.state))

    def test_number_of_no_list_is_not_there(self):
        for path in ("2026-9999", "x", "2026-0001/x"):
            with self.subTest(path):
                self.browse("archivist", f"{LISTS}/{path}")
                self.assertEqual(404, self.status)

    def test_lists_are_for_nobody_else(self):
        for name in ("window-staff", "coordinator", "auditor", "administrator"):
            with self.subTest(name):
                self.browse(name, LISTS)
                heading = self.page.cssselect("h1")[0].text_content()
                self.assertNotIn("销毁清册", heading)
                self.assertTrue(heading.strip())
                self.assertNotIn("make-list", self.source)
                self.assertNotIn(case_number_text(self.numbers[0]), self.source)


class TestHolds(StoredSetup, unittest.TestCase):
    def held(self):
        transaction.begin()
        columns = CaseHold.case_number, CaseHold.set_by, CaseHold.lifted_by
        return [tuple(row) for row in read_session().execute(select(*columns))]

    def hold(self, number, reason=WHY):
        self.browse("archivist", "@@archive-holds")
        self.assertEqual(200, self.status)
        self.browser.getControl(name="number").value = number
        self.browser.getControl(name="reason").value = reason
        self.browser.getControl(name="hold").click()
        return self.read()

    def test_order_is_entered_by_number_and_lifted(self):
        number = closed_case("a")
        words = self.hold(case_number_text(number))
        self.assertIn(WHY, words)
        self.assertIn(case_number_text(number), words)
        self.assertEqual([(number, "archivist", None)], self.held())
        self.browser.getControl(name="lift").click()
        self.assertNotIn(WHY, self.read())
        self.assertEqual([(number, "archivist", "archivist")], self.held())

    def test_what_is_wrong_stands_at_its_field(self):
        number = closed_case("a")
        for typed, reason, field in (
            ("12", WHY, "number"),
            (number, "", "reason"),
        ):
            with self.subTest(field):
                self.hold(typed, reason)
                self.assertEqual(422, self.status)
                error = self.page.get_element_by_id(f"{field}-error")
                self.assertTrue(error.text_content().strip())
                self.assertEqual(typed, self.browser.getControl(name="number").value)
        self.assertEqual([], self.held())

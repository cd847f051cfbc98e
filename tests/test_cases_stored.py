"""What is only stored for the archive: at the desk, and on the page of the terms."""

from dataclasses import replace
from html import unescape
from lxml import html
from onewindow_policy.cases.archive.models import ArchiveTerm
from onewindow_policy.cases.archive.storing import store_old_cases
from onewindow_policy.cases.exceptions import CaseStored
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.finding import find_cases
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.listing import count_cases
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.noting.notes import add_note
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.inspection.archiving import unsettled_terms
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.retention import months_after
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import closed_case
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from test_cases_archive_terms import enter
from test_cases_archive_terms import TEN_YEARS
from urllib.parse import urlencode

import transaction
import unittest


def store_all():
    """Only store what is closed, as the clock does in eleven years."""
    store_old_cases(months_after(utc_now(), 132))
    transaction.commit()


class StoredSetup:
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()

    def browse(self, name, path):
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")
        log_in(self.browser, name)
        self.browser.open(f"{self.url}/{path}")
        return self.read()

    def read(self):
        self.page = html.fromstring(self.browser.contents)
        return " ".join(self.page.cssselect("main")[0].text_content().split())

    @property
    def source(self):
        return unescape(self.browser.contents)

    @property
    def status(self):
        return int(self.browser.headers["status"].split()[0])


class TestStored(StoredSetup, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.number = closed_case("a")
        self.kept = closed_case("b", kept_months=240)
        store_all()

    def user(self, name):
        transaction.begin()
        return api.user.get(name).getUser()

    def test_no_list_count_or_search_has_it(self):
        for name in ("window-staff", "supervisor", "coordinator"):
            user = self.user(name)
            with self.subTest(name):
                rows = cases_in(user, states=STATES).rows
                self.assertEqual([self.kept], [each.number for each in rows])
                self.assertEqual({"completed_approved": 1}, count_cases(user, STATES))
        found = find_cases(self.user("window-staff"), PLANTED["name"])
        self.assertEqual([self.kept], [each.number for each in found.rows])
        found = find_cases(self.user("window-staff"), self.number)
        self.assertEqual((), found.rows)

    def test_who_had_it_is_told_that_it_is_only_stored(self):
        words = self.browse("window-staff", f"@@desk/{self.number}")
        self.assertEqual(f"{self.url}/@@desk", self.browser.url)
        self.assertIn("只存档", words)
        self.assertNotIn(case_number_text(self.number), words)
        self.assertNotIn(PLANTED["name"], self.source)
        with self.assertRaises(CaseStored):
            open_case(self.number, self.user("window-staff"), "handle")
        for name in ("grid-worker", "personnel"):
            with self.subTest(name), self.assertRaises(CaseUnknown):
                open_case(self.number, self.user(name), "handle")

    def test_it_opens_for_a_reason_of_its_own_which_the_audit_has(self):
        for name in ("archivist", "supervisor"):
            with self.subTest(name):
                words = self.browse(name, f"@@desk/{self.number}")
                self.assertEqual(200, self.status)
                self.assertIn("只存档", words)
                self.assertNotIn(PLANTED["name"], self.source)
                why = self.browser.getControl(name="why")
                self.assertNotIn("complaint", why.options)
                why.value = ["rights"]
                self.browser.getControl(name="disclose").click()
                self.assertIn(PLANTED["name"], self.read())
                self.assertEqual([], self.page.cssselect("form[id^=go-], #add-note"))
        transaction.begin()
        query = select(AuditEntry.user_id, AuditEntry.detail)
        noted = read_session().execute(
            query.where(AuditEntry.action == "case.disclose").order_by(AuditEntry.id)
        )
        self.assertEqual(
            [("archivist", "rights"), ("supervisor", "rights")],
            [tuple(row) for row in noted],
        )

    def test_nothing_in_it_changes(self):
        supervisor, staff = self.user("supervisor"), self.user("window-staff")
        query = select(Case.version).where(Case.number == self.number)
        version = read_session().scalar(query)
        with self.assertRaises(CaseStored):
            move_case(self.number, "deliver", staff, version=version)
        transaction.abort()
        with self.assertRaises(TransitionNotAllowed):
            move_case(self.number, "deliver", supervisor, version=version)
        transaction.abort()
        with self.assertRaises(CaseStored):
            add_note(self.number, "看过了", staff)

    def test_archive_sees_no_other_case_and_no_list(self):
        with self.assertRaises(CaseUnknown):
            open_case(self.kept, self.user("archivist"), "handle")
        self.browse("archivist", f"@@desk/{self.kept}")
        self.assertEqual(404, self.status)
        self.browse("archivist", "@@desk")
        self.assertNotEqual(200, self.status)

    def test_number_typed_where_staff_begin_leads_who_may_open_it(self):
        for name, count in (("archivist", 1), ("window-staff", 0)):
            self.browse(name, "@@work")
            token = self.browser.getControl(name="_authenticator", index=0).value
            form = {"_authenticator": token, "text": self.number}
            with self.subTest(name):
                self.browser.post(f"{self.url}/@@work", urlencode(form))
                is_led = self.browser.url.endswith(f"@@desk/{self.number}")
                self.assertEqual(count, int(is_led))


class TestTheirs(StoredSetup, unittest.TestCase):
    def test_its_person_still_sees_it_by_number_and_code(self):
        number = closed_case("a")
        query = select(Case).where(Case.number == number)
        code = read_session().scalar(query).query_code
        store_all()
        tracked = open_by_code(number, code, ADDRESS)
        self.assertEqual(number, tracked.number)


class TestTermsPage(StoredSetup, unittest.TestCase):
    def terms(self):
        transaction.begin()
        columns = (
            *(ArchiveTerm.kind, ArchiveTerm.code, ArchiveTerm.is_archived),
            *(ArchiveTerm.years, ArchiveTerm.approval_number, ArchiveTerm.ended_by),
        )
        rows = read_session().execute(select(*columns).order_by(ArchiveTerm.id))
        return [tuple(row) for row in rows]

    def enter(self, scope, **values):
        form = self.browser.getForm(id="enter-term")
        form.getControl(name="scope").value = [scope]
        values = {
            "approved_by": "示例市档案局",
            "approval_number": "示档〔2026〕1号",
            "approved_on": "2026-11-02",
            **values,
        }
        for name, value in values.items():
            form.getControl(name=name).value = value
        form.submit(name="save")
        return self.read()

    def test_self_check_says_for_what_no_term_was_entered_or_approved(self):
        found = [each.faults[0] for each in unsettled_terms("http://nohost")]
        self.assertEqual(["fault_terms_missing"], found)
        enter(replace(TEN_YEARS, kind="all", code=""))
        transaction.begin()
        self.assertEqual([], list(unsettled_terms("http://nohost")))
        unapproved = dict.fromkeys(("approved_by", "approval_number", "approved_on"))
        enter(replace(TEN_YEARS, years=None, **unapproved))
        transaction.begin()
        (only,) = unsettled_terms("http://nohost")
        self.assertEqual("SQ-LL-001", only.title)
        self.assertEqual("fault_terms_unapproved", only.faults[0])

    def test_archive_enters_a_term_with_its_approval_and_ends_it(self):
        closed_case("a")
        store_all()
        words = self.browse("archivist", "@@archive-terms")
        self.assertEqual(200, self.status)
        self.assertIn("期满后只存档，不销毁", words)
        self.assertIn("目前只存档：1件", words)
        words = self.enter("item", item="SQ-LL-001", years="10")
        self.assertEqual(200, self.status)
        rows = self.page.cssselect("#terms li")
        self.assertEqual(2, len(rows))
        said = " ".join(rows[1].text_content().split())
        for part in (
            "高龄津贴申请",
            "10年",
            "示档〔2026〕1号",
            "2026年11月2日",
            "：1件",
        ):
            self.assertIn(part, said)
        self.assertIn("：0件", rows[0].text_content())
        held = ("item", "SQ-LL-001", True, 10, "示档〔2026〕1号")
        self.assertEqual([(*held, None)], self.terms())
        self.browser.getControl(name="end").click()
        self.assertEqual([(*held, "archivist")], self.terms())
        self.read()
        self.assertEqual(1, len(self.page.cssselect("#terms li")))

    def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(self):
        self.browse("archivist", "@@archive-terms")
        for values, field in (
            ({"item": "NONE", "years": "10"}, "item"),
            ({"item": "SQ-LL-001", "years": "十"}, "years"),
            ({"item": "SQ-LL-001", "years": "10", "approved_on": ""}, "approved_on"),
        ):
            with self.subTest(field):
                self.enter("item", **values)
                self.assertEqual(422, self.status)
                self.assertTrue(
                    self.page.cssselect(f"#{field}-error")[0].text_content()
                )
                number = self.page.get_element_by_id("approval_number").value
                self.assertEqual("示档〔2026〕1号", number)
                chosen = self.browser.getControl(name="scope").value
                self.assertEqual(["item"], chosen)
        self.assertEqual([], self.terms())

    def test_that_no_duty_runs_is_entered_for_all_others(self):
        self.browse("archivist", "@@archive-terms")
        form = self.browser.getForm(id="enter-term")
        form.getControl(name="duty").value = ["not-kept"]
        words = self.enter("all", years="10")
        self.assertIn("不归档", words)
        self.assertEqual(
            [("all", "", False, None, "示档〔2026〕1号", None)], self.terms()
        )

    def test_it_is_for_the_archive_alone(self):
        for name in ("supervisor", "window-staff", "auditor", "administrator"):
            with self.subTest(name):
                browser = Browser(self.layer["app"])
                browser.raiseHttpErrors = False
                browser.addHeader("Accept", "text/html")
                browser.followRedirects = False
                log_in(browser, name)
                browser.open(f"{self.url}/@@archive-terms")
                self.assertNotEqual("200", browser.headers["status"].split()[0])

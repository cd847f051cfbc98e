"""Lists of cases narrowed down to what is due today, and to whom they wait for."""

from datetime import date
from datetime import timedelta
from onewindow_policy.cases.assigning.workload import Workload
from onewindow_policy.cases.assigning.workload import workloads
from onewindow_policy.cases.glance import at_a_glance
from onewindow_policy.cases.glance import is_at_work
from onewindow_policy.cases.glance import parts_for
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.orders import DUE_FIRST
from onewindow_policy.cases.orders import NEWEST_FIRST
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.feedback import PageTestCase
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from sqlalchemy import update
from tests.test_cases_process import BUREAU
from tests.test_cases_process import COMMUNITY
from tests.test_cases_process import OFFICE
from tests.test_cases_process import ProcessSetup
from tests.test_cases_process_turns import step
from tests.test_cases_process_turns import TurnSetup

import transaction
import unittest

TODAY, LATER = date(2026, 11, 2), date(2026, 11, 9)

#: A community of another district, whose window takes in for everybody.
ELSEWHERE = "990102001001"


def change(case, **values):
    """Set columns of a case, as nothing else would."""
    with get_database().writing.begin() as connection:
        row = update(Case).where(Case.number == case.number)
        connection.execute(row.values(**values))


class NarrowingTests(TurnSetup):
    def listed(self, name, user=None, **asked):
        """Return the numbers of what the list of `user` calls `name`."""
        transaction.begin()
        user = user or self.window
        parts = parts_for(name, scope_of(user, LIST_CASES))
        return [row.number for row in cases_in(user, among=parts, **asked).rows]

    def counted(self, user):
        transaction.begin()
        return {each.path.partition("=")[2]: each.count for each in at_a_glance(user)}

    def test_what_is_due_today_is_listed_once_by_its_own_day_or_that_of_its_step(self):
        today = local_date(utc_now())
        own, of_step, both, tomorrow, over = (
            self.apply(each) for each in ("b", "c", "d", "e", "f")
        )
        later = today + timedelta(days=1)
        change(self.case, due_on=later)
        change(own, due_on=today)
        change(of_step, due_on=later, step_due_on=today)
        change(both, due_on=today, step_due_on=today)
        change(tomorrow, due_on=later, step_due_on=later)
        change(over, due_on=today, closed_at=utc_now(), state="returned")
        expected = sorted(each.number for each in (own, of_step, both))
        for order in (NEWEST_FIRST, DUE_FIRST):
            found = self.listed("due-today", order=order)
            self.assertEqual(expected, sorted(found))
        self.assertEqual(3, self.counted(self.window)["due-today"])

    def test_what_waits_for_its_applicant_is_what_was_told_to_be_missing_or_promised(
        self,
    ):
        told, promised, accepted = self.case, self.apply("b"), self.apply("c")
        self.lead("ask_correction", role="Department Officer", reason="缺照片")
        self.case = promised
        self.promise()
        self.case = accepted
        self.lead("accept", role="Department Officer")
        expected = sorted([told.number, promised.number])
        for order in (NEWEST_FIRST, DUE_FIRST):
            found = self.listed("applicant", order=order)
            self.assertEqual(expected, sorted(found))
        self.assertEqual(2, self.counted(self.window)["applicant"])
        self.case = told
        self.lead("supplement", role="Applicant")
        self.assertEqual([promised.number], self.listed("applicant"))

    def test_what_waits_for_its_applicant_lies_with_no_unit_meanwhile(self):
        self.promise()
        self.assertIsNotNone(self.stored(Case.step_name, self.case))
        self.assertEqual([], self.listed("with-units"))
        (row,) = cases_in(self.window).rows
        self.assertEqual((None, None), (row.lies_with, row.lies_there_since))

    def test_case_lies_with_the_unit_of_its_step_since_that_began(self):
        steps = [step("受理", OFFICE), step("走访"), step("审批", BUREAU)]
        steps.append(step("办结送达"))
        self.case = self.apply("b", steps)
        self.go(self.street_officer, "accept")
        self.go(self.window, "start")
        # It is at the window's own step.
        self.assertNotIn(self.case.number, self.listed("with-units"))
        self.go(self.window, "finish_step", on=(2026, 11, 4))
        self.assertIn(self.case.number, self.listed("with-units"))
        transaction.begin()
        (row,) = (
            each
            for each in cases_in(self.window).rows
            if each.number == self.case.number
        )
        self.assertEqual(
            (BUREAU, date(2026, 11, 4)), (row.lies_with, row.lies_there_since)
        )
        # Not for who works there; for other units it does.
        self.assertNotIn(self.case.number, self.listed("with-units", self.officer))
        self.assertIn(self.case.number, self.listed("with-units", self.street_officer))

    def test_case_lies_with_who_accepts_it_and_who_decides_it_without_steps(self):
        self.case = self.apply("b", steps=())
        (row,) = (
            each
            for each in cases_in(self.window).rows
            if each.number == self.case.number
        )
        told = (row.lies_with, row.lies_there_since)
        self.assertEqual((OFFICE, local_date(utc_now())), told)
        self.assertIn(self.case.number, self.listed("with-units"))
        self.assertIn(self.case.number, self.listed("with-units", self.officer))
        self.assertNotIn(
            self.case.number, self.listed("with-units", self.street_officer)
        )
        self.go(self.street_officer, "accept")
        transaction.begin()
        rows = {each.number: each for each in cases_in(self.window).rows}
        self.assertEqual(BUREAU, rows[self.case.number].lies_with)
        self.assertIn(self.case.number, self.listed("with-units", self.street_officer))
        self.assertNotIn(self.case.number, self.listed("with-units", self.officer))

    def test_case_that_the_community_decides_lies_with_nobody_else(self):
        self.register("b", community_code=COMMUNITY)
        # The other one is what a unit accepts.
        self.assertEqual([self.case.number], self.listed("with-units"))

    def test_workload_counts_what_each_has_where_the_user_works(self):
        today = local_date(utc_now())
        late, due, other, elsewhere, over = (
            self.apply("b"),
            self.apply("c"),
            self.apply("d"),
            self.register("e", community_code=ELSEWHERE),
            self.apply("f"),
        )
        for case, who in ((late, "a"), (due, "a"), (other, "b"), (elsewhere, "a")):
            change(case, assignee=who, due_on=today + timedelta(days=9))
        change(late, due_on=today - timedelta(days=1))
        change(due, due_on=today)
        change(over, assignee="a", closed_at=utc_now(), state="returned")
        transaction.begin()
        self.assertEqual(
            [Workload("a", 2, 1), Workload("b", 1, 0)], workloads(self.window)
        )
        found = cases_in(self.window, seen_to_by="a").rows
        self.assertEqual({late.number, due.number}, {each.number for each in found})
        self.assertEqual([], workloads(api.user.get("editor")))

    def test_what_was_taken_in_for_others_counts_for_who_sees_to_it(self):
        case = self.register(
            "b", community_code=ELSEWHERE, taken_in_at=COMMUNITY, account="grid-worker"
        )
        transaction.begin()
        self.assertEqual([Workload("grid-worker", 1, 0)], workloads(self.window))
        found = cases_in(self.window, seen_to_by="grid-worker").rows
        self.assertEqual([case.number], [each.number for each in found])

    def test_who_only_looks_on_is_told_of_none_of_it(self):
        self.assertTrue(is_at_work(self.window))
        self.assertTrue(is_at_work(self.officer))
        self.assertTrue(is_at_work(api.user.get("coordinator")))
        self.assertFalse(is_at_work(api.user.get("supervisor")))


class TestNarrowingOnSQLite(NarrowingTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestNarrowingOnPostgreSQL(NarrowingTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestOnThePages(ProcessSetup, PageTestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        PageTestCase.setUp(self)
        ProcessSetup.setUp(self)

    def test_number_on_the_work_page_leads_to_the_list_that_says_where_since_when(self):
        with get_database().writing.begin() as connection:
            days = {"due_on": local_date(utc_now()), "assignee": "grid-worker"}
            connection.execute(update(Case).values(**days))
        self.log_in("grid-worker")
        self.open("@@work")
        cards = {
            card.get("href").rpartition("/")[2]: card.text_content().split()
            for card in self.page.cssselect("#aside .work-card")
        }
        self.assertEqual(
            {
                "@@desk?state=due-today": ["1", "今天到期"],
                "@@desk?state=with-units": ["1", "在部门办理"],
            },
            cards,
        )
        for path in cards:
            self.open(path)
            self.assertEqual(200, self.status)
            row = " ".join(self.words(".desk-list tbody tr"))
            self.assertIn(self.case.number[-4:], row)
            self.assertIn("第1天", row.replace(" ", ""))
        self.open("@@desk?colleague=grid-worker")
        self.assertIn(self.case.number[-4:], " ".join(self.words(".desk-list")))
        (option,) = self.page.cssselect("#colleague option[selected]")
        name = api.user.get("grid-worker").getProperty("fullname")
        self.assertEqual(f"{name} 1", " ".join(option.text_content().split()))
        yesterday = local_date(utc_now()) - timedelta(days=1)
        change(self.case, due_on=yesterday)
        self.open("@@desk?colleague=grid-worker")
        (option,) = self.page.cssselect("#colleague option[selected]")
        told = " ".join(option.text_content().split())
        self.assertEqual(f"{name}（超期1件） 1", told)
        self.open("@@desk?colleague=window-staff")
        self.assertEqual(1, len(self.page.cssselect("#unknown-inputs")))

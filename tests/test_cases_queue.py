"""The next case: what is most due of one's own, else of what nobody sees to, once each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from onewindow_policy.cases import units
from onewindow_policy.cases.assigning import queue
from onewindow_policy.cases.assigning.queue import take_next
from onewindow_policy.cases.exceptions import NothingToTake
from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import update
from test_cases_assigning import AssigningSetup
from Testing.makerequest import makerequest
from threading import Barrier
from unittest.mock import patch
from zope.component.hooks import setSite

import html
import transaction
import unittest

UNIT = "U-990102-MZ"


class QueueSetup(AssigningSetup):
    def next(self, user=None, after=None):
        number = take_next(user or self.staff, after)
        transaction.commit()
        return number

    def due(self, nonce, day, **changes):
        """Register a case that is due on a day of December."""
        case = self.register(nonce, **changes)
        write_session().execute(
            update(Case)
            .where(Case.number == case.number)
            .values(due_on=date(2026, 12, day))
        )
        transaction.commit()
        return case


class QueueTests(QueueSetup):
    def test_most_due_of_what_nobody_sees_to_is_taken_on(self):
        later, sooner = self.due("a", 20), self.due("b", 10)
        self.assertEqual(sooner.number, self.next())
        self.assertEqual(("window-staff", "window-staff"), self.people(sooner))
        self.assertEqual((None, None), self.people(later))
        last = self.noted()[-1]
        self.assertEqual(("window-staff", "case.move", sooner.number, "take"), last)

    def test_own_comes_before_what_nobody_sees_to_however_late_that_is(self):
        self.due("a", 1)
        own = self.due("b", 20)
        self.go(own, "window-staff", "take")
        self.assertEqual(own.number, self.next())

    def test_what_has_to_wait_holds_up_nothing_behind_it(self):
        first, second, free = (self.due(each, 10) for each in "abc")
        own = sorted([first.number, second.number])
        for case in (first, second):
            self.go(case, "window-staff", "take")
        self.assertEqual(own[0], self.next())
        self.assertEqual(own[1], self.next(after=own[0]))
        self.assertEqual(free.number, self.next(after=own[1]))

    def test_behind_the_last_one_the_queue_begins_again(self):
        first, second = self.due("a", 10), self.due("b", 20)
        for case in (first, second):
            self.go(case, "window-staff", "take")
        self.assertEqual(first.number, self.next(after=second.number))

    def test_case_that_is_not_ones_own_is_no_place_to_go_on_from(self):
        own, others = self.due("a", 10), self.due("b", 20)
        free = self.due("c", 25)
        self.go(own, "window-staff", "take")
        self.go(others, "grid-worker", "take")
        self.assertEqual(own.number, self.next(after=others.number))
        self.assertEqual((None, None), self.people(free))

    def test_what_waits_for_its_applicant_or_a_day_is_left_out(self):
        case = self.due("a", 10)
        self.move(case, "ask_correction", reason="缺身份证")
        suspended = self.due("b", 10)
        self.move(suspended, "accept", "start")
        self.move(suspended, "suspend", reason="公示")
        with self.assertRaises(NothingToTake):
            self.next()

    def test_nobody_gets_what_a_colleague_sees_to_or_what_is_of_others(self):
        taken = self.due("a", 10)
        self.go(taken, "grid-worker", "take")
        elsewhere = self.due("b", 10, community_code="990103001001")
        of_unit = self.due("c", 10, unit_code=UNIT)
        patch_deciding = patch.object(units, "deciding_units", return_value={UNIT})
        patch_deciding.start()
        self.addCleanup(patch_deciding.stop)
        for user in (self.staff, api.user.get("supervisor")):
            with self.subTest(user.getId()), self.assertRaises(NothingToTake):
                self.next(user)
            transaction.abort()
        self.assertEqual((None, None), self.people(elsewhere))
        self.assertEqual((None, None), self.people(of_unit))

    def test_case_that_cannot_be_taken_holds_up_nothing_behind_it(self):
        first, second = self.due("a", 10), self.due("b", 20)
        with patch.object(queue, "move_case", wraps=queue.move_case) as moving:

            def refuse_first(number, *arguments, **options):
                if number == first.number:
                    raise queue.TransitionNotPossible("take", "submitted")
                moving.side_effect = None
                return moving._mock_wraps(number, *arguments, **options)

            moving.side_effect = refuse_first
            self.assertEqual(second.number, self.next())

    def test_two_at_the_same_moment_get_two_cases(self):
        cases = [self.due(each, 10).number for each in "abcd"]
        barrier = Barrier(2)

        def take(user_id):
            return self.take_in_thread(user_id, barrier)

        with ThreadPoolExecutor(2) as pool:
            taken = list(pool.map(take, ["window-staff", "grid-worker"]))
        self.assertEqual(2, len(set(taken)))
        self.assertLess(set(taken), set(cases))

    def take_in_thread(self, user_id, barrier):
        """Do what a request of another thread does; return what was taken."""
        connection = self.layer["zodbDB"].open()
        try:
            app = makerequest(connection.root()["Application"])
            setSite(app[self.portal.getId()])
            user = api.user.get(user_id)
            barrier.wait()
            return transaction.manager.run(lambda: take_next(user), tries=4)
        finally:
            transaction.abort()
            setSite(None)
            connection.close()


class TestQueueOnSQLite(QueueTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestQueueOnPostgreSQL(QueueTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestQueueOnThePage(QueueSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def browser(self, user_id):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        log_in(browser, user_id)
        return browser

    def test_one_press_opens_the_next_case_and_says_when_nothing_is_left(self):
        case = self.due("a", 10)
        desk = f"{self.portal.absolute_url()}/@@desk"
        browser = self.browser("window-staff")
        browser.open(desk)
        browser.getForm(id="next-case").submit()
        self.assertEqual(f"{desk}/{case.number}", browser.url)
        self.assertIn("这是下一件，由您承办。", html.unescape(browser.contents))
        self.assertEqual("window-staff", self.stored(Case.assignee, case))
        browser.getForm(id="next-case").submit()
        page = html.unescape(browser.contents)
        self.assertIn("<h1>下一件</h1>", page)
        self.assertIn("没有了", page)
        self.assertIn("422", browser.headers["status"])

    def test_who_leads_no_cases_on_has_no_queue(self):
        self.due("a", 10)
        browser = self.browser("coordinator")
        browser.open(f"{self.portal.absolute_url()}/@@desk")
        self.assertIn("办件", html.unescape(browser.contents))
        self.assertNotIn("next-case", browser.contents)
        browser.open(f"{self.portal.absolute_url()}/@@next-case")
        self.assertNotIn("next-case", browser.contents)
        self.assertEqual((None, None), self.people(self.due("b", 10)))

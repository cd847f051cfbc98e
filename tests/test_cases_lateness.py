"""What becomes of a case by itself once a day is over."""

from datetime import date
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.promising.exceptions import PromiseNotOver
from onewindow_policy.cases.stepexceptions import DayNotWorking
from onewindow_policy.cases.supplementing import hand_in
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.lateness import LatenessSetup
from plone import api
from sqlalchemy import select

import transaction
import unittest

LICENCE, BENEFIT = "01", "05"


class LatenessTests(LatenessSetup):
    def setUp(self):
        super().setUp()
        # What applicants are told by the clock is tested where they are.
        self.settle("paper_reminder_days", 0)

    def test_licence_of_which_nothing_is_said_is_accepted_from_the_first_day(self):
        for nonce, changes in (
            ("a", {}),
            ("b", {"taken_in_at": "990102001001", "account": "window-staff"}),
        ):
            case = self.register_on(
                *(2026, 3, 3), nonce=nonce, item_type=LICENCE, **changes
            )
            # Five working days: until the end of Tuesday the 10th.
            self.assertEqual(0, self.run_job(2026, 3, 10))
            self.assertEqual(1, self.run_job(2026, 3, 11))
            self.assertEqual(0, self.run_job(2026, 3, 12))
            self.assertEqual("accepted", self.stored(Case.state, case))
            self.assertEqual(date(2026, 3, 3), self.stored(Case.reckoned_from, case))
            self.assertEqual(date(2026, 3, 12), self.stored(Case.due_on, case))
            last = open_by_code(case.number, case.query_code, ADDRESS).history[-1]
            self.assertEqual("accept_by_silence", last.transition)
        kinds = read_session().scalars(select(Paper.kind)).all()
        self.assertEqual(2, kinds.count("acceptance"))

    def test_of_all_else_silence_accepts_nothing_unless_the_city_says_so(self):
        case = self.register_on(2026, 3, 3, item_type=BENEFIT)
        self.assertEqual(0, self.run_job(2026, 3, 20))
        self.assertEqual("submitted", self.stored(Case.state, case))
        self.settle("silence_accepts", [BENEFIT])
        self.settle("acceptance_days_of_types", {BENEFIT: 20})
        self.assertEqual(0, self.run_job(2026, 3, 20))
        self.settle("acceptance_days_of_types", {BENEFIT: 3})
        self.assertEqual(1, self.run_job(2026, 3, 20))
        self.assertEqual("accepted", self.stored(Case.state, case))

    def test_what_was_answered_in_time_stays_as_it_is(self):
        case = self.register_on(2026, 3, 3, item_type=LICENCE)
        with self.day(2026, 3, 4):
            self.move(case, "ask_correction", reason="缺户口簿")
        self.assertEqual(0, self.run_job(2026, 3, 20))
        self.assertEqual("awaiting_correction", self.stored(Case.state, case))

    def test_papers_that_did_not_come_withdraw_it_after_their_last_day(self):
        case = self.promise()
        self.assertEqual(0, self.run_job(2026, 3, 6))
        self.assertEqual(1, self.run_job(2026, 3, 7))
        self.assertEqual("withdrawn", self.stored(Case.state, case))
        last = open_by_code(case.number, case.query_code, ADDRESS).history[-1]
        self.assertEqual("承诺补交的材料，到最后一天没有交来。", last.reason)

    def test_day_that_became_a_rest_day_ends_with_the_next_working_day(self):
        case = self.promise()
        stored = write_session().scalars(select(Case)).one()
        # A Saturday: windows are open again on Monday, the 9th.
        stored.deferred_until = date(2026, 3, 7)
        stored.reckon()
        transaction.commit()
        self.assertEqual(date(2026, 3, 9), self.stored(Case.due_on, case))
        for day in (8, 9):
            self.assertEqual(0, self.run_job(2026, 3, day))
        with self.day(2026, 3, 9), self.assertRaises(PromiseNotOver):
            self.move(case, "break_promise", reason="没有交来")
        transaction.abort()
        self.assertEqual(1, self.run_job(2026, 3, 10))

    def test_papers_are_promised_for_a_working_day(self):
        case = self.register_on(2026, 3, 3)
        facts = {"materials": ["SQ-LL-001-M03"], "agreed": "1"}
        with self.day(2026, 3, 4), self.assertRaises(DayNotWorking) as caught:
            self.move(case, "accept_conditionally", until="2026-03-07", **facts)
        transaction.abort()
        self.assertEqual("until", caught.exception.field)
        said = CaseWording("zh-cn")(caught.exception.message)
        self.assertIn("2026年3月9日", said)
        self.assertEqual("submitted", self.stored(Case.state, case))
        promised = self.promise(nonce="b")
        version = self.stored(Case.version, promised)
        with self.day(2026, 3, 5), self.assertRaises(DayNotWorking):
            move_case(
                promised.number,
                "allow_later",
                api.user.get("coordinator"),
                version=version,
                facts={"until": "2026-03-14", "reason": "台风停运"},
            )
        transaction.abort()

    def test_papers_that_came_online_wait_for_somebody_to_look(self):
        case = self.promise()
        hand_in(case.number, case.query_code, ADDRESS, [], "已经寄出")
        transaction.commit()
        self.assertEqual(0, self.run_job(2026, 3, 7))
        self.assertEqual("accepted_conditionally", self.stored(Case.state, case))

    def test_what_came_online_counts_until_staff_have_looked_at_it(self):
        case = self.promise()
        with self.day(2026, 3, 5):
            hand_in(case.number, case.query_code, ADDRESS, [], "这是户口簿")
            transaction.commit()
        self.assertEqual(0, self.run_job(2026, 3, 7))
        with self.day(2026, 3, 7), self.assertRaises(TransitionNotPossible):
            self.move(case, "ask_rest", reason="交来的不是要补的材料")
        transaction.abort()
        with self.day(2026, 3, 6):
            self.move(case, "ask_rest", reason="交来的不是要补的材料")
        self.assertEqual("accepted_conditionally", self.stored(Case.state, case))
        self.assertEqual(0, self.run_job(2026, 3, 6))
        self.assertEqual(1, self.run_job(2026, 3, 7))
        self.assertEqual("withdrawn", self.stored(Case.state, case))

    def test_city_may_leave_that_to_its_windows(self):
        case = self.promise()
        self.settle("ends_broken_promises", False)
        self.assertEqual(0, self.run_job(2026, 3, 7))
        self.assertEqual("accepted_conditionally", self.stored(Case.state, case))


class TestLatenessOnSQLite(LatenessTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestLatenessOnPostgreSQL(LatenessTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING

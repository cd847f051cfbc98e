"""What becomes of a case by itself once a day is over."""

from contextlib import contextmanager
from contextlib import nullcontext
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from onewindow_policy.cases import handling
from onewindow_policy.cases import lateness
from onewindow_policy.cases import moving
from onewindow_policy.cases import submissions
from onewindow_policy.cases.lateness import LateCases
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.supplementing import hand_in
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.handling import HandlingSetup
from plone import api
from sqlalchemy import select
from unittest.mock import Mock
from unittest.mock import patch

import transaction
import unittest

LICENCE, BENEFIT = "01", "05"
PREFIX = "onewindow_policy.cases"


class LatenessTests(HandlingSetup):
    @contextmanager
    def day(self, *day):
        """Let it be half past midnight of a day in the city, for all that asks."""
        then = datetime(*day, 0, 30, tzinfo=timezone(timedelta(hours=8)))
        with (
            patch.object(submissions, "utc_now", return_value=then),
            patch.object(moving, "utc_now", return_value=then),
            patch.object(handling, "utc_now", return_value=then),
            patch.object(lateness, "utc_now", return_value=then),
        ):
            yield

    def run_job(self, *day):
        with self.day(*day):
            count = LateCases()(Mock(open_site=nullcontext))
        transaction.begin()
        return count

    def register_on(self, *day, **changes):
        with self.day(*day):
            return self.register(**changes)

    def settle(self, name, value):
        api.portal.set_registry_record(f"{PREFIX}.{name}", value)
        transaction.commit()

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

    def promise(self):
        case = self.register_on(2026, 3, 3)
        with self.day(2026, 3, 4):
            self.move(
                case,
                "accept_conditionally",
                materials=["SQ-LL-001-M03"],
                until="2026-03-06",
                agreed="1",
            )
        return case

    def test_papers_that_did_not_come_withdraw_it_after_their_last_day(self):
        case = self.promise()
        self.assertEqual(0, self.run_job(2026, 3, 6))
        self.assertEqual(1, self.run_job(2026, 3, 7))
        self.assertEqual("withdrawn", self.stored(Case.state, case))
        last = open_by_code(case.number, case.query_code, ADDRESS).history[-1]
        self.assertEqual("承诺补交的材料，到最后一天没有交来。", last.reason)

    def test_papers_that_came_online_wait_for_somebody_to_look(self):
        case = self.promise()
        hand_in(case.number, case.query_code, ADDRESS, [], "已经寄出")
        transaction.commit()
        self.assertEqual(0, self.run_job(2026, 3, 7))
        self.assertEqual("accepted_conditionally", self.stored(Case.state, case))

    def test_city_may_leave_that_to_its_windows(self):
        case = self.promise()
        self.settle("ends_broken_promises", False)
        self.assertEqual(0, self.run_job(2026, 3, 7))
        self.assertEqual("accepted_conditionally", self.stored(Case.state, case))


class TestLatenessOnSQLite(LatenessTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestLatenessOnPostgreSQL(LatenessTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING

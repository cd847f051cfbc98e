"""What the clock did wrongly is put right, and nothing of it is lost."""

from datetime import date
from datetime import datetime
from datetime import UTC
from onewindow_policy.cases.exceptions import CaseSealed
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.handling import transitions_of
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.linking.kinds import REAPPLICATION
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.promising.models import PromiseBar
from onewindow_policy.cases.seeing import disclose_case
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.tallies import accepted_cases
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import IS_OPEN
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.lateness import LatenessSetup
from plone import api
from sqlalchemy import select
from sqlalchemy import update
from unittest.mock import patch

import transaction
import unittest

LICENCE = "01"


def patch_rules():
    """Let it be extended: by how much a guide allows is not what is tested here."""
    return patch(
        "onewindow_policy.cases.guarding.most_extension",
        return_value=10,
    )


class TestPuttingRight(LatenessSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def put_right(self, case, transition, user_id="supervisor"):
        version = self.stored(Case.version, case)
        facts = {"reason": "停电期间已经书面告知"}
        user = api.user.get(user_id)
        if user_id == "supervisor":
            with api.env.adopt_user(user_id):
                disclose_case(case.number, "complaint", user)
                transaction.commit()
        move_case(case.number, transition, user, version=version, facts=facts)
        transaction.commit()

    def offered(self, case):
        transaction.begin()
        found = find_case(read_session(), case.number)
        return [each.name for each in transitions_of(found, api.user.get("supervisor"))]

    def history(self, case):
        transaction.begin()
        return open_by_code(case.number, case.query_code, ADDRESS).history

    def paper(self, case, kind):
        transaction.begin()
        papers = held_case(case.number).copy()["papers"]
        return next(each for each in papers if each["kind"] == kind)

    def accept_by_clock(self):
        case = self.register_on(2026, 3, 3, item_type=LICENCE)
        self.assertEqual(1, self.run_job(2026, 3, 11))
        return case

    def test_acceptance_by_silence_is_taken_back_and_comes_no_second_time(self):
        case = self.accept_by_clock()
        version = self.stored(Case.version, case)
        says = self.paper(case, "acceptance")["says"]
        self.assertEqual("2026年3月3日", says["accepted_on"])
        self.assertTrue(says["by_silence"])
        self.assertEqual(["take_back_silence"], self.offered(case))
        with self.assertRaises(TransitionNotAllowed):
            self.put_right(case, "take_back_silence", "window-staff")
        transaction.abort()
        with self.day(2026, 3, 12):
            self.put_right(case, "take_back_silence")
        self.assertEqual("received", self.stored(Case.state, case))
        self.assertEqual(version + 1, self.stored(Case.version, case))
        # As if the clock had not acted: five days from when it was handed in, long over.
        self.assertEqual(date(2026, 3, 10), self.stored(Case.due_on, case))
        wrong, right = self.history(case)[-2:]
        self.assertEqual("accept_by_silence", wrong.transition)
        self.assertEqual("停电期间已经书面告知", right.reason)
        acceptance = self.paper(case, "acceptance")
        self.assertTrue(acceptance["is_voided"])
        self.assertFalse(self.paper(case, "correction")["is_voided"])
        voided = [acceptance["number"]]
        self.assertEqual({"voided": voided}, right.facts)
        says = self.paper(case, "correction")["says"]
        self.assertIn("《受理通知书》", says["voided"][0])
        self.assertNotIn("until", says)
        # Who oversees sees to no case, and is nobody's first contact.
        for column in (Case.first_contact, Case.assignee):
            self.assertIsNone(self.stored(column, case))
        self.assertEqual(0, self.run_job(2026, 3, 20))
        self.assertEqual("received", self.stored(Case.state, case))

    def test_who_puts_it_right_has_said_before_why_they_open_the_case(self):
        case = self.accept_by_clock()
        with self.assertRaises(CaseSealed):
            move_case(
                case.number,
                "take_back_silence",
                api.user.get("supervisor"),
                version=self.stored(Case.version, case),
                facts={"reason": "已经书面告知"},
            )
        transaction.abort()
        self.assertEqual("accepted", self.stored(Case.state, case))

    def test_silence_counts_again_once_something_was_asked_for_and_brought(self):
        case = self.accept_by_clock()
        with self.day(2026, 3, 12):
            self.put_right(case, "take_back_silence")
            self.move(case, "ask_correction", reason="缺户口簿")
        with self.day(2026, 3, 16):
            self.move(case, "supplement")
        self.assertEqual(0, self.run_job(2026, 3, 23))
        self.assertEqual(1, self.run_job(2026, 3, 24))
        self.assertEqual("accepted", self.stored(Case.state, case))

    def test_what_was_built_on_a_wrong_acceptance_goes_with_it(self):
        case = self.accept_by_clock()
        with self.day(2026, 3, 11):
            version = self.stored(Case.version, case)
            facts = {"days": "3", "reason": "核查"}
            with patch_rules():
                move_case(
                    case.number,
                    "extend",
                    api.user.get("coordinator"),
                    version=version,
                    facts=facts,
                )
            transaction.commit()
        self.move(case, "return", reason="按错了")
        self.move(case, "undo")
        self.assertEqual(3, self.stored(Case.extended_days, case))
        self.assertEqual(["take_back_silence"], self.offered(case))
        self.put_right(case, "take_back_silence")
        self.assertEqual(0, self.stored(Case.extended_days, case))
        for kind in ("acceptance", "extension"):
            self.assertTrue(self.paper(case, kind)["is_voided"])

    def test_what_silence_accepted_wrongly_is_not_counted_as_accepted(self):
        case = self.accept_by_clock()
        whole = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
        self.assertEqual([1], [row.numerator for row in accepted_cases(*whole)])
        self.put_right(case, "take_back_silence")
        transaction.begin()
        self.assertEqual([], [row.numerator for row in accepted_cases(*whole)])

    def test_only_the_last_step_of_the_clock_is_put_right(self):
        case = self.accept_by_clock()
        self.move(case, "start")
        self.assertEqual([], self.offered(case))
        by_hand = self.register_on(2026, 3, 3, nonce="b")
        self.move(by_hand, "accept")
        self.assertEqual([], self.offered(by_hand))
        with self.assertRaises(TransitionNotPossible):
            self.put_right(by_hand, "take_back_silence")

    def test_promise_that_was_kept_goes_on_where_it_was_and_bars_nobody(self):
        case = self.promise()
        self.assertEqual(1, self.run_job(2026, 3, 7))
        self.assertEqual(1, self.count_of(PromiseBar))
        self.assertEqual(["take_back_withdrawal"], self.offered(case))
        with self.day(2026, 3, 9):
            self.put_right(case, "take_back_withdrawal")
        self.assertEqual("accepted_conditionally", self.stored(Case.state, case))
        for column in (Case.closed_at, Case.erase_at):
            self.assertIsNone(self.stored(column, case))
        self.assertEqual(date(2026, 3, 6), self.stored(Case.deferred_until, case))
        self.assertEqual(0, self.count_of(PromiseBar))
        duties = select(Duty.kind).where(Duty.subject == case.number, IS_OPEN)
        self.assertEqual(["cases.correct"], read_session().scalars(duties).all())
        self.assertEqual(0, self.run_job(2026, 3, 20))
        self.assertNotIn("until", self.paper(case, "correction")["says"])
        with self.day(2026, 3, 9):
            self.assertEqual("accepted", self.move(case, "bring_deferred"))
        # The office's mistake moves no day.
        self.assertEqual(0, self.stored(Case.suspended_days, case))

    def test_withdrawal_after_which_somebody_applied_once_more_is_not_put_right(self):
        case = self.promise()
        self.assertEqual(1, self.run_job(2026, 3, 7))
        self.assertEqual(["take_back_withdrawal"], self.offered(case))
        later = register_case(submission("once more")).number
        is_it = Case.number == case.number
        write_session().execute(
            update(Case)
            .where(is_it)
            .values(later_number=later, later_link=REAPPLICATION)
        )
        transaction.commit()
        self.assertEqual([], self.offered(case))
        with self.assertRaises(TransitionNotPossible):
            self.put_right(case, "take_back_withdrawal")
        transaction.abort()
        self.assertEqual("withdrawn", self.stored(Case.state, case))

    def test_withdrawal_by_the_applicant_is_not_put_right(self):
        case = self.promise()
        withdraw(case.number, case.query_code, ADDRESS)
        transaction.commit()
        self.assertEqual([], self.offered(case))
        with self.assertRaises(TransitionNotPossible):
            self.put_right(case, "take_back_withdrawal")

"""Applicants follow their cases by number and code; guessing leads nowhere."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from onewindow_policy.cases import tracking
from onewindow_policy.cases.api import open_by_code
from onewindow_policy.cases.exceptions import CaseOver
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import ReceiptClosed
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import new_case_number
from onewindow_policy.cases.retention import OldQueryCodes
from onewindow_policy.cases.submissions import RECEIPT_LIFETIME
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.tracking import open_receipt
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.intake import proving
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.intake.proving import ADDRESS_LIMITS
from onewindow_policy.intake.proving import NUMBER_LIMITS
from onewindow_policy.intake.retention import OldTries
from onewindow_policy.jobs.retention import erase_all
from onewindow_policy.records.api import network_of
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.records.models import Try
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import run_at_once
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.testing.records import statements_of
from sqlalchemy import func
from sqlalchemy import select
from unittest.mock import patch

import transaction
import unittest

OTHER_ADDRESS = "203.0.113.8"
TRIES = NUMBER_LIMITS[0].tries

GUESS = """
from onewindow_policy.cases.api import open_by_code
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.intake.exceptions import TooManyTries

def main(number):
    refused = 0
    for code in range(10):
        try:
            open_by_code(number, f"{code:010}", "203.0.113.7")
        except CodeRefused:
            refused += 1
        except TooManyTries:
            pass
    return refused
"""


def tries():
    with get_database().reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Try))


class TrackingTests:
    def setUp(self):
        self.case = register_case(submission())
        transaction.commit()
        self.wrong = f"{(int(self.case.query_code) + 1) % 10**10:010}"

    def open(self, number=None, code=None, address=ADDRESS):
        try:
            return open_by_code(
                number or self.case.number, code or self.case.query_code, address
            )
        finally:
            transaction.abort()

    def guess(self, times, number=None, address=ADDRESS):
        for _each in range(times):
            with self.assertRaises(CodeRefused):
                self.open(number, self.wrong, address)

    @contextmanager
    def later(self, **span):
        """Let time pass, for limits and for receipts."""
        then = utc_now() + timedelta(**span)
        with (
            patch.object(proving, "utc_now", return_value=then),
            patch.object(tracking, "utc_now", return_value=then),
        ):
            yield

    def test_number_and_code_tell_state_and_history_and_nothing_personal(self):
        tracked = self.open()
        self.assertEqual(("submitted", None), (tracked.state, tracked.query_code))
        self.assertTrue(tracked.can_withdraw)
        self.assertIsNotNone(tracked.due)
        self.assertEqual("赵**", tracked.person)
        for value in (PLANTED["name"], PLANTED["id_number"], PLANTED["phone"]):
            self.assertNotIn(value, str(tracked))

    def test_wrong_number_and_wrong_code_get_the_same_answer(self):
        answers = []
        for number, code in (
            (self.case.number, self.wrong),
            (new_case_number(utc_now().date()), self.case.query_code),
            ("no\0number", self.case.query_code),
        ):
            with self.assertRaises(CodeRefused) as caught:
                self.open(number, code)
            answers.append((str(caught.exception), caught.exception.message))
        self.assertEqual(1, len(set(answers)))

    def test_wrong_number_and_wrong_code_take_the_same_statements(self):
        def asked(number, code):
            engine = get_database().engine
            with statements_of(engine) as found, self.assertRaises(CodeRefused):
                self.open(number, code)
            return found

        self.guess(1)
        with_case = asked(self.case.number, self.wrong)
        without = asked(new_case_number(utc_now().date()), self.wrong)
        self.assertEqual(with_case, without)
        self.assertTrue(any("FROM cases" in statement for statement in without))

    def test_after_wrong_tries_even_the_right_code_waits(self):
        self.guess(TRIES)
        with self.assertRaises(TooManyTries) as caught:
            self.open()
        self.assertLessEqual(caught.exception.wait, timedelta(minutes=15))
        self.assertIn("minutes", caught.exception.message.mapping)
        with self.later(minutes=16):
            self.assertEqual("submitted", self.open().state)

    def test_wrong_tries_elsewhere_lock_nobody_out(self):
        self.guess(TRIES, address=OTHER_ADDRESS)
        with self.assertRaises(TooManyTries):
            self.open(address=OTHER_ADDRESS)
        self.assertEqual("submitted", self.open().state)

    def test_wrong_tries_of_another_number_do_not_count(self):
        self.guess(TRIES, number=new_case_number(utc_now().date()))
        self.assertEqual("submitted", self.open().state)

    def test_right_tries_do_not_count(self):
        for _each in range(2 * TRIES):
            self.open()
        self.assertEqual(0, tries() - self.tries_of_submission())

    def tries_of_submission(self):
        return 1

    def test_address_that_tries_many_numbers_waits(self):
        limit = ADDRESS_LIMITS[0].tries
        for _each in range(limit):
            self.guess(1, number=new_case_number(utc_now().date()))
        with self.assertRaises(TooManyTries):
            self.open(number=new_case_number(utc_now().date()), code=self.wrong)
        self.assertEqual("submitted", self.open(address=OTHER_ADDRESS).state)

    def test_a_day_has_fewer_tries_than_its_quarters_of_an_hour(self):
        made = 0
        for quarter in range(20):
            with self.later(minutes=16 * quarter):
                for _each in range(TRIES):
                    try:
                        self.open(code=self.wrong)
                    except CodeRefused:
                        made += 1
                    except TooManyTries:
                        break
        self.assertEqual(NUMBER_LIMITS[1].tries, made)
        with self.later(hours=30):
            self.assertEqual("submitted", self.open().state)

    def test_tries_at_once_are_counted_one_by_one(self):
        def guess(_number):
            try:
                self.open(code=self.wrong)
            except CodeRefused:
                return 1
            except TooManyTries:
                return 0
            raise AssertionError("A wrong code was taken for the right one.")

        with ThreadPoolExecutor(4) as pool:
            self.assertEqual(TRIES, sum(pool.map(guess, range(24))))

    def test_tries_of_all_processes_are_counted_together(self):
        self.assertEqual(
            TRIES, sum(map(int, run_at_once(GUESS, [self.case.number] * 2)))
        )

    def test_tries_are_counted_when_the_request_fails(self):
        self.guess(TRIES)
        transaction.abort()
        with self.assertRaises(TooManyTries):
            self.open()

    def test_refused_tries_leave_nothing_behind_and_old_ones_are_erased(self):
        self.guess(TRIES)
        kept = tries()
        for _each in range(10):
            with self.assertRaises(TooManyTries):
                self.open(code=self.wrong)
        self.assertEqual(kept, tries())
        erase_all(OldTries(), utc_now() + timedelta(hours=23))
        self.assertEqual(kept, tries())
        erase_all(OldTries(), utc_now() + timedelta(days=1, seconds=1))
        self.assertEqual(0, tries())

    def test_addresses_of_one_network_in_ipv6_are_one(self):
        self.assertEqual(network_of("2001:db8::1"), network_of("2001:db8::ffff:2"))
        self.assertNotEqual(network_of("2001:db8::1"), network_of("2001:db8:0:1::1"))
        self.assertEqual("203.0.113.7", network_of("::ffff:203.0.113.7"))
        self.assertEqual("203.0.113.7", network_of(" 203.0.113.7 "))
        self.assertEqual(network_of(""), network_of("nonsense"))

    def test_receipt_opens_with_its_token_and_shows_the_code(self):
        receipt = open_receipt(self.case.number, self.case.receipt_token)
        self.assertEqual(self.case.query_code, receipt.query_code)
        self.assertEqual(self.case.number, receipt.number)

    def test_receipt_stays_shut_without_its_token(self):
        other = register_case(submission("nonce-2"))
        transaction.commit()
        for number, token in (
            (self.case.number, other.receipt_token),
            (self.case.number, ""),
            (self.case.number, "甲"),
            (self.case.number, "\ud800"),
            (new_case_number(utc_now().date()), self.case.receipt_token),
            ("\0", self.case.receipt_token),
        ):
            with self.subTest(token), self.assertRaises(ReceiptClosed):
                open_receipt(number, token)

    def test_receipt_closes_after_a_while_and_its_code_is_erased(self):
        with self.later(hours=2), self.assertRaises(ReceiptClosed):
            open_receipt(self.case.number, self.case.receipt_token)
        transaction.abort()
        erase_all(OldQueryCodes(), utc_now() + RECEIPT_LIFETIME)
        with get_database().reading.connect() as connection:
            columns = select(Case.query_code_sealed, Case.receipt_until)
            self.assertEqual((None, None), tuple(connection.execute(columns).one()))
        with self.assertRaises(ReceiptClosed):
            open_receipt(self.case.number, self.case.receipt_token)
        transaction.abort()
        self.assertEqual("submitted", self.open().state)

    def test_applicant_withdraws_once(self):
        withdraw(self.case.number, self.case.query_code, ADDRESS)
        transaction.commit()
        tracked = self.open()
        self.assertEqual("withdrawn", tracked.state)
        self.assertFalse(tracked.can_withdraw)
        self.assertEqual(
            ["register", "withdraw"], [entry.transition for entry in tracked.history]
        )
        # A second press finds it withdrawn, and changes nothing.
        again = withdraw(self.case.number, self.case.query_code, ADDRESS)
        transaction.commit()
        self.assertEqual(tracked, again)

    def test_what_is_over_otherwise_cannot_be_withdrawn_and_is_shown(self):
        write_session()
        case = read_session().scalar(select(Case))
        case.state = "completed_refused"
        transaction.commit()
        with self.assertRaises(CaseOver) as caught:
            withdraw(self.case.number, self.case.query_code, ADDRESS)
        self.assertEqual("completed_refused", caught.exception.case.state)
        transaction.commit()
        self.assertEqual("completed_refused", self.open().state)

    def test_nobody_withdraws_with_a_wrong_code(self):
        with self.assertRaises(CodeRefused):
            withdraw(self.case.number, self.wrong, ADDRESS)
        transaction.commit()
        self.assertEqual("submitted", self.open().state)


class TestTrackingOnSQLite(TrackingTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestTrackingOnPostgreSQL(TrackingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING

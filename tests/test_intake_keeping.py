"""A form that is half filled in is kept for its person alone, and for some days."""

from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from onewindow_policy.intake import keeping
from onewindow_policy.intake import parking
from onewindow_policy.intake import proving
from onewindow_policy.intake.exceptions import KeptFormRefused
from onewindow_policy.intake.exceptions import NoRoomToPark
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.intake.keeping import drop_kept
from onewindow_policy.intake.keeping import held_kept
from onewindow_policy.intake.keeping import keep_form
from onewindow_policy.intake.keeping import open_kept
from onewindow_policy.intake.models import KeptForm
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.intake.parking import park_upload
from onewindow_policy.intake.parking import parked_files
from onewindow_policy.intake.parking import renew_parked
from onewindow_policy.intake.retention import ExpiredUploads
from onewindow_policy.intake.retention import OldKeptForms
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.records.models import AuditEntry
from onewindow_policy.rights.carrying import erase
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.requests import grant
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.workdays.api import CITY_ZONE
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import text
from unittest import mock

import transaction
import unittest

ADDRESS = "203.0.113.7"
NONCE = "5e" * 16
ANSWERS = {"form.widgets.applicant_name": "样本老人", "form.widgets.kinds": ["a", "b"]}
PAGE = b"what the page had shown"
CONTENT = b"\xff\xd8 a photograph"


class KeepingTests:
    def setUp(self):
        self.kept = self.keep()

    def keep(self, nonce=NONCE, answers=ANSWERS):
        kept = keep_form(nonce, answers, PAGE, ADDRESS)
        transaction.commit()
        return kept

    def park(self, nonce=NONCE, field="photo"):
        file_id = park_upload(
            nonce, field, "户口簿.jpg", "image/jpeg", CONTENT, ADDRESS
        )
        transaction.commit()
        return file_id

    def open(self, number=None, code=None):
        try:
            return open_kept(
                number or self.kept.number, code or self.kept.code, ADDRESS
            )
        finally:
            transaction.abort()

    def wrong(self):
        return f"{(int(self.kept.code) + 1) % 10**10:010d}"

    def count(self, model):
        with get_database().reading.connect() as connection:
            return connection.scalar(select(func.count()).select_from(model))

    def erasures(self):
        """Return why kept forms were erased, as the audit has it."""
        query = select(AuditEntry.subject, AuditEntry.detail)
        query = query.where(AuditEntry.action == "kept_form.erase")
        with get_database().reading.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]

    @contextmanager
    def at(self, moment):
        with (
            mock.patch.object(keeping, "utc_now", return_value=moment),
            mock.patch.object(parking, "utc_now", return_value=moment),
        ):
            yield

    def test_number_and_code_bring_back_what_was_typed_as_often_as_one_is_interrupted(
        self,
    ):
        for _each in range(2):
            opened = self.open()
            self.assertEqual(
                (NONCE, ANSWERS, PAGE), (opened.nonce, opened.answers, opened.page)
            )
            self.assertEqual(self.kept.until, opened.until)

    def test_it_is_kept_to_the_end_of_the_day_that_is_told(self):
        noon = datetime(2026, 11, 30, 12, tzinfo=CITY_ZONE)
        with self.at(noon):
            kept = self.keep("aa" * 16)
        self.assertEqual(datetime(2026, 12, 8, tzinfo=CITY_ZONE), kept.until)

    def test_what_is_kept_is_sealed(self):
        with get_database().reading.connect() as connection:
            (row,) = connection.execute(text("SELECT * FROM kept_forms")).all()
        stored = b"\0".join(
            each if isinstance(each, bytes) else str(each).encode() for each in row
        )
        self.assertIn(self.kept.number.encode(), stored)
        for secret in ("样本老人", self.kept.code, NONCE):
            self.assertNotIn(secret.encode(), stored)
        self.assertNotIn(bytes.fromhex(NONCE), stored)
        self.assertNotIn(self.kept.code, repr(self.kept))
        self.assertNotIn("样本老人", repr(self.open()))

    def test_kept_once_more_it_is_brought_up_to_date_under_the_same_two_numbers(self):
        later = utc_now() + timedelta(days=2)
        changed = {"form.widgets.applicant_name": "样本儿子"}
        with self.at(later):
            again = self.keep(answers=changed)
        self.assertEqual((self.kept.number, self.kept.code), (again.number, again.code))
        self.assertEqual(self.kept.until + timedelta(days=2), again.until)
        self.assertEqual(1, self.count(KeptForm))
        self.assertEqual(changed, self.open().answers)

    def test_wrong_code_says_what_an_unknown_number_says_and_both_are_counted(self):
        said = set()
        for number, code in (
            (self.kept.number, self.wrong()),
            ("26011512345678", self.kept.code),
            ("no\0number", self.kept.code),
        ):
            with self.assertRaises(KeptFormRefused) as refused:
                self.open(number, code)
            said.add(refused.exception.message)
        self.assertEqual(1, len(said))
        for _try in range(proving.NUMBER_LIMITS[0].tries - 1):
            with self.assertRaises(KeptFormRefused):
                self.open(code=self.wrong())
        # The right one, too, opens nothing then.
        with self.assertRaises(TooManyTries):
            self.open()

    def test_who_keeps_too_much_is_told(self):
        limit = "onewindow_policy.intake.senders.submissions_per_hour"
        with mock.patch(limit, lambda: 1), self.assertRaises(TooManyTries):
            self.keep("aa" * 16)
        transaction.abort()

    def test_after_its_days_it_is_shown_no_more_and_erased_with_its_files(self):
        self.park()
        self.keep()
        with self.at(self.kept.until), self.assertRaises(KeptFormRefused):
            self.open()
        self.assertEqual(0, OldKeptForms().forget(utc_now()))
        self.assertEqual(1, OldKeptForms().forget(self.kept.until))
        transaction.commit()
        self.assertEqual(0, self.count(KeptForm))
        self.assertEqual(0, self.count(ParkedUpload))
        self.assertEqual([(self.kept.number, "retention")], self.erasures())
        with get_database().reading.connect() as connection:
            left = connection.scalar(
                text("SELECT count(*) FROM data_keys WHERE wrapped IS NOT NULL")
            )
        self.assertEqual(0, left)

    def test_what_is_over_and_kept_anew_is_another_one(self):
        with self.at(self.kept.until):
            again = self.keep()
        self.assertNotEqual(self.kept.number, again.number)
        self.assertEqual(1, self.count(KeptForm))

    def test_sent_or_not_wanted_it_is_erased_and_no_other_one(self):
        other = self.keep("aa" * 16)
        drop_kept("bb" * 16, keeping.SENT)
        transaction.commit()
        self.assertEqual(2, self.count(KeptForm))
        drop_kept(NONCE, keeping.SENT)
        transaction.commit()
        with self.assertRaises(KeptFormRefused):
            self.open()
        self.assertEqual(PAGE, self.open(other.number, other.code).page)
        self.assertEqual([(self.kept.number, "sent")], self.erasures())

    def test_files_wait_as_long_as_their_form_and_what_is_parked_does_not(self):
        kept, parked = self.park(), self.park("aa" * 16)
        self.keep()
        an_hour_later = utc_now() + timedelta(hours=1)
        with self.at(an_hour_later):
            self.assertEqual([kept], [each.id for each in parked_files(NONCE)])
            self.assertEqual([], parked_files("aa" * 16))
            # Going on with the form makes none of them shorter.
            renew_parked(NONCE)
        transaction.commit()
        self.assertEqual(1, ExpiredUploads().forget(an_hour_later), parked)
        transaction.commit()
        with self.at(self.kept.until - timedelta(seconds=1)):
            self.assertEqual([kept], [each.id for each in parked_files(NONCE)])

    def test_forms_are_kept_without_files_where_there_is_no_room_for_them(self):
        self.park()
        self.park("aa" * 16)
        size = len(CONTENT)
        for quota in ("KEPT_ADDRESS_QUOTA_BYTES", "KEPT_TOTAL_QUOTA_BYTES"):
            with self.subTest(quota=quota), mock.patch.object(parking, quota, size):
                # What it has itself counts once, however often it is kept.
                self.assertTrue(self.keep().has_room)
                self.assertTrue(self.keep().has_room)
                other = self.keep("aa" * 16)
                self.assertFalse(other.has_room)
                self.assertEqual(ANSWERS, self.open(other.number, other.code).answers)

    def test_what_is_kept_for_days_takes_no_room_of_what_waits_for_minutes(self):
        size = len(CONTENT)
        for quota in ("ADDRESS_QUOTA_BYTES", "TOTAL_QUOTA_BYTES"):
            with self.subTest(quota=quota), mock.patch.object(parking, quota, size):
                self.park(field=quota)
                self.keep()
                nonce = quota.encode().hex()
                self.park(nonce)
                with self.assertRaises(NoRoomToPark):
                    self.park(nonce, "another")
                transaction.abort()
                drop_kept(NONCE, keeping.SENT)
                parking.drop_parked(nonce)
                transaction.commit()

    def test_its_person_is_granted_a_copy_and_an_erasure_by_its_number(self):
        self.park()
        copy = held_kept(self.kept.number).copy()
        self.assertEqual(ANSWERS, copy["answers"])
        (file,) = copy["files"]
        self.assertEqual("户口簿.jpg", file["name"])
        with self.assertRaises(ValueError):
            held_kept(self.kept.number).correct({})
        transaction.abort()
        asked = ask_at_window("erasure", self.kept.number, "staff")
        grant(asked.number, "supervisor")
        erase(asked.number)
        transaction.commit()
        self.assertIsNone(held_kept(self.kept.number))
        transaction.abort()
        self.assertEqual(0, self.count(KeptForm) + self.count(ParkedUpload))
        self.assertEqual([(self.kept.number, "rights")], self.erasures())


class TestKeepingOnSQLite(KeepingTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestKeepingOnPostgreSQL(KeepingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING

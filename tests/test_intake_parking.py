"""Files wait for the rest of their form, sealed, for a while and within limits."""

from datetime import timedelta
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.intake import parking
from onewindow_policy.intake.api import drop_parked
from onewindow_policy.intake.api import park_upload
from onewindow_policy.intake.api import parked_content
from onewindow_policy.intake.api import parked_files
from onewindow_policy.intake.api import renew_parked
from onewindow_policy.intake.exceptions import NoRoomToPark
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.intake.parking import PARKED_FOR
from onewindow_policy.intake.retention import ExpiredUploads
from onewindow_policy.jobs.retention import erase_all
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from sqlalchemy import func
from sqlalchemy import select
from unittest.mock import patch

import transaction
import unittest

PHOTO = "照片的内容".encode()


def park(nonce="nonce-1", content=PHOTO, address=ADDRESS, field_name="photo"):
    file_id = park_upload(nonce, field_name, "计华.png", "image/png", content, address)
    transaction.commit()
    return file_id


def count_of(table):
    with get_database().reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


class ParkingTests:
    def later(self, **span):
        then = utc_now() + timedelta(**span)
        return patch.object(parking, "utc_now", return_value=then)

    def files(self, nonce="nonce-1"):
        transaction.abort()
        return [(file.id, file.name, file.size_bytes) for file in parked_files(nonce)]

    def test_parked_file_comes_back_as_it_was(self):
        file_id = park()
        self.assertEqual([(file_id, "计华.png", len(PHOTO))], self.files())
        (file,) = parked_files("nonce-1")
        self.assertEqual(("photo", "image/png"), (file.field_name, file.media_type))
        self.assertNotIn("计华", repr(file))
        self.assertEqual(PHOTO, parked_content("nonce-1", file_id))
        other_id = park(content=b"other")
        self.assertEqual(b"other", parked_content("nonce-1", other_id))
        self.assertEqual(PHOTO, parked_content("nonce-1", file_id))

    def test_nobody_finds_it_without_the_nonce(self):
        file_id = park()
        self.assertEqual([], self.files("nonce-2"))
        self.assertIsNone(parked_content("nonce-2", file_id))
        self.assertIsNone(parked_content("nonce-1", "no id"))

    def test_it_is_sealed(self):
        park()
        with get_database().reading.connect() as connection:
            row = connection.execute(select(ParkedUpload)).one()
        self.assertEqual(len(PHOTO), row.size_bytes)
        for value in row:
            stored = value if isinstance(value, bytes) else str(value).encode()
            for plain in (PHOTO, "计华".encode(), b"nonce-1", ADDRESS.encode()):
                self.assertNotIn(plain, stored)

    def test_after_half_an_hour_it_is_not_shown_and_then_erased_with_its_key(self):
        file_id = park()
        with self.later(minutes=30):
            self.assertEqual([], self.files())
            self.assertIsNone(parked_content("nonce-1", file_id))
        transaction.abort()
        erase_all(ExpiredUploads(), utc_now() + timedelta(minutes=29))
        self.assertEqual(1, count_of(ParkedUpload))
        erase_all(ExpiredUploads(), utc_now() + PARKED_FOR)
        self.assertEqual((0, 0), (count_of(ParkedUpload), count_of(DataKey)))

    def test_it_waits_anew_while_the_form_is_being_mended(self):
        file_id = park()
        with self.later(minutes=20):
            renew_parked("nonce-1")
            transaction.commit()
        with self.later(minutes=40):
            self.assertEqual([file_id], [row[0] for row in self.files()])
        with self.later(minutes=60):
            renew_parked("nonce-1")
            self.assertEqual([], self.files())

    def test_files_come_back_in_the_order_they_were_chosen_in(self):
        names = [f"{number}.png" for number in range(6)]
        for name in names:
            park_upload("nonce-1", "photos", name, "image/png", b"1", ADDRESS)
        renew_parked("nonce-1")
        transaction.commit()
        self.assertEqual(names, [each.name for each in parked_files("nonce-1")])

    def test_registering_erases_what_waited_for_it_and_nothing_else(self):
        park("nonce-1")
        other = park("nonce-2")
        register_case(submission("nonce-1"))
        transaction.commit()
        self.assertEqual([], self.files("nonce-1"))
        self.assertEqual([other], [row[0] for row in self.files("nonce-2")])

    def test_dropping_erases_files_and_keys(self):
        for _each in range(3):
            park()
        drop_parked("nonce-1")
        transaction.commit()
        self.assertEqual((0, 0), (count_of(ParkedUpload), count_of(DataKey)))

    def test_many_are_erased_in_batches(self):
        with patch("onewindow_policy.intake.parking._BATCH", 2):
            for _each in range(5):
                park()
            drop_parked("nonce-1")
            transaction.commit()
        self.assertEqual((0, 0), (count_of(ParkedUpload), count_of(DataKey)))

    def refuses(self, *arguments):
        with self.assertRaises(NoRoomToPark):
            park(*arguments)
        transaction.abort()

    def test_a_form_an_address_and_all_together_have_a_quota(self):
        three = len(PHOTO) * 3
        with patch.object(parking, "NONCE_QUOTA_BYTES", three):
            for _each in range(3):
                park("a")
            self.refuses("a")
            park("b")
        with patch.object(parking, "ADDRESS_QUOTA_BYTES", len(PHOTO) * 4):
            self.refuses("c")
            park("c", PHOTO, "203.0.113.8")
        with patch.object(parking, "TOTAL_QUOTA_BYTES", len(PHOTO) * 5):
            self.refuses("d", PHOTO, "203.0.113.9")
        # What is over its time takes no room.
        with self.later(minutes=31), patch.object(parking, "NONCE_QUOTA_BYTES", three):
            park("a")


class TestParkingOnSQLite(ParkingTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestParkingOnPostgreSQL(ParkingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING

"""What is over its time is erased by whoever writes next, now and then."""

from datetime import timedelta
from onewindow_policy.cases import forgetting
from onewindow_policy.cases.forgetting import forget_expired
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.intake.api import park_upload
from onewindow_policy.intake.api import Turn
from onewindow_policy.intake.forgetting import ADVISORY_LOCK
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.records.models import Try
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy import update
from unittest.mock import patch

import transaction
import unittest


def count_of(table):
    with get_database().reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


class ForgettingTests:
    def setUp(self):
        park_upload("old", "photo", "1.png", "image/png", b"1", ADDRESS)
        transaction.commit()
        with get_database().writing.begin() as connection:
            past = utc_now() - timedelta(seconds=1)
            connection.execute(update(ParkedUpload).values(expires_at=past))

    def register(self, nonce):
        register_case(submission(nonce))
        transaction.commit()

    def test_who_registers_erases_what_is_over_its_time_once_a_minute(self):
        with patch.object(forgetting, "_turn", Turn()):
            self.register("a")
            self.assertEqual(0, count_of(ParkedUpload))
            self.setUp()
            self.register("b")
            self.assertEqual(1, count_of(ParkedUpload))
            with patch("onewindow_policy.intake.forgetting.monotonic") as clock:
                clock.return_value = forgetting._turn.next
                self.register("c")
            self.assertEqual(0, count_of(ParkedUpload))

    def test_tables_do_not_grow_with_time(self):
        for number in range(3):
            self.register(str(number))
            with own_transaction() as session:
                forget_expired(session, utc_now() + timedelta(days=1, seconds=1))
            self.assertEqual((0, 0), (count_of(Try), count_of(ParkedUpload)))


class TestForgettingOnSQLite(ForgettingTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestForgettingOnPostgreSQL(ForgettingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING

    def test_one_process_at_a_time_does_it_and_others_do_not_wait(self):
        with get_database().writing.begin() as other:
            other.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
            with own_transaction() as session:
                forget_expired(session, utc_now())
        self.assertEqual(1, count_of(ParkedUpload))
        with own_transaction() as session:
            forget_expired(session, utc_now())
        self.assertEqual(0, count_of(ParkedUpload))

"""What is kept for a while only: rooms register it, the clock and a command erase it."""

from contextlib import redirect_stderr
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from onewindow_policy.cases.retention import OldCases
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.intake.api import park_upload
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.intake.retention import ExpiredUploads
from onewindow_policy.intake.retention import OldTries
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.jobs.interfaces import IRetention
from onewindow_policy.jobs.retention import erase_all
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.records.models import Try
from onewindow_policy.sites import tidying
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from sqlalchemy import func
from sqlalchemy import select
from unittest.mock import patch
from zope.component import getUtilitiesFor
from zope.interface.verify import verifyObject

import transaction
import unittest

LATER = timedelta(days=1, seconds=1)


def park():
    park_upload("old", "photo", "1.png", "image/png", b"1", ADDRESS)
    transaction.commit()


def count_of(table):
    with get_database().reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


class RetentionTests:
    def test_tables_do_not_grow_with_time(self):
        for number in range(3):
            park()
            register_case(submission(str(number)))
            transaction.commit()
            self.assertEqual((1, 1), (count_of(Try), count_of(ParkedUpload)))
            for retention in (OldTries(), ExpiredUploads()):
                self.assertEqual(1, erase_all(retention, utc_now() + LATER))
            self.assertEqual((0, 0), (count_of(Try), count_of(ParkedUpload)))

    def test_what_one_retention_cannot_erase_stops_no_other(self):
        park()
        out, err = StringIO(), StringIO()
        with (
            patch.object(OldCases, "forget", side_effect=ZeroDivisionError),
            patch.object(tidying, "utc_now", return_value=utc_now() + LATER),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            self.assertEqual(3, tidying.run())
        self.assertIn("cases erased: not all, ZeroDivisionError", err.getvalue())
        self.assertIn("      1 files of unfinished forms erased", out.getvalue())


class TestRetentionOnSQLite(RetentionTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestRetentionOnPostgreSQL(RetentionTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING

    def test_what_somebody_else_is_erasing_is_left_to_them(self):
        park()
        with get_database().writing.begin() as other:
            other.execute(select(ParkedUpload.id).with_for_update())
            self.assertEqual(0, erase_all(ExpiredUploads(), utc_now() + LATER))
        self.assertEqual(1, erase_all(ExpiredUploads(), utc_now() + LATER))


class TestRegistrations(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def test_each_room_registers_its_own_for_the_clock_and_the_command_alike(self):
        jobs = dict(getUtilitiesFor(IJob))
        retentions = dict(getUtilitiesFor(IRetention))
        rooms = {name.split(".")[0] for name in retentions}
        kept = "accounts cases duties feedback inquiries intake messages"
        kept += " questions search web"
        self.assertEqual(set(kept.split()), rooms)
        for name, retention in retentions.items():
            self.assertIs(retention, jobs[name])
            verifyObject(IRetention, retention)
            self.assertTrue(retention.reported and retention.title, name)

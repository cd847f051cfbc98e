"""`onewindow records tidy`: what people were told is done, day by day."""

from contextlib import redirect_stderr
from contextlib import redirect_stdout
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from io import StringIO
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.cases.upkeep import erase_old_cases
from onewindow_policy.cli import main
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.models import ANSWERED
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.intake.api import park_upload
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.exceptions import DataErased
from onewindow_policy.records.retention import months_after
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from pathlib import Path
from sqlalchemy import select
from sqlalchemy import update
from unittest import mock

import dataclasses
import transaction
import unittest

ZOPE_CONF = Path(__file__).resolve().parent.parent / "instance" / "etc" / "zope.conf"


class TestTerms(unittest.TestCase):
    def test_term_ends_on_the_same_day_or_the_last_of_a_shorter_month(self):
        for day, months, end in (
            ((2026, 1, 31), 1, (2026, 2, 28)),
            ((2028, 2, 29), 12, (2029, 2, 28)),
            ((2026, 12, 15), 1, (2027, 1, 15)),
            ((2026, 11, 30), 120, (2036, 11, 30)),
        ):
            with self.subTest(day=day, months=months):
                end = datetime(*end, 8, 30, tzinfo=UTC)
                self.assertEqual(
                    end, months_after(datetime(*day, 8, 30, tzinfo=UTC), months)
                )


class TidyingTests:
    def tidy(self, years=0):
        """Run the command some years from now; return status, counts and errors."""
        out, err = StringIO(), StringIO()
        now = months_after(utc_now(), 12 * years)
        with (
            mock.patch("onewindow_policy.sites.tidying.utc_now", return_value=now),
            mock.patch(
                "onewindow_policy.sites.api.prepare_instance", return_value=ZOPE_CONF
            ),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            status = main(["records", "tidy"])
        counts = {
            line[8:]: int(line[:7]) for line in out.getvalue().splitlines() if line[7:]
        }
        return status, counts, err.getvalue()

    def register(self, nonce="nonce-1", *, closed=True, **changes):
        case = register_case(submission(nonce, **changes))
        transaction.commit()
        if closed:
            withdraw(case.number, case.query_code, ADDRESS)
            transaction.commit()
        return case.number

    def case(self, number):
        transaction.begin()
        return read_session().scalar(select(Case).where(Case.number == number))

    def test_case_is_erased_when_the_term_its_applicant_was_told_is_over(self):
        number = self.register()
        case = self.case(number)
        self.assertEqual(months_after(case.closed_at, 120), case.erase_at)
        _status, counts, _err = self.tidy(years=9)
        self.assertEqual(0, counts["cases erased"])
        self.assertEqual("赵计华", self.case(number).applicant["name"])
        status, counts, err = self.tidy(years=11)
        self.assertEqual((0, 1, ""), (status, counts["cases erased"], err))
        case = self.case(number)
        self.assertIsNone(case.person_hash)
        with self.assertRaises(DataErased):
            _applicant = case.applicant
        self.assertIsNone(read_session().scalar(select(CaseFile.id)))
        # What can be counted stays.
        self.assertEqual(("SQ-LL-001", "withdrawn"), (case.item_code, case.state))

    def test_each_case_keeps_its_own_term(self):
        shorter = self.register("a", kept_months=12)
        longer = self.register("b", kept_months=360)
        self.assertEqual(1, self.tidy(years=11)[1]["cases erased"])
        self.assertIsNotNone(self.case(shorter).erased_at)
        self.assertIsNone(self.case(longer).erased_at)

    def test_open_cases_and_those_without_a_term_stay(self):
        opened = self.register("a", closed=False)
        without = self.register("b", kept_months=None)
        _status, counts, _err = self.tidy(years=90)
        self.assertEqual(0, counts["cases erased"])
        self.assertEqual(1, counts["closed cases that were promised no term, kept"])
        for number in (opened, without):
            self.assertEqual("赵计华", self.case(number).applicant["name"])

    def test_suggestion_is_erased_when_its_term_is_over(self):
        number = leave_suggestion(NewSuggestion("n", "等了很久", kept_months=12)).number
        query = select(Suggestion).where(Suggestion.number == number)
        write_session().scalar(query).settle(ANSWERED, utc_now())
        transaction.commit()
        self.assertEqual(0, self.tidy()[1]["suggestions erased"])
        self.assertEqual(1, self.tidy(years=2)[1]["suggestions erased"])
        transaction.begin()
        self.assertTrue(read_session().scalar(query).is_erased)

    def test_what_waits_for_a_form_and_what_counts_is_forgotten(self):
        park_upload("old", "photo", "1.png", "image/png", b"1", ADDRESS)
        transaction.commit()
        with get_database().writing.begin() as connection:
            past = utc_now() - timedelta(seconds=1)
            connection.execute(update(ParkedUpload).values(expires_at=past))
        self.register(closed=False)
        _status, counts, _err = self.tidy(years=1)
        self.assertEqual(1, counts["files of unfinished forms erased"])
        self.assertEqual(1, counts["query codes of old receipts erased"])
        self.assertEqual(1, counts["counted tries dropped"])

    def test_second_run_finds_nothing_left(self):
        for nonce in "abc":
            self.register(nonce)
        self.assertEqual(3, self.tidy(years=11)[1]["cases erased"])
        status, counts, _err = self.tidy(years=11)
        # That lasts until the master key is changed.
        self.assertEqual(3, counts.pop("erased, opened in old backups by a master key"))
        self.assertEqual((0, {0}), (status, set(counts.values())))

    def test_erasing_takes_turns_in_transactions_of_their_own(self):
        for nonce in "abc":
            self.register(nonce)
        later = months_after(utc_now(), 132)
        self.assertEqual(2, erase_old_cases(later, size=2))
        transaction.commit()
        self.assertEqual(1, erase_old_cases(later, size=2))
        # What was interrupted is not erased.
        transaction.abort()
        self.assertEqual(1, self.tidy(years=11)[1]["cases erased"])

    def test_each_erasure_is_in_the_audit(self):
        number = self.register()
        self.tidy(years=11)
        entry = read_session().scalar(
            select(AuditEntry).where(AuditEntry.action == "case.erase")
        )
        self.assertEqual((number, "retention"), (entry.subject, entry.detail))

    def test_database_that_cannot_be_reached_is_said_and_ends_with_3(self):
        away = dataclasses.replace(
            get_database().settings, url=read_url("postgresql://127.0.0.1:1/nobody")
        )
        self.addCleanup(replace_database, replace_database(Database(away)))
        status, counts, err = self.tidy()
        self.assertEqual((3, {}), (status, counts))
        self.assertTrue(err)


class TestTidyingOnSQLite(TidyingTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestTidyingOnPostgreSQL(TidyingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING

    def test_case_that_somebody_is_at_is_left_for_the_next_run(self):
        number = self.register()
        # The receipt is closed before.
        self.tidy(years=1)
        with get_database().writing.begin() as other:
            other.execute(select(Case.id).with_for_update())
            status, counts, _err = self.tidy(years=11)
            self.assertEqual((0, 0), (status, counts["cases erased"]))
        self.assertIsNone(self.case(number).erased_at)
        self.assertEqual(1, self.tidy(years=11)[1]["cases erased"])

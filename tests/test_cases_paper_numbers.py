"""Papers of an issuer are numbered one after the other in a year, without a gap."""

from datetime import datetime
from datetime import UTC
from onewindow_policy.cases import submissions
from onewindow_policy.cases.numbers import new_case_number
from onewindow_policy.cases.papers.issuing import PaperDraft
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.papers.numbers import next_number
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.cases import run_at_once
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from sqlalchemy import delete
from sqlalchemy import select
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from unittest.mock import patch

import transaction
import unittest

UNIT = "U-990102-MZ"

#: Takes a number, keeps it for a while, and gives it back if it is told so.
ISSUE = """
from onewindow_policy.cases.papers.issuing import PaperDraft
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.api import write_session
from onewindow_policy.testing.cases import submission
import time
import transaction

def main(argument):
    draft = PaperDraft("receipt", "U-990102-MZ", {"person": "王〇"})
    register_case(submission(argument, receipt=draft))
    time.sleep(0.2)
    if argument.startswith("back"):
        transaction.abort()
    else:
        transaction.commit()
    return argument
"""


def draft(issuer=UNIT):
    return PaperDraft("receipt", issuer, {"person": "王〇"})


def register(nonce="nonce-1", **changes):
    case = register_case(submission(nonce, receipt=draft(), **changes))
    transaction.commit()
    return case


def numbers():
    with get_database().reading.connect() as connection:
        return connection.scalars(select(Paper.number).order_by(Paper.number)).all()


def serials(count):
    return [f"{UNIT}-{utc_now().year}-{serial:06}" for serial in range(1, count + 1)]


class NumberTests:
    def test_each_issuer_counts_for_itself_and_anew_each_year(self):
        session = write_session()
        found = [
            next_number(session, issuer, year)
            for issuer, year in (
                (UNIT, 2026),
                (UNIT, 2026),
                ("990102001001", 2026),
                (UNIT, 2027),
                (UNIT, 2026),
            )
        ]
        self.assertEqual(
            [
                "U-990102-MZ-2026-000001",
                "U-990102-MZ-2026-000002",
                "990102001001-2026-000001",
                "U-990102-MZ-2027-000001",
                "U-990102-MZ-2026-000003",
            ],
            found,
        )
        self.assertEqual("U-990102-MZ〔2026〕第000003号", paper_number_text(found[-1]))

    def test_number_of_what_did_not_happen_is_the_next_ones(self):
        register("a")
        register_case(submission("b", receipt=draft()))
        transaction.abort()
        register("c")
        self.assertEqual(serials(2), numbers())

    def test_many_at_once_of_whom_some_fail_leave_no_gap(self):
        said = run_at_once(ISSUE, ["a", "back-1", "b", "back-2", "c"])
        self.assertEqual(5, len(said))
        self.assertEqual(serials(3), numbers())

    def test_case_number_that_is_taken_costs_no_number_of_a_paper(self):
        first = register("a")
        drawn = [first.number, new_case_number(utc_now().date())]
        with patch.object(submissions, "new_case_number", side_effect=drawn):
            register("b")
        self.assertEqual(serials(2), numbers())

    def test_same_submission_has_one_receipt(self):
        self.assertEqual(register().number, register().number)
        self.assertEqual(serials(1), numbers())

    def test_paper_is_of_the_year_in_the_city(self):
        # Half past midnight of New Year's Day there.
        with patch.object(submissions, "utc_now") as now:
            now.return_value = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
            register()
        self.assertEqual([f"{UNIT}-2027-000001"], numbers())

    def test_paper_is_never_changed_and_never_deleted(self):
        register()
        for statement in (update(Paper).values(number="x"), delete(Paper)):
            with self.subTest(statement), self.assertRaises(DBAPIError):
                write_session().execute(statement)
            transaction.abort()
        self.assertEqual(serials(1), numbers())

    def test_erased_case_leaves_the_number_and_nothing_else_of_its_papers(self):
        case = register()
        erase_case(case.number)
        transaction.commit()
        with get_database().reading.connect() as connection:
            sealed = connection.scalar(select(Paper.__table__.c.values_sealed))
        self.assertNotIn("王〇".encode(), sealed)
        paper = write_session().scalar(select(Paper))
        self.assertEqual(serials(1), [paper.number])
        self.assertTrue(paper.data_key.is_erased)


class TestNumbersOnSQLite(NumberTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestNumbersOnPostgreSQL(NumberTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING

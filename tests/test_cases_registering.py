"""One submission makes one case, and nothing of it lies about in clear."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from onewindow_policy.cases import submissions
from onewindow_policy.cases.api import open_by_code
from onewindow_policy.cases.api import parse_case_number
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.numbers import new_case_number
from onewindow_policy.cases.repeats import has_open_case
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.cases.submissions import RECEIPT_LIFETIME
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.tracking import open_receipt
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.intake import senders
from onewindow_policy.intake.api import count_submission
from onewindow_policy.intake.api import SUGGESTIONS
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import SentOtherwise
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import run_at_once
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from sqlalchemy import func
from sqlalchemy import inspect
from sqlalchemy import MetaData
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from threading import Barrier
from unittest.mock import patch

import transaction
import unittest

REGISTER = """
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.testing.cases import submission
import transaction

def main(nonce):
    case = register_case(submission(nonce))
    transaction.commit()
    return f"{case.number} {case.query_code} {case.created}"
"""

REGISTER_CONTENT = """
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.api import SentOtherwise
from onewindow_policy.testing.cases import submission
import transaction

def main(content):
    try:
        case = register_case(submission("same", content=content))
    except SentOtherwise:
        return "sent otherwise"
    transaction.commit()
    return f"{case.number} {case.query_code} {case.created}"
"""

DRAW_THE_SAME = """
from onewindow_policy.cases import submissions
from onewindow_policy.cases.numbers import new_case_number
from onewindow_policy.testing.cases import submission
import transaction

first = "260115483920775"
numbers = iter([first])
submissions.new_case_number = lambda day: next(numbers, None) or new_case_number(day)

def main(nonce):
    case = submissions.register_case(submission(nonce))
    transaction.commit()
    return case.number == first
"""


def register(nonce="nonce-1", **changes):
    """Register a submission and commit, as a request does."""
    case = register_case(submission(nonce, **changes))
    transaction.commit()
    return case


def count_of(table):
    with get_database().reading.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def everything():
    """Return all that the database holds, as bytes."""
    dump = []
    with get_database().reading.connect() as connection:
        metadata = MetaData()
        metadata.reflect(connection)
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for value in row:
                    dump.append(
                        value if isinstance(value, bytes) else str(value).encode()
                    )
    return b"\n".join(dump)


class RegisteringTests:
    def test_submission_becomes_a_case_with_its_history_and_its_files(self):
        case = register()
        self.assertTrue(case.created)
        self.assertEqual(case.number, parse_case_number(case.number))
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual("submitted", tracked.state)
        self.assertEqual("高龄津贴申请", tracked.item_title)
        self.assertEqual(["register"], [entry.transition for entry in tracked.history])
        self.assertEqual(
            [("SQ-LL-001-M01", PLANTED["file_name"], "image/png", 15)],
            [
                (file.material_code, file.name, file.media_type, file.size_bytes)
                for file in tracked.files
            ],
        )

    def test_same_submission_again_gives_the_same_receipt(self):
        first = register()
        again = register()
        self.assertFalse(again.created)
        self.assertEqual(
            (first.number, first.query_code, first.receipt_token),
            (again.number, again.query_code, again.receipt_token),
        )
        self.assertEqual(1, count_of(Case))

    def test_other_content_with_the_same_nonce_gets_nothing_of_the_first(self):
        first = register()
        (received_at,) = self.moments()
        for changes in (
            {"applicant": Person("别人")},
            {"answers": ()},
            {"files": ()},
            {"consents": ()},
            {"agent": None},
            {"form_uid": "3" * 32},
            {"content": "what was sent"},
        ):
            with (
                self.subTest(changes),
                self.assertRaises(SentOtherwise) as caught,
            ):
                register(**changes)
            transaction.abort()
            self.assertEqual(received_at, caught.exception.at)
            self.assertNotIn(first.number, repr(vars(caught.exception)))
        self.assertEqual(1, count_of(Case))

    def moments(self):
        with get_database().reading.connect() as connection:
            return connection.scalars(select(Case.received_at)).all()

    def test_different_contents_at_once_make_one_case_and_one_receipt(self):
        said = run_at_once(REGISTER_CONTENT, ["one", "another", "a third"])
        self.assertEqual(2, said.count("sent otherwise"))
        self.assertEqual(1, count_of(Case))

    def test_much_later_the_receipt_comes_without_the_query_code(self):
        first = register()
        with patch.object(submissions, "utc_now") as now:
            now.return_value = utc_now() + RECEIPT_LIFETIME
            again = register()
        self.assertEqual(first.number, again.number)
        self.assertIsNone(again.query_code)

    def test_what_was_not_committed_is_no_case(self):
        register_case(submission())
        transaction.abort()
        self.assertEqual(0, count_of(Case))
        self.assertTrue(register().created)

    def test_same_submission_in_many_threads_makes_one_case(self):
        barrier = Barrier(4)

        def post(_number):
            barrier.wait()
            return register()

        with ThreadPoolExecutor(4) as pool:
            cases = list(pool.map(post, range(4)))
        self.assertEqual(1, len({(case.number, case.query_code) for case in cases}))
        self.assertEqual([False, False, False, True], sorted(c.created for c in cases))
        self.assertEqual((1, 1, 1), tuple(map(count_of, (Case, CaseEvent, CaseFile))))

    def test_same_submission_in_two_processes_makes_one_case(self):
        said = [line.split() for line in run_at_once(REGISTER, ["same"] * 3)]
        self.assertEqual(1, len({(number, code) for number, code, _created in said}))
        self.assertEqual(
            ["False", "False", "True"], sorted(created for *_rest, created in said)
        )
        self.assertEqual(1, count_of(Case))

    def test_processes_register_different_submissions_side_by_side(self):
        said = run_at_once(REGISTER, ["a", "b", "c"])
        self.assertEqual(3, len(set(said)))
        self.assertEqual(3, count_of(Case))

    def test_number_that_is_taken_is_drawn_again(self):
        first = register("a")
        day = utc_now().date()
        numbers = [first.number, first.number, new_case_number(day)]
        with patch.object(submissions, "new_case_number", side_effect=numbers):
            second = register("b")
        self.assertEqual(numbers[-1], second.number)
        self.assertTrue(second.created)
        self.assertEqual("submitted", self.track(second).state)
        self.assertEqual((2, 2, 2), tuple(map(count_of, (Case, CaseEvent, CaseFile))))

    def track(self, case):
        return open_by_code(case.number, case.query_code, ADDRESS)

    def test_same_number_drawn_at_once_in_two_processes_makes_two_cases(self):
        said = run_at_once(DRAW_THE_SAME, ["a", "b"])
        self.assertEqual(["False", "True"], sorted(said))
        self.assertEqual(2, count_of(Case))

    def test_when_no_number_is_free_the_request_is_tried_again(self):
        first = register("a")
        with (
            patch.object(submissions, "new_case_number", return_value=first.number),
            self.assertRaises(DatabaseBusy),
        ):
            register("b")
        transaction.abort()
        self.assertEqual(1, count_of(Case))

    def test_second_open_case_of_a_person_for_an_item_is_noticed(self):
        number, phone = "99010219400307421X", "13800000001"
        person = Person("赵女士", number, phone)
        self.assertFalse(has_open_case("SQ-LL-001", person, "other"))
        case = register(applicant=person)
        self.assertTrue(has_open_case("SQ-LL-001", person, "other"))
        other_hand = Person("赵女士", f" {number.lower()}", phone)
        self.assertTrue(has_open_case("SQ-LL-001", other_hand, "other"))
        self.assertFalse(has_open_case("SQ-LL-002", person, "other"))
        somebody = Person("赵女士", PLANTED["id_number"], phone)
        self.assertFalse(has_open_case("SQ-LL-001", somebody, "other"))
        withdraw(case.number, case.query_code, ADDRESS)
        transaction.commit()
        self.assertFalse(has_open_case("SQ-LL-001", person, "other"))

    def test_who_knows_a_number_alone_is_told_of_nothing(self):
        number = "99010219400307421X"
        register(applicant=Person("赵女士", number, "13800000001"))
        register("b", applicant=Person("赵女士", "990102194003074236"))
        for phone in (None, "", "13800000002"):
            with self.subTest(phone=phone):
                asked = Person("赵女士", number, phone)
                self.assertFalse(has_open_case("SQ-LL-001", asked, "other"))
        # Two who left no phone are not the same for that.
        asked = Person("赵女士", "990102194003074236")
        self.assertFalse(has_open_case("SQ-LL-001", asked, "other"))

    def test_receipt_names_the_first_case_to_whoever_has_number_and_phone(self):
        first = register()
        second = register("b")
        stranger = register(
            "c", applicant=Person(PLANTED["name"], PLANTED["id_number"], "13911111111")
        )

        def earlier(case):
            opened = open_receipt(case.number, case.receipt_token)
            return [each.number for each in opened.earlier]

        self.assertEqual([], earlier(first))
        self.assertEqual([first.number], earlier(second))
        self.assertEqual([], earlier(stranger))
        # The page of progress names none.
        tracked = open_by_code(second.number, second.query_code, ADDRESS)
        self.assertEqual((), tracked.earlier)
        transaction.abort()
        withdraw(first.number, first.query_code, ADDRESS)
        transaction.commit()
        self.assertEqual([], earlier(second))

    def test_without_an_identity_number_nobody_is_looked_for(self):
        person = Person("赵女士", phone="13800000001")
        register(applicant=person)
        self.assertFalse(has_open_case("SQ-LL-001", person, "another nonce"))

    def test_person_is_found_however_the_number_is_written(self):
        self.assertEqual(
            person_hash_of("99010219400307421X"),
            person_hash_of(" 990102 19400307 421x"),
        )

    def test_nothing_personal_lies_in_any_table_in_clear(self):
        case = register()
        withdraw(case.number, case.query_code, ADDRESS)
        transaction.commit()
        dump = everything()
        self.assertIn("高龄津贴申请".encode(), dump)
        for value in (*PLANTED.values(), "赵**", "139****1234", ADDRESS, "nonce-1"):
            self.assertNotIn(value.encode(), dump, value)
        self.assertNotIn(case.query_code.encode(), dump)
        self.assertNotIn(case.receipt_token.encode(), dump)
        self.assertNotIn(bytes.fromhex(case.receipt_token), dump)

    def test_nothing_personal_shows_in_a_representation(self):
        sent = submission()
        case = register()
        shown = f"{sent!r} {case!r} {self.track(case)!r}"
        self.assertIn(case.number, shown)
        for value in (*PLANTED.values(), case.query_code, "nonce-1", ADDRESS):
            self.assertNotIn(value, shown)

    def test_history_is_only_ever_added_to(self):
        register()
        for statement in (
            "UPDATE case_events SET transition = 'approve'",
            "DELETE FROM case_events",
        ):
            with (
                self.subTest(statement),
                self.assertRaisesRegex(DBAPIError, "only ever added"),
                get_database().writing.begin() as connection,
            ):
                connection.exec_driver_sql(statement)

    def test_address_that_submits_too_much_waits(self):
        with patch.object(senders, "submissions_per_hour", return_value=2):
            register("a")
            register("b")
            with self.assertRaises(TooManyTries) as caught:
                register("c")
            transaction.abort()
            self.assertLessEqual(caught.exception.wait, timedelta(hours=1))
            self.assertGreater(caught.exception.wait, timedelta(minutes=59))
            # What came before is answered all the same, and so are others.
            self.assertFalse(register("a").created)
            self.assertTrue(register("d", address="203.0.113.8").created)
            with patch.object(submissions, "utc_now") as now:
                now.return_value = utc_now() + timedelta(hours=1)
                self.assertTrue(register("c").created)

    def test_staff_who_file_for_people_are_counted_by_account_and_not_by_address(self):
        with patch.object(senders, "submissions_per_hour", return_value=2):
            register("a", account="window-staff")
            register("b", account="window-staff")
            with self.assertRaises(TooManyTries):
                register("c", account="window-staff")
            transaction.abort()
            # A colleague, and residents beside them, come by the same address.
            self.assertTrue(register("d", account="other-staff").created)
            self.assertTrue(register("e").created)

    def test_suggestions_and_applications_are_counted_apart(self):
        with patch.object(senders, "submissions_per_hour", return_value=2):
            for _time in range(2):
                count_submission(ADDRESS, None, SUGGESTIONS)
            with self.assertRaises(TooManyTries):
                count_submission(ADDRESS, None, SUGGESTIONS)
            self.assertTrue(register("a").created)
            # A warning of a second case counts as an application does.
            count_submission(ADDRESS)
            with self.assertRaises(TooManyTries):
                register("b")
            transaction.abort()

    def test_every_table_of_cases_has_sealed_columns_for_what_is_personal(self):
        with get_database().reading.connect() as connection:
            columns = {
                f"{table}.{column['name']}"
                for table in ("cases", "case_events", "case_files", "parked_uploads")
                for column in inspect(connection).get_columns(table)
                if column["name"].endswith("_sealed")
            }
        self.assertEqual(
            {
                "cases.query_code_sealed",
                "cases.applicant_sealed",
                "cases.agent_sealed",
                "cases.answers_sealed",
                "cases.masked_sealed",
                "cases.destination_sealed",
                "cases.parcel_sealed",
                "case_events.reason_sealed",
                "case_events.facts_sealed",
                "case_files.name_sealed",
                "case_files.content_sealed",
                "parked_uploads.name_sealed",
                "parked_uploads.content_sealed",
                "parked_uploads.preview_sealed",
            },
            columns,
        )


class TestRegisteringOnSQLite(RegisteringTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestRegisteringOnPostgreSQL(RegisteringTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING

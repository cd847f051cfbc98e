"""Staff find a case by what is known of its persons, where they work and nowhere else."""

from dataclasses import replace
from datetime import date
from onewindow_policy.cases import finding
from onewindow_policy.cases.exceptions import SearchedTooOften
from onewindow_policy.cases.exceptions import SearchUnfit
from onewindow_policy.cases.filling import fill_some
from onewindow_policy.cases.filling import FinderFilling
from onewindow_policy.cases.finders import DOCUMENT
from onewindow_policy.cases.finders import finders_of
from onewindow_policy.cases.finders import NAME
from onewindow_policy.cases.finders import NAME_ENDS
from onewindow_policy.cases.finders import PHONE
from onewindow_policy.cases.finders import PHONE_TAIL
from onewindow_policy.cases.finding import find_cases
from onewindow_policy.cases.finding import LONGEST_SOUGHT
from onewindow_policy.cases.finding import NUMBER
from onewindow_policy.cases.finding import read_sought
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFinder
from onewindow_policy.cases.models import FinderFill
from onewindow_policy.cases.models import THE_FILL
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import new_case_number
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.cases import APPLICANT
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.handling import HandlingSetup
from plone import api
from sqlalchemy import delete
from sqlalchemy import insert
from sqlalchemy import select
from types import SimpleNamespace
from unittest.mock import patch

import transaction
import unittest

#: A number that is a case's by its check digit.
CASE_NUMBER = new_case_number(date(2026, 1, 15))

#: That of the applicant, as forms would take it.
CARD = id_number("99010219400307421")

ELSEWHERE = "990101001001"


class TestSought(unittest.TestCase):
    def test_what_is_typed_shows_by_its_shape_what_it_is(self):
        foreigner = id_number("91133019900101001")
        for text, kind, value in (
            (CASE_NUMBER, NUMBER, CASE_NUMBER),
            (f"办件编号：{case_number_text(CASE_NUMBER)}，请保存", NUMBER, CASE_NUMBER),
            ("1234", PHONE_TAIL, "1234"),
            (" 尾号１２３４ ", PHONE_TAIL, "1234"),
            ("13900001234", PHONE, "13900001234"),
            ("电话 +86 139-0000-1234", PHONE, "13900001234"),
            ("0571-88881234", PHONE, "0571-88881234"),
            (f"{CARD[:6]} {CARD[6:14]} {CARD[14:].lower()}", DOCUMENT, CARD),
            (f"身份证号{CARD}", DOCUMENT, CARD),
            (foreigner, DOCUMENT, foreigner),
            ("h12345678", DOCUMENT, "H12345678"),
            ("H1234567801", DOCUMENT, "H12345678"),
            ("12345678", DOCUMENT, "12345678"),
            ("e 1234 5678", DOCUMENT, "E12345678"),
            ("军字第1234567号", DOCUMENT, "军字第1234567号"),
            ("赵计华", NAME, "赵计华"),
            ("阿迪力·买买提", NAME, "阿迪力·买买提"),
            ("Anna Berg", NAME, "Anna Berg"),
            ("赵*华", NAME_ENDS, "赵华"),
            ("赵＊＊＊华", NAME_ENDS, "赵华"),
        ):
            with self.subTest(text=text):
                sought = read_sought(text)
                self.assertEqual(kind, sought.kind)
                self.assertIn(value, sought.values)
                self.assertNotIn(value, repr(sought))

    def test_what_finds_nothing_is_refused_and_says_what_is_wrong_where_that_is_known(
        self,
    ):
        for text, said in (
            ("", None),
            ("赵", None),
            ("？！", None),
            ("长" * (LONGEST_SOUGHT + 1), None),
            (f"{CASE_NUMBER[:-1]}{(int(CASE_NUMBER[-1]) + 1) % 10}", "digit"),
            ("990102194003074210", "digit"),
        ):
            with self.subTest(text=text[:20]):
                with self.assertRaises(SearchUnfit) as raised:
                    read_sought(text)
                message = raised.exception.message
                if said is None:
                    self.assertEqual(SearchUnfit.message, message)
                else:
                    self.assertIn(said, message.default)


class TestFinding(HandlingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def found(self, text, user=None):
        found = find_cases(user or self.staff, text)
        transaction.commit()
        return [row.number for row in found.rows]

    def assert_found(self, case, *texts):
        for text in texts:
            with self.subTest(text=text):
                self.assertEqual([case.number], self.found(text))

    def assert_missed(self, *texts):
        for text in texts:
            with self.subTest(text=text):
                self.assertEqual([], self.found(text))

    def finders(self):
        columns = CaseFinder.case_id, CaseFinder.kind, CaseFinder.hash
        with get_database().reading.connect() as connection:
            return sorted(tuple(row) for row in connection.execute(select(*columns)))

    def test_case_is_found_by_all_that_is_known_of_who_applied(self):
        case = self.register(applicant=replace(APPLICANT, id_number=CARD))
        self.assert_found(
            case,
            case.number,
            case_number_text(case.number),
            PLANTED["phone"],
            "1234",
            CARD,
            PLANTED["name"],
            "赵 计 华",
        )
        self.assert_missed("13900001235", "1235", id_number("99010219400307422"))

    def test_case_is_found_by_who_acts_for_the_applicant(self):
        number = id_number("99010219700101001")
        agent = Person(PLANTED["agent"], number, "0571-88885678-12")
        case = self.register(agent=agent)
        self.assert_found(case, PLANTED["agent"], number, "0571-88885678转12", "5678")

    def test_number_is_found_whatever_document_it_is_of(self):
        for place, (kind, number) in enumerate(
            (
                ("hk_macau_permit", "H12345678"),
                ("taiwan_permit", "87654321"),
                ("passport", "E87654321"),
                ("军官证", "军字第1234567号"),
            )
        ):
            person = replace(APPLICANT, id_number=number, id_kind=kind)
            case = self.register(str(place), applicant=person)
            self.assert_found(case, number, f" {number.lower()} ")

    def test_name_is_found_whole_and_only_where_nobody_has_it_by_both_ends(self):
        exact = self.register("a")
        other = self.register("b", applicant=replace(APPLICANT, name="赵晓华"))
        self.assertEqual([exact.number], self.found("赵计华"))
        found = find_cases(self.staff, "赵大华")
        self.assertEqual(NAME_ENDS, found.kind)
        self.assertEqual(
            [other.number, exact.number], [row.number for row in found.rows]
        )
        self.assert_missed("华计赵", "Zhao Hua")

    def test_names_in_letters_are_found_whole_however_they_are_written(self):
        case = self.register(applicant=replace(APPLICANT, name="Anna-Lena Berg"))
        self.assert_found(case, "anna lena berg", "ANNALENA BERG")
        self.assert_missed("Anton Berg")

    def test_case_elsewhere_is_not_found(self):
        case = self.register("a")
        self.register("b", community_code=ELSEWHERE)
        self.assert_found(case, PLANTED["phone"], "1234", PLANTED["name"])
        self.assertEqual([], self.found("1234", self.officer))

    def test_supervisors_find_masked_rows(self):
        case = self.register()
        (row,) = find_cases(api.user.get("supervisor"), PLANTED["name"]).rows
        self.assertEqual((case.number, "赵*华"), (row.number, row.name))
        for secret in PLANTED.values():
            self.assertNotIn(secret, repr(row))

    def test_closed_cases_are_found_and_the_newest_comes_first(self):
        cases = [self.register(each) for each in "abc"]
        self.move(cases[1], "return", reason="重复申请")
        self.assertEqual(
            [case.number for case in reversed(cases)], self.found(PLANTED["phone"])
        )
        with patch.object(finding, "MOST_FOUND", 2):
            found = find_cases(self.staff, PLANTED["phone"])
        self.assertTrue(found.has_more)
        self.assertEqual(
            [cases[2].number, cases[1].number], [row.number for row in found.rows]
        )

    def test_erased_case_is_not_found_and_leaves_nothing_that_finds_it(self):
        case = self.register()
        self.assertEqual(7, len(self.finders()))
        erase_case(case.number)
        transaction.commit()
        self.assert_missed(case.number, PLANTED["phone"], PLANTED["name"])
        self.assertEqual([], self.finders())

    def test_corrected_case_is_found_by_what_is_right_alone(self):
        case = self.register()
        changes = {"phone": "139 0000 5678", "name": "赵继华"}
        held_case(case.number).correct({"applicant": changes})
        transaction.commit()
        self.assert_found(case, "13900005678", "5678", "赵继华", PLANTED["agent"])
        self.assert_missed(PLANTED["phone"], "1234")
        self.assertEqual(NAME_ENDS, find_cases(self.staff, "赵计华").kind)

    def test_nothing_that_finds_a_case_can_be_read(self):
        self.register()
        stored = repr(self.finders())
        for kind, secret in (
            (NAME, PLANTED["name"]),
            (NAME_ENDS, "赵华"),
            (PHONE, PLANTED["phone"]),
            (DOCUMENT, PLANTED["id_number"]),
        ):
            self.assertIn(f"'{kind}'", stored)
            self.assertNotIn(secret, stored)
            self.assertNotIn(repr(secret.encode())[2:-1], stored)

    def test_audit_says_that_somebody_searched_and_by_which_kind_alone(self):
        self.register()
        for text in (PLANTED["phone"], "赵大华"):
            self.found(text)
        self.assertEqual(
            [
                ("window-staff", "case.find", "cases", "phone"),
                ("window-staff", "case.find", "cases", "name"),
            ],
            self.noted(),
        )

    def test_account_searches_so_often_in_an_hour_and_others_go_on(self):
        case = self.register()
        record = "onewindow_policy.cases.searches_per_hour"
        api.portal.set_registry_record(record, 10)
        for _each in range(10):
            self.assertEqual([case.number], self.found("1234"))
        with self.assertRaises(SearchedTooOften) as raised:
            find_cases(self.staff, "1234")
        transaction.abort()
        api.portal.set_registry_record(record, 10)
        self.assertEqual("60", str(raised.exception.message.mapping["minutes"]))
        # What says nothing to anybody counts for nothing.
        with self.assertRaises(SearchUnfit):
            find_cases(self.staff, "赵")
        supervisor = api.user.get("supervisor")
        self.assertEqual([case.number], self.found("1234", supervisor))

    def forget_finders(self, before=""):
        """Let the cases be of before there were finders."""
        with get_database().writing.begin() as connection:
            connection.execute(delete(CaseFinder))
            values = {"id": THE_FILL, "before": before}
            connection.execute(insert(FinderFill).values(values))

    def fill(self):
        """Run the job, and return what each of its transactions did."""
        run = SimpleNamespace(keep_on=lambda: None)
        return FinderFilling()(run)

    def test_cases_of_before_are_taken_in_a_part_at_a_time_and_found_then(self):
        cases = [self.register(each) for each in "abc"]
        erase_case(cases[0].number)
        transaction.commit()
        as_registered = self.finders()
        self.forget_finders()
        found = find_cases(self.staff, "1234")
        transaction.commit()
        self.assertEqual(((), True), (found.rows, found.is_filling))
        newest, other = sorted((case.number for case in cases[1:]), reverse=True)
        self.assertEqual(1, fill_some(1))
        transaction.commit()
        self.assertEqual([newest], self.found("1234"))
        # A process that ends goes on where it was; what is there already stays once.
        self.assertEqual(1, self.fill())
        self.assertEqual({newest, other}, set(self.found("1234")))
        self.assertEqual(as_registered, self.finders())
        self.assertFalse(find_cases(self.staff, "1234").is_filling)
        transaction.commit()
        self.assertEqual(0, self.fill())

    def test_case_that_nobody_can_read_keeps_no_other_from_being_found(self):
        broken, whole = self.register("a"), self.register("b")
        session = write_session()
        row = session.scalar(select(Case).where(Case.number == broken.number))
        *rest, last = row.applicant_sealed
        row.applicant_sealed = bytes([*rest, last ^ 1])
        transaction.commit()
        self.forget_finders()
        with self.assertLogs("onewindow_policy", "ERROR") as logged:
            self.assertEqual(2, self.fill())
        self.assertIn(broken.number, logged.output[0])
        found = {
            case_id
            for (case_id,) in read_session().execute(
                select(CaseFinder.case_id).distinct()
            )
        }
        self.assertEqual({self.stored(Case.id, whole)}, found)

    def test_persons_with_the_same_phone_find_a_case_once(self):
        agent = Person(PLANTED["agent"], None, PLANTED["phone"])
        self.register(agent=agent)
        case = read_session().scalars(select(Case)).one()
        kinds = [each["kind"] for each in finders_of(case)]
        self.assertEqual(1, kinds.count(PHONE))
        self.assertEqual(2, kinds.count(NAME))

"""For which cases an archive duty runs, until when, and what the clock does with them."""

from contextlib import redirect_stderr
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import UTC
from io import StringIO
from onewindow_policy.cases.archive.exceptions import ApprovalMissing
from onewindow_policy.cases.archive.exceptions import ApprovedLater
from onewindow_policy.cases.archive.exceptions import ItemUnknown
from onewindow_policy.cases.archive.exceptions import TermUnknown
from onewindow_policy.cases.archive.exceptions import TooLong
from onewindow_policy.cases.archive.exceptions import YearsUnfit
from onewindow_policy.cases.archive.models import ArchiveTerm
from onewindow_policy.cases.archive.storing import count_stored
from onewindow_policy.cases.archive.storing import store_old_cases
from onewindow_policy.cases.archive.terms import end_term
from onewindow_policy.cases.archive.terms import enter_term
from onewindow_policy.cases.archive.terms import stored_counts
from onewindow_policy.cases.archive.terms import TermFacts
from onewindow_policy.cases.archive.terms import terms_in_force
from onewindow_policy.cases.archive.terms import without_duty
from onewindow_policy.cases.committing.following import checking
from onewindow_policy.cases.committing.models import Commitment
from onewindow_policy.cases.duties import ACCEPT
from onewindow_policy.cases.duties import CHECK_COMMITMENT
from onewindow_policy.cases.duties import HAND_OUT
from onewindow_policy.cases.duties import handing_out
from onewindow_policy.cases.duties import PHONE
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.filling import fill_some
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFinder
from onewindow_policy.cases.models import FinderFill
from onewindow_policy.cases.models import THE_FILL
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.upkeep import erase_old_cases
from onewindow_policy.cli import main
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.models import Duty
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.retention import months_after
from onewindow_policy.testing.cases import closed_case
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.workdays.deadlines import end_of_day
from pathlib import Path
from sqlalchemy import func
from sqlalchemy import select
from unittest import mock

import transaction
import unittest

ZOPE_CONF = Path(__file__).resolve().parent.parent / "instance" / "etc" / "zope.conf"

APPROVED = {
    "approved_by": "示例市档案局",
    "approval_number": "示档〔2026〕1号",
    "approved_on": date(2026, 11, 2),
}
TEN_YEARS = TermFacts(
    "item", "SQ-LL-001", is_archived=True, years=10, covers_withdrawn=False, **APPROVED
)
NO_DUTY = TermFacts(
    "all", "", is_archived=False, years=None, covers_withdrawn=False, **APPROVED
)


def enter(term, user_id="archivist"):
    """Enter a term, as the archive does; return its id."""
    entered = enter_term(term, user_id, lambda code: code.startswith("SQ-"))
    transaction.commit()
    return entered.id


class TermTests:
    def case(self, number):
        transaction.begin()
        return read_session().scalar(select(Case).where(Case.number == number))

    def ends_on(self, number):
        case = self.case(number)
        return terms_in_force(read_session()).ends_on(case)

    def is_kept(self, number):
        """Return whether a duty runs, as the row and as the condition for many say."""
        case = self.case(number)
        terms = terms_in_force(read_session())
        found = read_session().scalars(select(Case.number).where(terms.are_kept)).all()
        self.assertEqual(terms.is_kept(case), number in found)
        return number in found

    def over(self, now):
        transaction.begin()
        terms = terms_in_force(read_session())
        query = select(Case.number).where(terms.are_over(now))
        return set(read_session().scalars(query))

    def run_clock(self, years):
        """Do what the clock does some years from now; return how many were erased, and how
        many only stored."""
        now = months_after(utc_now(), 12 * years)
        erased = erase_old_cases(now)
        transaction.commit()
        stored = store_old_cases(now)
        transaction.commit()
        return erased, stored

    def noted(self):
        transaction.begin()
        query = select(AuditEntry.action, AuditEntry.subject, AuditEntry.detail).where(
            AuditEntry.action.like("archive.%")
        )
        return [tuple(row) for row in read_session().execute(query)]

    # -- what holds

    def test_where_nothing_was_entered_everything_that_was_decided_is_kept_without_end(
        self,
    ):
        decided, withdrawn = closed_case("a"), closed_case("b", state="withdrawn")
        self.assertTrue(self.is_kept(decided))
        self.assertIsNone(self.ends_on(decided))
        self.assertFalse(self.is_kept(withdrawn))
        self.assertNotIn(decided, self.over(months_after(utc_now(), 1200)))

    def test_closest_term_holds_and_ending_it_lets_the_wider_one_hold(self):
        kind = "07"
        own = closed_case("a", item_type=kind)
        other = closed_case("b", item_type=kind, item_code="SQ-CJ-001")
        enter(NO_DUTY)
        self.assertEqual((False, False), (self.is_kept(own), self.is_kept(other)))
        enter(replace(TEN_YEARS, kind="type", code=kind, years=30))
        self.assertEqual((True, True), (self.is_kept(own), self.is_kept(other)))
        closest = enter(TEN_YEARS)
        year = self.case(own).closed_at.year
        self.assertEqual(date(year + 10, 12, 31), self.ends_on(own))
        self.assertEqual(date(year + 30, 12, 31), self.ends_on(other))
        end_term(closest, "archivist")
        transaction.commit()
        self.assertEqual(date(year + 30, 12, 31), self.ends_on(own))
        with self.assertRaises(TermUnknown):
            end_term(closest, "archivist")

    def test_term_lasts_to_the_end_of_a_year(self):
        enter(TEN_YEARS)
        number = closed_case("a", at=datetime(2026, 3, 2, 8, tzinfo=UTC))
        self.assertEqual(date(2036, 12, 31), self.ends_on(number))
        # By the city's clocks it is still 2036 until 16:00 UTC.
        self.assertEqual(set(), self.over(datetime(2036, 12, 31, 15, tzinfo=UTC)))
        self.assertEqual({number}, self.over(datetime(2036, 12, 31, 17, tzinfo=UTC)))

    def test_withdrawn_applications_are_kept_where_the_archive_says_so(self):
        number = closed_case("a", state="withdrawn")
        enter(TEN_YEARS)
        self.assertFalse(self.is_kept(number))
        enter(replace(TEN_YEARS, covers_withdrawn=True))
        self.assertTrue(self.is_kept(number))

    def test_new_term_ends_the_earlier_one_and_both_stay_to_be_read(self):
        first, second = enter(TEN_YEARS), enter(replace(TEN_YEARS, years=30), "other")
        transaction.begin()
        rows = read_session().execute(
            select(ArchiveTerm.id, ArchiveTerm.years, ArchiveTerm.ended_by).order_by(
                ArchiveTerm.id
            )
        )
        self.assertEqual(
            [(first, 10, "other"), (second, 30, None)], [tuple(row) for row in rows]
        )
        self.assertEqual(
            [
                ("archive.enter_term", "SQ-LL-001", f"10 years ({first})"),
                ("archive.enter_term", "SQ-LL-001", f"30 years ({second})"),
            ],
            self.noted(),
        )

    def test_what_is_no_term_is_refused_at_its_field_and_nothing_is_kept(self):
        tomorrow = months_after(utc_now(), 1).date()
        for changes, refusal, field in (
            ({"years": 0}, YearsUnfit, "years"),
            ({"years": 101}, YearsUnfit, "years"),
            ({"code": "none"}, ItemUnknown, "item"),
            ({"approved_by": None}, ApprovalMissing, "approved_by"),
            ({"approval_number": None}, ApprovalMissing, "approval_number"),
            ({"approved_on": None}, ApprovalMissing, "approved_on"),
            ({"years": None, "approved_by": None}, ApprovalMissing, "approved_by"),
            ({"approved_on": tomorrow}, ApprovedLater, "approved_on"),
            ({"approved_by": "档" * 201}, TooLong, "approved_by"),
        ):
            with self.subTest(changes), self.assertRaises(refusal) as caught:
                enter(replace(TEN_YEARS, **changes))
            self.assertEqual(field, caught.exception.field)
            transaction.abort()
        bare = dict.fromkeys(APPROVED)
        with self.assertRaises(ApprovalMissing):
            enter(replace(NO_DUTY, **bare))
        transaction.abort()
        self.assertEqual([], self.noted())
        # That it is kept without end takes nobody's approval.
        enter(replace(TEN_YEARS, years=None, **bare))
        self.assertEqual(1, len(self.noted()))

    def test_without_a_duty_nothing_lasts(self):
        term = without_duty(replace(TEN_YEARS, covers_withdrawn=True))
        self.assertEqual((None, False), (term.years, term.covers_withdrawn))

    # -- what the clock does

    def test_clock_only_stores_what_the_archive_wants_kept(self):
        number = closed_case("a")
        self.assertEqual((0, 0), self.run_clock(9))
        self.assertEqual((0, 1), self.run_clock(11))
        case = self.case(number)
        self.assertIsNone(case.erased_at)
        self.assertIsNotNone(case.stored_at)
        self.assertEqual(PLANTED["name"], case.applicant["name"])
        self.assertEqual(1, count_stored())
        self.assertEqual({("", "SQ-LL-001"): 1}, stored_counts(read_session()))
        # It is over by now, whatever holds: a list destroys it, and no clock.
        enter(NO_DUTY)
        self.assertEqual((0, 0), self.run_clock(90))
        self.assertIsNone(self.case(number).erased_at)
        query = select(AuditEntry.detail).where(AuditEntry.action == "case.store")
        self.assertEqual(["retention"], read_session().scalars(query).all())

    def test_clock_erases_what_no_duty_runs_for(self):
        number = closed_case("a")
        enter(NO_DUTY)
        self.assertEqual((1, 0), self.run_clock(11))
        self.assertIsNotNone(self.case(number).erased_at)

    def test_what_is_only_stored_is_found_by_nothing_of_its_person(self):
        number = closed_case("a")
        self.run_clock(11)
        case = self.case(number)
        self.assertIsNone(case.person_hash)
        count = select(func.count()).select_from(CaseFinder)
        self.assertEqual(0, read_session().scalar(count))
        # Nor once its person has something corrected, or older cases get what finds them.
        held_case(number).correct({"applicant": {"phone": "13800001234"}})
        write_session().add(FinderFill(id=THE_FILL, before=""))
        transaction.commit()
        fill_some()
        transaction.commit()
        self.assertEqual("13800001234", self.case(number).applicant["phone"])
        self.assertIsNone(self.case(number).person_hash)
        self.assertEqual(0, read_session().scalar(count))

    def test_nothing_is_to_be_done_about_what_is_only_stored_and_nothing_changes_it(
        self,
    ):
        number = closed_case("a")
        transaction.begin()
        session = write_session()
        case = session.scalar(select(Case).where(Case.number == number))
        case.result_way = case.handing_out = "post"
        day = date(2026, 11, 2)
        session.add(
            Commitment(
                case_id=case.id,
                version=case.version,
                materials=["M01"],
                words_version="1",
                made_at=utc_now(),
                check_by=day,
            )
        )
        for kind in (CHECK_COMMITMENT, HAND_OUT, PHONE):
            place = {"community_code": case.community_code}
            facts = DutyFacts(kind, number, **place, due_at=end_of_day(day))
            open_duties(session, [facts])
        transaction.commit()
        kinds = (checking, handing_out)
        for kind in kinds:
            self.assertEqual(1, len(kind.standing(write_session(), "", 9)))
        self.run_clock(11)
        states = select(Duty.state).where(Duty.subject == number, Duty.kind != ACCEPT)
        self.assertEqual({"lapsed"}, set(read_session().scalars(states)))
        for kind in kinds:
            self.assertEqual([], kind.standing(write_session(), "", 9))
        case = write_session().scalar(select(Case).where(Case.number == number))
        with self.assertRaises(TransitionNotPossible):
            move(write_session(), case, BY_NAME["choose_way"], role="x")

    def test_copy_of_a_person_says_that_it_is_only_stored_and_until_when(self):
        number = closed_case("a")
        self.assertIsNone(held_case(number).copy()["only_stored_since"])
        enter(TEN_YEARS)
        self.run_clock(11)
        case = self.case(number)
        copy = held_case(number).copy()
        self.assertEqual(case.stored_at.isoformat(), copy["only_stored_since"])
        self.assertEqual(self.ends_on(number).isoformat(), copy["archive_keeps_until"])
        self.assertEqual(PLANTED["name"], copy["applicant"]["name"])

    def test_erasure_that_was_granted_only_stores_what_a_duty_runs_for(self):
        kept, not_kept = closed_case("a"), closed_case("b", item_code="SQ-CJ-001")
        enter(NO_DUTY)
        enter(TEN_YEARS)
        for number in (kept, not_kept):
            held_case(number).erase("rights")
            transaction.commit()
        self.assertIsNotNone(self.case(kept).stored_at)
        self.assertIsNone(self.case(kept).erased_at)
        self.assertIsNotNone(self.case(not_kept).erased_at)

    # -- what the commands do

    def run_command(self, *arguments, years=0):
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
            status = main(list(arguments))
        return status, out.getvalue(), err.getvalue()

    def test_tidying_agrees_with_the_clock(self):
        number = closed_case("a")
        status, out, err = self.run_command("records", "tidy", years=11)
        self.assertEqual((0, ""), (status, err))
        for said in (
            "      0 cases erased\n",
            "      1 cases only stored from now on, for the archive\n",
            "      1 cases that are only stored, for the archive\n",
        ):
            self.assertIn(said, out)
        self.assertIsNone(self.case(number).erased_at)

    def test_command_that_erases_one_is_refused_while_a_duty_runs(self):
        number = closed_case("a")
        status, out, err = self.run_command("records", "erase", number)
        self.assertEqual((1, ""), (status, out))
        self.assertIn("the archive wants", err)
        self.assertIsNone(self.case(number).erased_at)
        enter(NO_DUTY)
        self.assertEqual(0, self.run_command("records", "erase", number)[0])
        self.assertIsNotNone(self.case(number).erased_at)


class TestTermsOnSQLite(TermTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestTermsOnPostgreSQL(TermTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING

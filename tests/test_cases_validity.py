"""Results that run out: until when they are valid, who is reminded, when, how often, and
what the window has to do about them."""

from contextlib import contextmanager
from contextlib import nullcontext
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from onewindow_policy.cases.archive.storing import erase_or_store
from onewindow_policy.cases.duties import RENEW
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.orders import END_FIRST
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.tracking import choose
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.cases.validity import clock
from onewindow_policy.cases.validity.clock import RenewalJob
from onewindow_policy.cases.validity.duties import renewing
from onewindow_policy.duties.models import Duty
from onewindow_policy.messages.models import Message
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import APPLICANT
from onewindow_policy.testing.gateways import sms_gateway
from onewindow_policy.testing.lateness import LatenessSetup
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import select
from unittest.mock import Mock
from unittest.mock import patch

import dataclasses
import transaction
import unittest


class Validity(LatenessSetup):
    def decided(self, *day, months=12, **changes):
        """Return a case that was approved on a day, for so many months by its guide."""
        given = changes.pop("given", {})
        case = self.register_on(*day, valid_months=months, **changes)
        with self.day(*day):
            self.move(case, "accept", "start")
            self.move(case, "approve", **given)
        return case

    @contextmanager
    def night(self, *day):
        then = datetime(*day, 1, 0, tzinfo=timezone(timedelta(hours=8)))
        with self.day(*day), patch.object(clock, "utc_now", return_value=then):
            yield

    def run_job(self, *day):
        with self.night(*day):
            count = RenewalJob()(Mock(open_site=nullcontext))
        transaction.begin()
        return count

    def happened(self, case, transition):
        query = (
            select(CaseEvent.at)
            .join(Case, Case.id == CaseEvent.case_id)
            .where(Case.number == case.number, CaseEvent.transition == transition)
            .order_by(CaseEvent.version)
        )
        transaction.begin()
        return [local_date(at).isoformat() for at in read_session().scalars(query)]

    def duties(self, case, state="open"):
        query = select(Duty.due_at).where(
            Duty.subject == case.number, Duty.kind == RENEW, Duty.state == state
        )
        transaction.begin()
        last = timedelta(microseconds=1)
        found = read_session().scalars(query)
        return [local_date(each - last).isoformat() for each in found]

    # -- the day

    def test_result_is_valid_as_long_as_the_guide_said_when_somebody_applied(self):
        case = self.decided(2026, 3, 3)
        self.assertEqual(date(2027, 3, 3), self.stored(Case.valid_until, case))
        self.assertEqual(date(2027, 3, 3), self.stored(Case.runs_out_on, case))
        entry = open_case(case.number, self.staff, "handle").history[-1]
        self.assertEqual("2027-03-03", entry.facts["valid_until"])

    def test_what_begins_on_the_last_of_a_month_ends_on_the_last_of_a_shorter_one(self):
        case = self.decided(2026, 8, 31, months=6)
        self.assertEqual(date(2027, 2, 28), self.stored(Case.valid_until, case))

    def test_who_decides_may_enter_another_day_than_the_guides(self):
        case = self.decided(2026, 3, 3, given={"valid_until": "2026-12-31"})
        self.assertEqual(date(2026, 12, 31), self.stored(Case.valid_until, case))

    def test_where_nothing_is_entered_it_is_reckoned_from_the_day_of_the_decision(self):
        case = self.register_on(2026, 3, 3, valid_months=12)
        with self.day(2026, 3, 3):
            self.move(case, "accept", "start")
        with self.day(2026, 3, 10):
            self.move(case, "approve", decided_on="2026-03-05")
        self.assertEqual(date(2027, 3, 5), self.stored(Case.valid_until, case))

    def test_result_without_a_term_does_not_run_out(self):
        case = self.decided(2026, 3, 3, months=None)
        self.assertIsNone(self.stored(Case.valid_until, case))
        self.assertEqual(0, self.run_job(2030, 1, 1))
        self.assertIsNone(open_case(case.number, self.staff, "handle").validity)

    def test_day_is_offered_to_who_decides(self):
        case = self.register_on(2026, 3, 3, valid_months=12)
        opened = open_case(case.number, self.staff, "handle")
        self.assertIsNotNone(opened.suggested_validity)
        self.assertIsNone(opened.validity)

    def test_day_is_changed_with_a_reason_and_its_person_is_told_anew(self):
        case = self.decided(2026, 3, 3)
        self.assertEqual(1, self.run_job(2027, 2, 10))
        with self.day(2027, 2, 11):
            self.move(
                case, "set_validity", valid_until="2027-09-01", reason="延长半年。"
            )
        self.assertEqual(date(2027, 9, 1), self.stored(Case.runs_out_on, case))
        self.assertEqual([], self.duties(case))
        self.assertEqual(0, self.run_job(2027, 3, 4))
        self.assertEqual(1, self.run_job(2027, 8, 2))

    def test_nothing_is_to_be_renewed_once_staff_say_so(self):
        case = self.decided(2026, 3, 3)
        self.run_job(2027, 2, 10)
        with self.day(2027, 2, 11):
            self.move(case, "end_validity", reason="已搬离本市。")
        self.assertIsNone(self.stored(Case.runs_out_on, case))
        self.assertEqual([], self.duties(case))
        self.assertEqual(0, self.run_job(2027, 3, 10))
        self.assertTrue(open_case(case.number, self.staff, "handle").validity.is_ended)
        with self.assertRaises(TransitionNotPossible), self.day(2027, 2, 12):
            self.move(case, "end_validity", reason="已搬离本市。")
        transaction.abort()

    def test_decision_that_is_undone_has_no_day(self):
        case = self.register(valid_months=12)
        self.move(case, "accept", "start", "approve")
        self.assertIsNotNone(self.stored(Case.valid_until, case))
        self.move(case, "undo")
        self.assertIsNone(self.stored(Case.valid_until, case))
        self.assertIsNone(self.stored(Case.runs_out_on, case))

    # -- the clock

    def test_person_is_reminded_twice_and_the_window_has_it_by_a_day(self):
        case = self.decided(2026, 3, 3)
        self.assertEqual(0, self.run_job(2027, 1, 31))
        self.assertEqual([], self.duties(case))
        self.assertEqual(1, self.run_job(2027, 2, 1))
        self.assertEqual(["2027-03-03"], self.duties(case))
        self.assertEqual(0, self.run_job(2027, 2, 2))
        self.assertEqual(0, self.run_job(2027, 2, 23))
        self.assertEqual(1, self.run_job(2027, 2, 24))
        self.assertEqual(0, self.run_job(2027, 3, 3))
        self.assertEqual(
            ["2027-02-01", "2027-02-24"], self.happened(case, "remind_renewal")
        )

    def test_who_hears_of_it_shortly_before_the_end_is_told_once(self):
        case = self.decided(2026, 3, 3)
        self.assertEqual(1, self.run_job(2027, 2, 25))
        self.assertEqual(0, self.run_job(2027, 3, 1))
        self.assertEqual(["2027-02-25"], self.happened(case, "remind_renewal"))

    def test_day_that_has_passed_stands_in_the_history_and_the_duty_lapses(self):
        case = self.decided(2026, 3, 3)
        self.run_job(2027, 2, 24)
        self.assertEqual(0, self.run_job(2027, 3, 3))
        self.assertEqual(1, self.run_job(2027, 3, 4))
        self.assertEqual(0, self.run_job(2027, 3, 5))
        self.assertEqual(["2027-03-04"], self.happened(case, "run_out"))
        self.assertEqual([], self.duties(case))
        self.assertEqual(["2027-03-03"], self.duties(case, "lapsed"))

    def test_city_may_remind_nobody(self):
        case = self.decided(2026, 3, 3)
        self.settle("renewal_days", 0)
        self.assertEqual(0, self.run_job(2027, 2, 24))
        self.assertEqual(1, self.run_job(2027, 3, 4))
        self.assertEqual([], self.happened(case, "remind_renewal"))

    def test_nobody_is_reminded_of_what_is_only_stored_or_erased(self):
        erased = self.decided(2026, 3, 3)
        stored = self.decided(2026, 3, 3, nonce="b")
        self.run_job(2027, 2, 1)
        with self.night(2027, 2, 2):
            erase_case(erased.number, "test")
            erase_or_store(stored.number, "test")
            transaction.commit()
        self.assertEqual(0, self.run_job(2027, 2, 24))
        self.assertEqual(0, self.run_job(2027, 3, 10))
        self.assertEqual([], self.duties(erased) + self.duties(stored))
        for case in (erased, stored):
            self.assertIsNone(self.stored(Case.runs_out_on, case))

    def test_nightly_check_finds_the_same_duties(self):
        reminded = self.decided(2026, 3, 3)
        self.decided(2026, 6, 3, nonce="b")
        self.run_job(2027, 2, 1)
        transaction.begin()
        standing = renewing.standing(write_session(), "", 10)
        self.assertEqual([reminded.number], [each.subject for each in standing])
        self.assertEqual(date(2027, 3, 4), local_date(standing[0].due_at))
        transaction.abort()

    def test_message_says_service_number_day_and_phone_and_nobodys_name(self):
        self.enterContext(sms_gateway())
        transaction.commit()
        told = dataclasses.replace(APPLICANT, told_by=["sms"])
        case = self.decided(2026, 3, 3, applicant=told)
        self.run_job(2027, 2, 1)
        transaction.begin()
        query = select(Message).where(Message.template == "cases.sms.runs_out")
        message = read_session().scalars(query).one()
        self.assertEqual("2027-03-03", message.values["due"])
        self.assertEqual(case.number, message.values["number"])
        self.assertNotIn(APPLICANT.name, str(message.values))

    # -- what is read of it

    def test_list_has_what_runs_out_by_its_day_and_what_has(self):
        later = self.decided(2026, 5, 5)
        sooner = self.decided(2026, 3, 3, nonce="b")
        self.decided(2026, 3, 3, nonce="c", months=None)
        with self.night(2027, 1, 1):
            rows = cases_in(
                self.staff,
                states=STATES,
                order=END_FIRST,
                runs_out_from=date(2027, 1, 1),
            ).rows
        self.assertEqual([sooner.number, later.number], [each.number for each in rows])
        self.assertEqual(date(2027, 3, 3), rows[0].runs_out_on)
        over = cases_in(
            self.staff, states=STATES, order=END_FIRST, ran_out_before=date(2027, 4, 1)
        ).rows
        self.assertEqual([sooner.number], [each.number for each in over])

    def test_who_is_reminded_long_after_the_decision_takes_that_back_at_any_time(self):
        self.enterContext(sms_gateway())
        transaction.commit()
        told = dataclasses.replace(APPLICANT, told_by=["sms"])
        case = self.decided(2026, 3, 3, applicant=told)
        opened = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual([True], [each.is_chosen for each in opened.ways_to_tell])
        choose(case.number, case.query_code, ADDRESS, [])
        transaction.commit()
        self.assertEqual(1, self.run_job(2027, 2, 1))
        query = select(Message).where(Message.template == "cases.sms.runs_out")
        self.assertEqual([], read_session().scalars(query).all())

    def test_who_is_told_nothing_any_more_is_not_asked_how(self):
        self.enterContext(sms_gateway())
        transaction.commit()
        case = self.decided(2026, 3, 3, months=None)
        opened = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual((), opened.ways_to_tell)

    def test_applicant_reads_until_when_it_is_valid_and_that_it_is_over(self):
        case = self.decided(2026, 3, 3)
        tracked = open_by_code(case.number, case.query_code, "10.0.0.1")
        self.assertEqual(date(2027, 3, 3), tracked.validity.until)
        self.assertEqual("2027-03-03", tracked.history[-1].facts["valid_until"])


class TestValidityOnSQLite(Validity, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestValidityOnPostgreSQL(Validity, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING

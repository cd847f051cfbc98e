"""What staff have to do: whose it is, by when, and what the nightly check mends."""

from contextlib import nullcontext
from datetime import date
from datetime import datetime
from datetime import UTC
from onewindow_policy.cases.duties import ACCEPT
from onewindow_policy.cases.duties import CORRECT
from onewindow_policy.cases.duties import DECIDE
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.duties import counting
from onewindow_policy.duties.api import count_duties
from onewindow_policy.duties.api import duties_of
from onewindow_policy.duties.api import kinds_for
from onewindow_policy.duties.checking import check_some
from onewindow_policy.duties.checking import DutyCheck
from onewindow_policy.duties.checking import SETTLED_AFTER
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.keeping import DutyFacts
from onewindow_policy.duties.keeping import open_duties
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import NEVER
from onewindow_policy.feedback.answering import answer_suggestion
from onewindow_policy.feedback.duties import ANSWER
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.retention import erase_suggestion
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.records import statements_of
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import working_day_before
from plone import api
from sqlalchemy import delete
from sqlalchemy import select
from sqlalchemy import update
from unittest.mock import Mock
from unittest.mock import patch
from zope.component import getUtility

import transaction
import unittest

#: A community, and the units of its street and district, which decide in this system.
COMMUNITY_PATH = "communities/990102/990102001/990102001001"
COMMUNITY, OFFICE, BUREAU = "990103001001", "U-990103001", "U-990103-MZ"


class DutyTests(HandlingSetup):
    def setUp(self):
        super().setUp()
        self.supervisor = api.user.get("supervisor")

    def leave(self, nonce="n"):
        new = NewSuggestion(nonce, "等了很久。", "990102001001")
        number = leave_suggestion(new).number
        transaction.commit()
        return number

    def open_rows(self):
        """Return kind, subject and term of what is open."""
        columns = select(Duty.kind, Duty.subject, Duty.due_at)
        with get_database().reading.connect() as connection:
            rows = connection.execute(
                columns.where(Duty.state == "open").order_by(Duty.kind, Duty.subject)
            )
            return [tuple(row) for row in rows]

    def states(self, subject):
        """Return kinds and states of all that there was to do about a subject."""
        query = select(Duty.kind, Duty.state).where(Duty.subject == subject)
        with get_database().reading.connect() as connection:
            return [tuple(row) for row in connection.execute(query.order_by(Duty.id))]

    def counts(self, user_id):
        """Return what waits for somebody, what of it is overdue, and what is so elsewhere
        for long, by kind; kinds without anything are left out."""
        transaction.begin()
        found = {
            each.name: (each.waiting, each.overdue, each.escalated)
            for each in count_duties(api.user.get(user_id))
        }
        return {name: counts for name, counts in found.items() if any(counts)}

    def change(self, case, **values):
        with get_database().writing.begin() as connection:
            connection.execute(
                update(Case).where(Case.number == case.number).values(values)
            )

    def give(self, user_id, role, path):
        place = self.portal.unrestrictedTraverse(path)
        place.manage_addLocalRoles(user_id, [role])
        place.reindexObjectSecurity()
        transaction.commit()

    def check(self):
        """Run the nightly check a while from now; return how many it mended."""
        transaction.begin()
        later = utc_now() + 2 * SETTLED_AFTER
        job = getUtility(IJob, "duties.check")
        self.assertIsInstance(job, DutyCheck)
        with patch("onewindow_policy.duties.checking.utc_now", return_value=later):
            return job(Mock(open_site=nullcontext))


class RulesOfDuties(DutyTests):
    def test_new_case_is_to_be_looked_at_within_a_day_then_accepted_then_decided(self):
        case = self.register()
        for days, step in ((1, "receive"), (5, "accept")):
            day = due_date(self.stored(Case.received_at, case), days, "working").date
            due = (ACCEPT, case.number, end_of_day(day))
            self.assertEqual([due], self.open_rows())
            self.move(case, step)
        decided_by = end_of_day(self.stored(Case.due_on, case))
        self.assertEqual([(DECIDE, case.number, decided_by)], self.open_rows())
        self.move(case, "start")
        self.assertEqual([(DECIDE, case.number, decided_by)], self.open_rows())
        self.move(case, "approve")
        self.assertEqual([], self.open_rows())
        self.assertEqual([(ACCEPT, "done"), (DECIDE, "done")], self.states(case.number))

    def test_case_that_is_promised_earlier_is_to_be_accepted_by_then(self):
        self.register(promised_days=0, promised_day_type="immediate")
        ((_kind, _number, due_at),) = self.open_rows()
        self.assertEqual(end_of_day(due_date(utc_now(), 0, "immediate").date), due_at)

    def test_correction_is_seen_to_and_what_comes_is_to_be_accepted_again(self):
        case = self.register()
        self.move(case, "ask_correction", reason="缺户口簿")
        self.assertEqual([CORRECT], [row[0] for row in self.open_rows()])
        self.move(case, "supplement")
        self.assertEqual([ACCEPT], [row[0] for row in self.open_rows()])

    def test_special_procedure_has_no_term_and_the_promise_goes_on_after_it(self):
        case = self.register()
        self.move(case, "accept", "start")
        ((_kind, _number, before),) = self.open_rows()
        self.move(case, "suspend", reason="公示")
        self.assertEqual([(DECIDE, case.number, NEVER)], self.open_rows())
        self.move(case, "resume")
        self.assertEqual([(DECIDE, case.number, before)], self.open_rows())

    def test_withdrawn_case_lapses_and_erased_one_leaves_nothing(self):
        withdrawn, erased = self.register("a"), self.register("b")
        withdraw(withdrawn.number, withdrawn.query_code, "192.0.2.1")
        erase_case(erased.number)
        transaction.commit()
        self.assertEqual([(ACCEPT, "lapsed")], self.states(withdrawn.number))
        self.assertEqual([], self.states(erased.number))

    def test_case_that_was_not_taken_in_leaves_no_duty(self):
        self.register()
        transaction.begin()
        register_case(submission("lost"))
        transaction.abort()
        register_case(submission())
        transaction.commit()
        self.assertEqual(1, len(self.open_rows()))

    def test_suggestion_is_to_be_answered(self):
        answered, erased = self.leave("a"), self.leave("b")
        due = due_date(utc_now(), 15, "working").date
        self.assertEqual(
            [
                (ANSWER, number, end_of_day(due))
                for number in sorted((answered, erased))
            ],
            self.open_rows(),
        )
        answer_suggestion(answered, "已加派人手。", self.supervisor, version=1)
        erase_suggestion(erased, "test")
        transaction.commit()
        self.assertEqual([], self.open_rows())
        self.assertEqual([(ANSWER, "done")], self.states(answered))
        self.assertEqual([], self.states(erased))

    def test_duties_are_of_those_whose_turn_it_is_and_of_nobody_else(self):
        case = self.register(
            community_code=COMMUNITY, unit_code=OFFICE, deciding_unit_code=BUREAU
        )
        self.register("b")
        self.leave()
        accept, decide = {ACCEPT: (1, 0, 0)}, {DECIDE: (1, 0, 0)}
        self.assertEqual({**accept, ANSWER: (1, 0, 0)}, self.counts("window-staff"))
        self.assertEqual(accept, self.counts("street-officer"))
        for user_id in ("department-officer", "editor", "coordinator", "personnel"):
            self.assertEqual({}, self.counts(user_id), user_id)
        self.staff = api.user.get("street-officer")
        self.move(case, "accept")
        self.assertEqual({}, self.counts("street-officer"))
        self.assertEqual(decide, self.counts("department-officer"))

    def test_what_is_given_to_one_person_is_theirs_alone(self):
        with transaction.manager:
            open_duties(
                write_session(),
                [
                    DutyFacts(
                        ACCEPT,
                        "1",
                        community_code="990102001001",
                        assignee="department-officer",
                    )
                ],
            )
        self.assertEqual({ACCEPT: (1, 0, 0)}, self.counts("department-officer"))
        self.assertEqual({}, self.counts("window-staff"))

    def decide_by(self, day):
        """Have a case that is to be decided by a day; return what waits for somebody at a
        moment."""
        case = self.register()
        self.move(case, "accept")
        self.change(case, due_on=day)
        self.assertEqual(1, self.check())

        def counts_at(user_id, *moment):
            now = datetime(*moment, tzinfo=UTC)
            with patch.object(counting, "utc_now", return_value=now):
                return self.counts(user_id).get(DECIDE)

        return counts_at

    def test_what_is_overdue_rises_from_the_community_to_street_and_district(self):
        # A Friday; Monday and Tuesday are two working days, Wednesday is the third.
        counts_at = self.decide_by(date(2026, 3, 6))
        self.give("grid-worker", "Coordinator", COMMUNITY_PATH)
        before, after = (2026, 3, 6, 15, 59), (2026, 3, 6, 16, 0)
        # 23:59 on the last day in the city, and midnight.
        self.assertEqual((1, 0, 0), counts_at("window-staff", *before))
        self.assertEqual((1, 1, 0), counts_at("window-staff", *after))
        self.assertIsNone(counts_at("grid-worker", *before))
        self.assertEqual((0, 0, 1), counts_at("grid-worker", *after))
        for user_id, day in (
            ("coordinator", 10),
            ("district-coordinator", 15),
            ("supervisor", 15),
            ("manager", 15),
        ):
            with self.subTest(user_id):
                self.assertIsNone(counts_at(user_id, 2026, 3, day, 15, 59))
                self.assertEqual((0, 0, 1), counts_at(user_id, 2026, 3, day, 16, 0))
        self.assertEqual((1, 1, 0), counts_at("window-staff", 2026, 3, 15, 16, 0))
        self.assertIsNone(counts_at("editor", 2026, 3, 15, 16, 0))

    def test_city_settles_after_how_many_days_it_rises(self):
        counts_at = self.decide_by(date(2026, 3, 6))
        for name, value in (("street_days", 0), ("district_days", 1)):
            key = f"onewindow_policy.duties.{name}"
            api.portal.set_registry_record(key, value)
        transaction.commit()
        self.assertEqual((0, 0, 1), counts_at("coordinator", 2026, 3, 6, 16, 0))
        self.assertIsNone(counts_at("supervisor", 2026, 3, 9, 15, 59))
        self.assertEqual((0, 0, 1), counts_at("supervisor", 2026, 3, 9, 16, 0))

    def test_nearest_role_counts_and_what_is_of_the_city_is_at_its_place(self):
        counts_at = self.decide_by(date(2026, 3, 6))
        self.give("supervisor", "Coordinator", COMMUNITY_PATH)
        self.assertEqual((0, 0, 1), counts_at("supervisor", 2026, 3, 6, 16, 0))
        with transaction.manager:
            due_at = datetime(2026, 3, 1, tzinfo=UTC)
            facts = DutyFacts(ANSWER, "1", due_at=due_at, assignee="nobody")
            open_duties(write_session(), [facts])
        with patch.object(counting, "utc_now", return_value=due_at):
            self.assertEqual({ANSWER: (0, 0, 1)}, self.counts("supervisor"))
            self.assertEqual({}, self.counts("manager"))

    def test_what_has_risen_says_for_how_long_and_with_whom_it_lies(self):
        counts_at = self.decide_by(date(2026, 3, 6))
        now = datetime(2026, 3, 11, 8, tzinfo=UTC)
        self.assertEqual((0, 0, 1), counts_at("coordinator", 2026, 3, 11, 8))
        user = api.user.get("coordinator")
        with patch.object(counting, "utc_now", return_value=now):
            (row,) = duties_of(user, kinds_for(user), is_overseen=True).rows
        self.assertEqual(3, row.days_over)
        self.assertEqual("window-staff", row.holder)

    def test_what_ends_within_two_working_days_ends_soon(self):
        # A Tuesday.
        counts_at = self.decide_by(date(2026, 3, 10))
        user = api.user.get("window-staff")
        for moment, soon in (((5, 15, 59), 0), ((5, 16, 0), 1), ((10, 16, 0), 0)):
            with self.subTest(moment):
                self.assertIsNotNone(counts_at("window-staff", 2026, 3, *moment))
                now = datetime(2026, 3, *moment, tzinfo=UTC)
                with patch.object(counting, "utc_now", return_value=now):
                    found = duties_of(user, kinds_for(user), is_soon=True).rows
                    counted = sum(each.soon for each in count_duties(user))
                self.assertEqual((soon, soon), (len(found), counted))

    def test_check_mends_what_is_missing_left_over_and_other_than_it_should_be(self):
        missing, over, other = (self.register(each) for each in "abc")
        self.leave()
        self.assertEqual(0, self.check())
        right = self.open_rows()
        with get_database().writing.begin() as connection:
            connection.execute(delete(Duty).where(Duty.subject == missing.number))
            connection.execute(
                update(Duty)
                .where(Duty.subject == other.number)
                .values(due_at=utc_now(), unit_code="U-1")
            )
        with transaction.manager:
            open_duties(write_session(), [DutyFacts(DECIDE, over.number)])
        with self.assertLogs("onewindow_policy", "WARNING") as logged:
            self.assertEqual(3, self.check())
        self.assertIn(
            "2 duties of the kind cases.accept were mended", str(logged.output)
        )
        self.assertEqual(right, self.open_rows())
        self.assertIn((DECIDE, "lapsed"), self.states(over.number))
        self.assertEqual(0, self.check())

    def test_check_goes_on_in_parts_and_leaves_alone_what_has_just_come(self):
        cases = [self.register(each) for each in "abcde"]
        with get_database().writing.begin() as connection:
            connection.execute(delete(Duty))
        with transaction.manager:
            open_duties(write_session(), [DutyFacts(ACCEPT, "9" * 15)])
        kind = getUtility(IDutyKind, ACCEPT)
        counts, after = [], ""
        while after is not None:
            with transaction.manager:
                count, after = check_some(ACCEPT, kind, after, size=2)
            counts.append(count)
        self.assertEqual([2, 2, 1], counts)
        subjects = {row[1] for row in self.open_rows()}
        self.assertEqual({*(each.number for each in cases), "9" * 15}, subjects)

    def test_most_overdue_comes_first_and_counting_is_one_statement(self):
        first, last, never = (self.register(each) for each in "abc")
        self.leave()
        self.move(first, "accept")
        self.move(never, "accept", "start", "suspend", reason="公示")
        self.change(first, due_on=date(2026, 1, 5))
        self.check()
        user = api.user.get("window-staff")
        transaction.begin()
        with statements_of(get_database().reading) as statements:
            counted = count_duties(user)
        self.assertEqual(1, len([each for each in statements if "duties" in each]))
        self.assertEqual(4, sum(each.waiting for each in counted))
        kinds = kinds_for(user)
        rows, page = [], ""
        while page is not None:
            found = duties_of(user, kinds, page=page, size=1)
            rows += found.rows
            page = found.next_page
        self.assertEqual([first.number, last.number], [row.subject for row in rows][:2])
        self.assertEqual(never.number, rows[-1].subject)
        self.assertEqual(4, len(rows))
        self.assertEqual([True, False, False, False], [row.is_overdue for row in rows])
        self.assertIsNone(rows[-1].last_moment)
        overdue = duties_of(user, kinds, is_overdue=True)
        self.assertEqual([first.number], [row.subject for row in overdue.rows])

    def test_counts_end_where_nobody_needs_a_larger_one(self):
        for each in "abc":
            self.register(each)
        with patch("onewindow_policy.records.counting.MOST_COUNTED", 1):
            self.assertEqual({ACCEPT: (2, 0, 0)}, self.counts("window-staff"))


class TestDutiesOnSQLite(RulesOfDuties, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestDutiesOnPostgreSQL(RulesOfDuties, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestWorkingDaysBefore(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_days_off_are_passed_over(self):
        for day, days, expected in (
            (date(2026, 3, 11), 3, date(2026, 3, 9)),
            (date(2026, 3, 10), 3, date(2026, 3, 6)),
            (date(2026, 3, 8), 1, date(2026, 3, 6)),
            (date(2026, 3, 9), 1, date(2026, 3, 9)),
        ):
            with self.subTest(day=day, days=days):
                self.assertEqual(expected, working_day_before(day, days))

"""Staff open and lead on the cases of their communities; every look is noted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from onewindow_policy.cases.api import open_by_code
from onewindow_policy.cases.exceptions import CaseChanged
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import ReceiptClosed
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.listing import count_cases
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.opening import open_file
from onewindow_policy.cases.permissions import VIEW_CASES
from onewindow_policy.cases.recounting import reckon_some
from onewindow_policy.cases.repeats import has_open_case
from onewindow_policy.cases.seeing import see_case
from onewindow_policy.cases.states import AMONG_STAFF
from onewindow_policy.cases.stepexceptions import ReasonMissing
from onewindow_policy.cases.tracking import open_receipt
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import SentOtherwise
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import APPLICANT
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import run_at_once
from onewindow_policy.testing.handling import HandlingSetup
from plone import api
from sqlalchemy import select
from Testing.makerequest import makerequest
from threading import Barrier
from unittest.mock import patch
from zope.component.hooks import setSite

import transaction
import unittest

ELSEWHERE = "990101001001"

#: Without a site; where the person works is settled beforehand.
MOVE = """
from AccessControl.users import SimpleUser
from onewindow_policy.cases import handling
from onewindow_policy.cases import seeing
from onewindow_policy.cases.exceptions import CaseChanged
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.testing.cases import COMMUNITY
import transaction

def scope_of(user, permission):
    return Scope(frozenset({COMMUNITY}))

handling.scope_of = seeing.scope_of = scope_of
handling.roles_in = lambda user, *place: frozenset({"Window Staff"})
staff = SimpleUser("window-staff", "", [], [])

def main(argument):
    number, transition = argument.split()
    try:
        handling.move_case(number, transition, staff, version=1, facts={"reason": "x"})
        transaction.commit()
    except CaseChanged:
        return False
    return True
"""


class HandlingTests(HandlingSetup):
    def test_staff_open_a_case_in_clear_and_that_is_noted(self):
        case = self.register()
        opened = open_case(case.number, self.staff, "handle")
        transaction.commit()
        self.assertEqual(APPLICANT, opened.applicant)
        self.assertEqual(PLANTED["agent"], opened.agent.name)
        self.assertEqual(PLANTED["account"], opened.answers[0].value)
        self.assertEqual("银行卡号", opened.answers[0].title)
        self.assertEqual(("personal",), opened.consents)
        self.assertEqual(
            [
                *("receive", "accept", "accept_conditionally", "ask_correction"),
                *("refuse_acceptance", "return"),
            ],
            [
                transition.name
                for transition in opened.transitions
                if transition.name not in AMONG_STAFF
            ],
        )
        self.assertEqual(
            [("window-staff", "case.open", case.number, "handle")], self.noted()
        )

    def test_what_cannot_be_noted_is_not_shown(self):
        case = self.register()
        with (
            patch("onewindow_policy.cases.opening.audit", side_effect=OSError),
            self.assertRaises(OSError),
        ):
            open_case(case.number, self.staff, "handle")

    def test_file_comes_back_as_it_was_and_that_is_noted(self):
        case = self.register()
        file_id = open_case(case.number, self.staff, "handle").files[0].id
        opened = open_file(case.number, file_id, self.staff)
        transaction.commit()
        self.assertEqual(PLANTED["content"], opened.content.decode())
        self.assertEqual(
            (PLANTED["file_name"], "image/png"), (opened.name, opened.media_type)
        )
        self.assertEqual(("case.open_file", file_id), self.noted()[-1][1::2])

    def test_file_of_another_case_or_none_is_unknown(self):
        case, other = self.register("a"), self.register("b")
        file_id = open_case(other.number, self.staff, "handle").files[0].id
        for wrong in (file_id, "no id", "1" * 32):
            with self.subTest(wrong), self.assertRaises(CaseUnknown):
                open_file(case.number, wrong, self.staff)

    def test_case_of_another_community_is_unknown_as_one_that_is_not(self):
        case = self.register(community_code=ELSEWHERE)
        for number, user in (
            (case.number, self.staff),
            ("260115483920775", self.staff),
            ("\0", self.staff),
            (self.register("b").number, self.officer),
        ):
            with self.subTest(number):
                with self.assertRaises(CaseUnknown):
                    open_case(number, user, "handle")
                with self.assertRaises(CaseUnknown):
                    open_file(number, "1" * 32, user)
                with self.assertRaises(CaseUnknown):
                    move_case(number, "accept", user, version=1)
                transaction.abort()
        self.assertEqual([], self.noted())

    def test_case_goes_the_main_path_and_the_applicant_follows_it(self):
        case = self.register()
        path = ("accept", "start", "approve")
        self.assertEqual("completed_approved", self.move(case, *path))
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual(
            [
                ("register", "submitted"),
                ("accept", "accepted"),
                ("start", "in_progress"),
                ("approve", "completed_approved"),
            ],
            [(entry.transition, entry.state) for entry in tracked.history],
        )
        self.assertFalse(tracked.can_withdraw)
        self.assertIsNotNone(self.stored(Case.closed_at, case))
        self.assertEqual(
            [("window-staff", "case.move", case.number, name) for name in path],
            self.noted(),
        )

    def test_case_is_returned_with_a_reason_that_the_applicant_reads(self):
        case = self.register()
        with self.assertRaises(ReasonMissing):
            self.move(case, "return")
        transaction.abort()
        self.move(case, "return", reason=" 户籍不在本市 ")
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual("户籍不在本市", tracked.history[-1].reason)
        with get_database().reading.connect() as connection:
            sealed = connection.scalars(select(CaseEvent.reason_sealed)).all()
        self.assertNotIn("户籍".encode(), b"".join(filter(None, sealed)))

    def test_what_the_table_does_not_list_is_refused_and_nothing_changes(self):
        case = self.register()
        for transition, error in (
            ("approve", TransitionNotPossible),
            ("withdraw", TransitionNotAllowed),
            ("nonsense", TransitionNotAllowed),
        ):
            with self.subTest(transition), self.assertRaises(error):
                self.move(case, transition)
            transaction.abort()
        self.assertEqual("submitted", self.stored(Case.state, case))
        self.assertEqual(1, self.count_of(CaseEvent))

    def test_who_may_only_look_cannot_move(self):
        self.portal.manage_permission("onewindow_policy: Move Cases", [])
        transaction.commit()
        case = self.register()
        self.assertEqual((), open_case(case.number, self.staff, "handle").transitions)
        with self.assertRaises(TransitionNotAllowed):
            self.move(case, "accept")

    def test_somebody_who_saw_an_older_version_changes_nothing(self):
        case = self.register()
        self.move(case, "accept")
        with self.assertRaises(CaseChanged):
            move_case(case.number, "start", self.staff, version=1)
        transaction.abort()
        self.assertEqual("accepted", self.stored(Case.state, case))

    def move_in_thread(self, number, transition, barrier):
        """Do what a request of another thread does; return whether it was first."""
        connection = self.layer["zodbDB"].open()
        try:
            app = makerequest(connection.root()["Application"])
            setSite(app[self.portal.getId()])
            staff = api.user.get("window-staff")
            barrier.wait()
            move_case(number, transition, staff, version=1, facts={"reason": "理由"})
            transaction.commit()
        except CaseChanged:
            return False
        finally:
            transaction.abort()
            setSite(None)
            connection.close()
        return True

    def test_of_two_at_the_same_moment_one_moves_the_case(self):
        case = self.register()
        barrier = Barrier(2)

        def post(transition):
            return self.move_in_thread(case.number, transition, barrier)

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(post, ["accept", "return"]))
        self.assertEqual([False, True], sorted(done))
        expected = "accepted" if done[0] else "returned"
        self.assertEqual(expected, self.stored(Case.state, case))
        self.assertEqual(2, self.count_of(CaseEvent))

    def test_of_two_processes_at_the_same_moment_one_moves_the_case(self):
        case = self.register()
        # Papers say what is in the site, which these processes do without.
        transitions = [f"{case.number} {name}" for name in ("take", "receive")]
        done = run_at_once(MOVE, transitions)
        self.assertEqual(["False", "True"], sorted(done))
        self.assertEqual(2, self.count_of(CaseEvent))

    def test_promise_is_reckoned_anew_from_the_day_of_acceptance(self):
        case = self.register()
        with self.at(2026, 3, 4, 0, 30):
            self.move(case, "accept")
        self.assertEqual(date(2026, 3, 13), self.stored(Case.due_on, case))
        self.assertFalse(self.stored(Case.due_is_estimated, case))

    def test_days_of_a_special_procedure_do_not_count(self):
        case = self.register()
        with self.at(2026, 3, 4, 9):
            self.move(case, "accept", "start")
        with self.at(2026, 3, 5, 9):
            self.move(case, "suspend", reason="公示")
        with self.at(2026, 3, 10, 9):
            self.move(case, "resume")
        # Friday, Monday and Tuesday.
        self.assertEqual(date(2026, 3, 18), self.stored(Case.due_on, case))
        self.assertIsNone(self.stored(Case.suspended_at, case))

    def test_no_day_is_named_that_cannot_hold(self):
        case = self.register()

        def shown():
            transaction.begin()
            return see_case(case.number, self.staff).due

        self.assertIsNotNone(shown())
        with self.at(2026, 3, 4, 9):
            self.move(case, "ask_correction", reason="缺户口簿")
        self.assertIsNone(shown())
        with self.at(2026, 3, 11, 9):
            self.move(case, "supplement")
        # Five working days from when all was there, not from when the first paper was.
        self.assertEqual(date(2026, 3, 18), shown().date)
        with self.at(2026, 3, 12, 9):
            self.move(case, "accept", "start")
        self.assertEqual(date(2026, 3, 23), shown().date)
        with self.at(2026, 3, 13, 9):
            self.move(case, "suspend", reason="公示")
        self.assertIsNone(shown())
        with self.at(2026, 3, 16, 9):
            self.move(case, "resume", "approve")
        self.assertIsNone(shown())
        # What was promised stays, to be counted by.
        self.assertEqual(date(2026, 3, 24), self.stored(Case.due_on, case))

    def test_due_dates_follow_what_the_city_enters(self):
        case = self.register()
        done = self.register("b")
        with self.at(2026, 12, 30, 9):
            self.move(case, "accept")
            self.move(done, "accept", "return", reason="重复申请")
        self.assertEqual(date(2027, 1, 8), self.stored(Case.due_on, case))
        self.assertTrue(self.stored(Case.due_is_estimated, case))
        self.assertEqual(date(2027, 1, 8), self.stored(Case.due_on, done))
        prefix = "onewindow_policy.working_days"
        api.portal.set_registry_record(
            f"{prefix}.exceptions",
            [{"day": "2027-01-01", "is_working": False, "source": "国务院办公厅"}],
        )
        api.portal.set_registry_record(f"{prefix}.announced_years", [2027])
        transaction.commit()
        while reckon_some(size=1):
            transaction.commit()
        transaction.commit()
        self.assertEqual(date(2027, 1, 11), self.stored(Case.due_on, case))
        self.assertFalse(self.stored(Case.due_is_estimated, case))
        self.assertEqual(date(2027, 1, 8), self.stored(Case.due_on, done))

    def test_erased_case_is_known_to_nobody_and_still_counted(self):
        case = self.register()
        erase_case(case.number)
        transaction.commit()
        self.assertEqual((), cases_in(self.staff).rows)
        self.assertEqual({}, count_cases(self.staff))
        self.assertFalse(has_open_case("SQ-LL-001", APPLICANT, "another nonce"))
        with self.assertRaises(CaseUnknown):
            open_case(case.number, self.staff, "handle")
        with self.assertRaises(CodeRefused):
            open_by_code(case.number, case.query_code, ADDRESS)
        transaction.abort()
        with self.assertRaises(ReceiptClosed):
            open_receipt(case.number, case.receipt_token)
        # Who erases it again changes nothing.
        erase_case(case.number)
        transaction.commit()
        # What was sent is not known any more: nobody gets its receipt, and none is made.
        with self.assertRaises(SentOtherwise):
            self.register()
        transaction.abort()
        self.assertEqual((1, 0), (self.count_of(Case), self.count_of(CaseFile)))
        self.assertEqual("case.erase", self.noted()[-1][1])
        self.assertEqual(1, [each[1] for each in self.noted()].count("case.erase"))

    def test_role_that_is_given_or_taken_away_counts_from_the_next_request(self):
        def reach(user):
            return scope_of(user, VIEW_CASES).communities

        self.assertEqual({COMMUNITY}, reach(self.staff))
        community = self.portal.communities[COMMUNITY[:6]][COMMUNITY[:9]][COMMUNITY]
        community.manage_delLocalRoles(["window-staff"])
        community.manage_setLocalRoles("department-officer", ["Window Staff"])
        community.reindexObjectSecurity()
        transaction.commit()
        self.assertEqual(set(), reach(self.staff))
        self.assertEqual({COMMUNITY}, reach(self.officer))


class TestHandlingOnSQLite(HandlingTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestHandlingOnPostgreSQL(HandlingTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING

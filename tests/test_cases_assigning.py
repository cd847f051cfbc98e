"""Who sees to a case: whoever was first does, until another one has accepted it."""

from contextlib import nullcontext
from datetime import timedelta
from onewindow_policy.accounts.keepers import keeper_of
from onewindow_policy.cases.assigning import following
from onewindow_policy.cases.assigning.exceptions import ColleagueUnfit
from onewindow_policy.cases.assigning.jobs import LateHandOvers
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.duties import ACCEPT_HAND_OVER
from onewindow_policy.cases.duties import ASSIGNED_AWAY
from onewindow_policy.cases.duties import ASSIGNED_TO
from onewindow_policy.cases.duties import HAND_OVER_BACK
from onewindow_policy.cases.duties import HAND_OVER_KINDS
from onewindow_policy.cases.duties import HAND_OVER_MISSED
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.stepexceptions import ReasonMissing
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.models import Duty
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from unittest.mock import Mock
from unittest.mock import patch
from zope.component import getUtility

import html
import re
import transaction
import unittest

_MOMENT = timedelta.resolution

PLACE = f"communities/990102/990102001/{COMMUNITY}"
AT_WINDOW = {"taken_in_at": COMMUNITY, "account": "window-staff"}


class AssigningSetup(HandlingSetup):
    def setUp(self):
        super().setUp()
        # A second colleague at the window.
        place = self.portal.unrestrictedTraverse(PLACE)
        place.manage_setLocalRoles("grid-worker", ["Window Staff"])
        place.reindexObjectSecurity()
        transaction.commit()
        self.colleague = api.user.get("grid-worker")

    def go(self, case, user_id, transition, **facts):
        version = self.stored(Case.version, case)
        user = api.user.get(user_id)
        move_case(case.number, transition, user, version=version, facts=facts)
        transaction.commit()

    def people(self, case):
        return tuple(
            self.stored(column, case) for column in (Case.first_contact, Case.assignee)
        )

    def offered(self, case, user):
        opened = open_case(case.number, user, "handle")
        transaction.commit()
        return {each.name for each in opened.transitions}

    def numbers(self, user, **wanted):
        transaction.begin()
        return [row.number for row in cases_in(user, **wanted).rows]

    def hand_over(self, case):
        why = {"colleague": "grid-worker", "reason": "明天起我休假"}
        self.go(case, "window-staff", "hand_over", **why)


class AssigningTests(AssigningSetup):
    def test_who_takes_a_case_in_sees_to_it(self):
        case = self.register(**AT_WINDOW)
        self.assertEqual(("window-staff", "window-staff"), self.people(case))

    def test_who_does_something_first_is_the_first_contact(self):
        case = self.register()
        self.assertEqual((None, None), self.people(case))
        self.assertEqual([case.number], self.numbers(self.staff, is_unassigned=True))
        self.move(case, "receive")
        self.assertEqual(("window-staff", "window-staff"), self.people(case))
        self.assertEqual([], self.numbers(self.staff, is_unassigned=True))
        self.assertEqual(
            [case.number], self.numbers(self.staff, assignees=["window-staff"])
        )

    def test_case_is_taken_on_once(self):
        case = self.register()
        self.go(case, "grid-worker", "take")
        self.assertEqual(("grid-worker", "grid-worker"), self.people(case))
        self.assertNotIn("take", self.offered(case, self.staff))
        with self.assertRaises(TransitionNotPossible):
            self.go(case, "window-staff", "take")
        transaction.abort()
        self.assertEqual("submitted", self.stored(Case.state, case))

    def test_first_contact_stays_responsible_until_the_other_accepts(self):
        case = self.register(**AT_WINDOW)
        self.hand_over(case)
        self.assertEqual(("window-staff", "window-staff"), self.people(case))
        self.assertEqual(
            [case.number], self.numbers(self.colleague, handed_to=["grid-worker"])
        )
        self.assertNotIn("accept_hand_over", self.offered(case, self.staff))
        self.assertNotIn("hand_over", self.offered(case, self.staff))
        self.assertLess(
            {"accept_hand_over", "decline_hand_over"},
            self.offered(case, self.colleague),
        )
        self.go(case, "grid-worker", "accept_hand_over")
        self.assertEqual(("window-staff", "grid-worker"), self.people(case))
        self.assertEqual([], self.numbers(self.colleague, handed_to=["grid-worker"]))

    def test_declined_case_stays_where_it_was_and_can_be_handed_over_again(self):
        case = self.register(**AT_WINDOW)
        self.hand_over(case)
        self.go(case, "grid-worker", "decline_hand_over", reason="我也休假")
        self.assertEqual(("window-staff", "window-staff"), self.people(case))
        self.hand_over(case)
        self.assertEqual(2, self.count_of(HandOver))

    def test_only_who_can_go_on_with_a_case_gets_it(self):
        case = self.register(**AT_WINDOW)
        for wrong in ("supervisor", "nobody", "window-staff", "department-officer"):
            with self.subTest(wrong), self.assertRaises(ColleagueUnfit):
                self.go(case, "window-staff", "hand_over", colleague=wrong, reason="x")
            transaction.abort()
        with self.assertRaises(FactMissing):
            self.go(case, "window-staff", "hand_over", reason="x")
        transaction.abort()
        self.assertEqual(0, self.count_of(HandOver))

    def test_who_has_left_gets_nothing(self):
        case = self.register(**AT_WINDOW)
        keeper_of("grid-worker").close_account("grid-worker")
        transaction.commit()
        with self.assertRaises(ColleagueUnfit):
            self.go(
                case, "window-staff", "hand_over", colleague="grid-worker", reason="x"
            )

    def test_nobody_hands_over_what_a_colleague_sees_to(self):
        case = self.register(**AT_WINDOW)
        with self.assertRaises(TransitionNotPossible):
            why = {"colleague": "window-staff", "reason": "x"}
            self.go(case, "grid-worker", "hand_over", **why)

    def test_coordinator_assigns_and_ends_what_was_waiting(self):
        case = self.register(**AT_WINDOW)
        self.hand_over(case)
        why = {"colleague": "grid-worker", "reason": "工作量调整"}
        self.go(case, "coordinator", "assign", **why)
        self.assertEqual(("window-staff", "grid-worker"), self.people(case))
        outcomes = read_session().scalars(select(HandOver.outcome)).all()
        self.assertEqual(["assigned", "ended"], sorted(outcomes))

    def test_who_had_a_case_and_who_is_given_it_are_told_until_each_knows(self):
        case = self.register(**AT_WINDOW)
        with self.assertRaises(ReasonMissing):
            self.go(case, "coordinator", "assign", colleague="grid-worker")
        transaction.abort()
        why = {"colleague": "grid-worker", "reason": "工作量调整"}
        self.go(case, "coordinator", "assign", **why)
        self.assertEqual(("window-staff", "grid-worker"), self.people(case))
        to = (ASSIGNED_TO, "grid-worker")
        away = (ASSIGNED_AWAY, "window-staff")
        self.assertEqual([to, away], [each[:2] for each in self.duties()])
        self.check_duties()
        last = open_case(case.number, self.staff, "handle").history[-1]
        transaction.commit()
        told = (last.transition, last.user_id, last.reason)
        self.assertEqual(("assign", "coordinator", "工作量调整"), told)
        self.go(case, "window-staff", "note_return")
        self.assertEqual([to], [each[:2] for each in self.duties()])
        self.go(case, "grid-worker", "note_return")
        self.assertEqual([], self.duties())
        self.check_duties()

    def test_who_is_given_what_nobody_had_is_told_alone(self):
        case = self.register()
        why = {"colleague": "grid-worker", "reason": "工作量调整"}
        self.go(case, "coordinator", "assign", **why)
        self.assertEqual(
            [(ASSIGNED_TO, "grid-worker")], [each[:2] for each in self.duties()]
        )
        self.check_duties()

    def test_hand_over_that_nobody_accepts_in_time_goes_back(self):
        case = self.register(**AT_WINDOW)
        self.hand_over(case)
        self.assertEqual(0, self.return_late(days=0))
        self.assertEqual(1, self.return_late(days=20))
        self.assertEqual(0, self.return_late(days=20))
        self.assertEqual(("window-staff", "window-staff"), self.people(case))
        with self.assertRaises(TransitionNotPossible):
            self.go(case, "grid-worker", "accept_hand_over")
        transaction.abort()
        last = open_case(case.number, self.staff, "handle").history[-1]
        transaction.commit()
        self.assertEqual(("return_hand_over", None), (last.transition, last.user_id))

    def duties(self):
        """Return the open duties about hand-overs: what, whose, and by which day."""
        transaction.begin()
        query = select(Duty.kind, Duty.assignee, Duty.due_at).where(
            Duty.state == "open", Duty.kind.in_(HAND_OVER_KINDS)
        )
        return sorted(
            (kind, who, local_date(due_at - timedelta.resolution))
            for kind, who, due_at in read_session().execute(query)
        )

    def check_duties(self):
        """Let the nightly check go over the duties; it has nothing to mend."""
        for name in HAND_OVER_KINDS:
            kind = getUtility(IDutyKind, name)
            transaction.begin()
            facts = kind.standing(write_session(), "", 500)
            self.assertEqual(
                [each for each in self.duties() if each[0] == name],
                [
                    (each.kind, each.assignee, local_date(each.due_at - _MOMENT))
                    for each in facts
                ],
            )
            transaction.abort()

    def test_who_is_asked_has_a_duty_until_the_hand_over_is_answered(self):
        last = due_date(local_date(utc_now()), 1, WORKING).date
        for nonce, answer in enumerate(
            (
                ("grid-worker", "accept_hand_over", {}),
                ("grid-worker", "decline_hand_over", {"reason": "我也休假"}),
                ("window-staff", "take_back_hand_over", {}),
            )
        ):
            user_id, transition, facts = answer
            with self.subTest(transition):
                case = self.register(f"of-{nonce}", **AT_WINDOW)
                self.hand_over(case)
                self.assertEqual(
                    [(ACCEPT_HAND_OVER, "grid-worker", last)], self.duties()
                )
                self.check_duties()
                self.go(case, user_id, transition, **facts)
                self.assertEqual([], self.duties())
                self.check_duties()

    def test_only_who_asked_takes_a_hand_over_back(self):
        case = self.register(**AT_WINDOW)
        self.assertNotIn("take_back_hand_over", self.offered(case, self.staff))
        self.hand_over(case)
        self.assertIn("take_back_hand_over", self.offered(case, self.staff))
        self.assertNotIn("take_back_hand_over", self.offered(case, self.colleague))
        with self.assertRaises(TransitionNotPossible):
            self.go(case, "grid-worker", "take_back_hand_over")
        transaction.abort()
        self.go(case, "window-staff", "take_back_hand_over")
        self.assertEqual(("window-staff", "window-staff"), self.people(case))
        self.assertEqual("recalled", read_session().scalar(select(HandOver.outcome)))
        with self.assertRaises(TransitionNotPossible):
            self.go(case, "grid-worker", "accept_hand_over")
        transaction.abort()

    def test_both_are_told_of_what_went_back_until_each_knows(self):
        case = self.register(**AT_WINDOW)
        self.hand_over(case)
        self.return_late(days=20)
        kinds = [each[:2] for each in self.duties()]
        back, missed = (
            (HAND_OVER_BACK, "window-staff"),
            (HAND_OVER_MISSED, "grid-worker"),
        )
        self.assertEqual([back, missed], kinds)
        self.check_duties()
        self.assertNotIn("note_return", self.offered(case, api.user.get("coordinator")))
        self.go(case, "grid-worker", "note_return")
        self.assertEqual([back], [each[:2] for each in self.duties()])
        self.assertNotIn("note_return", self.offered(case, self.colleague))
        self.check_duties()
        self.go(case, "window-staff", "note_return")
        self.assertEqual([], self.duties())
        self.check_duties()
        self.assertEqual(("window-staff", "window-staff"), self.people(case))

    def test_what_went_back_and_is_handed_over_anew_is_known(self):
        case = self.register(**AT_WINDOW)
        self.hand_over(case)
        self.return_late(days=20)
        self.hand_over(case)
        self.assertEqual([ACCEPT_HAND_OVER], [each[0] for each in self.duties()])
        self.check_duties()

    def test_nobody_has_anything_to_do_about_hand_overs_of_what_is_over(self):
        case = self.register(**AT_WINDOW)
        self.hand_over(case)
        self.return_late(days=20)
        self.move(case, "return", reason="重复申请")
        self.assertEqual([], self.duties())
        self.check_duties()

    def return_late(self, days):
        later = utc_now() + timedelta(days=days)
        with patch.object(following, "utc_now", return_value=later):
            count = LateHandOvers()(Mock(open_site=nullcontext))
        transaction.begin()
        return count

    def test_case_that_is_over_waits_for_nobody_however_it_ended(self):
        def withdrawn(case):
            withdraw(case.number, case.query_code, ADDRESS)

        def erased(case):
            erase_case(case.number, "test")

        def returned(case):
            self.move(case, "return", reason="重复申请")

        for nonce, end in enumerate((withdrawn, erased, returned)):
            case = self.register(f"nonce-{nonce}", **AT_WINDOW)
            self.hand_over(case)
            transaction.begin()
            with self.subTest(end.__name__):
                end(case)
                transaction.commit()
                outcomes = read_session().scalars(select(HandOver.outcome)).all()
                self.assertEqual(["ended"] * (nonce + 1), outcomes)
        self.assertEqual([], self.numbers(self.colleague, handed_to=["grid-worker"]))
        self.assertEqual(0, self.return_late(days=20))

    def test_who_sees_to_a_case_changes_while_it_is_suspended(self):
        case = self.register()
        self.move(case, "accept", "start")
        self.move(case, "suspend", reason="公示")
        why = {"colleague": "grid-worker", "reason": "明天起我休假"}
        self.go(case, "window-staff", "hand_over", **why)
        self.go(case, "grid-worker", "accept_hand_over")
        self.assertIsNotNone(self.stored(Case.suspended_at, case))
        self.go(case, "grid-worker", "resume")
        self.assertIsNone(self.stored(Case.suspended_at, case))
        self.assertEqual("in_progress", self.stored(Case.state, case))

    def test_applicant_is_not_told_who_handed_what_to_whom(self):
        case = self.register(**AT_WINDOW)
        self.hand_over(case)
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual(["take_in"], [each.transition for each in tracked.history])


class TestAssigningOnSQLite(AssigningTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestAssigningOnPostgreSQL(AssigningTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestAssigningOnThePage(AssigningSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def browser(self, user_id):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        log_in(browser, user_id)
        return browser

    def text(self, browser):
        words = re.sub(r"<[^>]+>", " ", html.unescape(browser.contents))
        return re.sub(r"\s+", " ", words)

    def test_case_goes_from_one_to_the_other_and_both_names_stand_there(self):
        case = self.register(**AT_WINDOW)
        desk = f"{self.portal.absolute_url()}/@@desk"
        browser = self.browser("window-staff")
        browser.open(f"{desk}/{case.number}")
        form = browser.getForm(id="go-hand_over")
        form.getControl(name="hand_over-colleague").value = ["grid-worker"]
        form.submit(name="transition")
        self.assertIn("422", browser.headers["status"])
        self.assertIn('href="#hand_over-reason"', browser.contents)
        form = browser.getForm(id="go-hand_over")
        chosen = form.getControl(name="hand_over-colleague").value
        self.assertEqual(["grid-worker"], chosen)
        form.getControl(name="hand_over-reason").value = "明天起我休假"
        form.submit(name="transition")
        name = api.user.get("grid-worker").getProperty("fullname")
        self.assertIn(f"等这位接收 {name}", self.text(browser))
        other = self.browser("grid-worker")
        other.open(f"{self.portal.absolute_url()}/@@work")
        self.assertIn("1 待接收的转办件", self.text(other))
        other.open(f"{desk}?state=handed")
        self.assertIn(case.number, other.contents)
        other.open(f"{desk}/{case.number}")
        self.assertIn("明天起我休假", self.text(other))
        other.getForm(id="go-accept_hand_over").submit(name="transition")
        self.assertEqual(("window-staff", "grid-worker"), self.people(case))
        page = self.text(other)
        first = api.user.get("window-staff").getProperty("fullname")
        self.assertIn(f"承办人 {name}", page)
        self.assertIn(f"首问责任人 {first}", page)

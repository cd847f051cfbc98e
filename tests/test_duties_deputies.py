"""Who is away has a deputy, who sees and does what lies with them by roles of their own."""

from contextlib import nullcontext
from datetime import timedelta
from onewindow_policy.accounts.keepers import keeper_of
from onewindow_policy.cases.assigning.exceptions import ColleagueAway
from onewindow_policy.cases.assigning.rules import acting_for
from onewindow_policy.cases.duties import DECIDE
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.opening import open_case
from onewindow_policy.duties import absences
from onewindow_policy.duties.api import away_today
from onewindow_policy.duties.api import count_duties
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import end_absence
from onewindow_policy.duties.api import name_deputy
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.api import possible_deputies
from onewindow_policy.duties.deputies import KEPT_DAYS
from onewindow_policy.duties.deputies import OldAbsences
from onewindow_policy.duties.exceptions import AbsenceUnknown
from onewindow_policy.duties.exceptions import AlreadyNamed
from onewindow_policy.duties.exceptions import DaysUnfit
from onewindow_policy.duties.exceptions import DeputyAway
from onewindow_policy.duties.exceptions import DeputyUnfit
from onewindow_policy.duties.exceptions import NotInArea
from onewindow_policy.duties.models import Absence
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.feedback import PageTestCase
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from unittest.mock import Mock
from unittest.mock import patch
from zope.component import getUtility

import transaction
import unittest

PLACE = f"communities/990102/990102001/{COMMUNITY}"
AT_WINDOW = {"taken_in_at": COMMUNITY, "account": "window-staff"}
COLLEAGUE = "grid-worker"
DAYS = timedelta(days=4)


class DeputySetup(HandlingSetup):
    def setUp(self):
        super().setUp()
        # A second colleague at the window.
        self.give(COLLEAGUE, "Window Staff", PLACE)
        self.today = local_date(utc_now())

    def give(self, user_id, role, path):
        place = self.portal.unrestrictedTraverse(path)
        place.manage_addLocalRoles(user_id, [role])
        place.reindexObjectSecurity()
        transaction.commit()

    def user(self, user_id):
        return api.user.get(user_id).getUser()

    def name(self, deputy=COLLEAGUE, by=None, of="window-staff", **days):
        """Have a deputy named from today on for five days, or on other days."""
        first, last = self.today, self.today + DAYS
        days = {"first": first, "last": last, **days}
        transaction.begin()
        try:
            name_deputy(self.user(by or of), self.user(of), deputy, **days)
        except Exception:
            transaction.abort()
            raise
        transaction.commit()

    def end(self, by):
        transaction.begin()
        end_absence(self.user(by), self.absence().id, self.user)
        transaction.commit()

    def absence(self):
        transaction.begin()
        return write_session().query(Absence).order_by(Absence.id.desc()).first()

    def mine(self, user_id):
        transaction.begin()
        acting = acting_for(user_id)
        found = cases_in(self.user(user_id), assignees=acting)
        return [each.number for each in found.rows]

    def go(self, case, user_id, transition, **facts):
        self.staff = api.user.get(user_id)
        self.move(case, transition, **facts)


class RulesOfDeputies(DeputySetup):
    def test_deputy_sees_and_does_what_lies_with_who_is_away_in_their_own_name(self):
        case = self.register(**AT_WINDOW)
        self.assertEqual([], self.mine(COLLEAGUE))
        with self.assertRaises(TransitionNotPossible):
            why = {"colleague": "window-staff", "reason": "x"}
            self.go(case, COLLEAGUE, "hand_over", **why)
        transaction.abort()
        self.name()
        self.assertEqual([case.number], self.mine(COLLEAGUE))
        self.give("personnel", "Window Staff", PLACE)
        why = {"colleague": "personnel", "reason": "王示窗休假"}
        self.go(case, COLLEAGUE, "hand_over", **why)
        last = open_case(case.number, self.user(COLLEAGUE), "handle").history[-1]
        self.assertEqual((COLLEAGUE, "hand_over"), (last.user_id, last.transition))
        noted = [each[1:3] for each in self.noted()]
        self.assertIn(("deputy.name", "window-staff"), noted)

    def test_deputy_accepts_what_was_handed_to_who_is_away(self):
        case = self.register(**{**AT_WINDOW, "account": COLLEAGUE})
        why = {"colleague": "window-staff", "reason": "x"}
        self.go(case, COLLEAGUE, "hand_over", **why)
        self.give("personnel", "Window Staff", PLACE)
        with self.assertRaises(TransitionNotPossible):
            self.go(case, "personnel", "accept_hand_over")
        transaction.abort()
        self.name("personnel")
        self.go(case, "personnel", "accept_hand_over")
        self.assertEqual("personnel", self.stored(Case.assignee, case))

    def test_what_is_up_to_somebody_alone_is_up_to_their_deputy_where_they_work(self):
        with transaction.manager:
            for subject, code in (("1", COMMUNITY), ("2", "990101001001")):
                facts = DutyFacts(
                    DECIDE, subject, community_code=code, assignee="window-staff"
                )
                open_duties(write_session(), [facts])
        self.assertEqual(0, self.waiting(COLLEAGUE))
        self.name()
        self.assertEqual(1, self.waiting(COLLEAGUE))
        # Who is away may do it all the same.
        self.assertEqual(2, self.waiting("window-staff"))

    def waiting(self, user_id):
        transaction.begin()
        return sum(each.waiting for each in count_duties(self.user(user_id)))

    def test_it_begins_and_ends_by_itself_or_is_ended_before(self):
        case = self.register(**AT_WINDOW)
        first = self.today + timedelta(days=1)
        self.name(first=first)
        for days, expected in (
            (0, []),
            (1, [case.number]),
            (4, [case.number]),
            (5, []),
        ):
            later = utc_now() + timedelta(days=days)
            with (
                self.subTest(days=days),
                patch.object(absences, "utc_now", return_value=later),
            ):
                self.assertEqual(expected, self.mine(COLLEAGUE))
        with self.assertRaises(AbsenceUnknown):
            self.end(COLLEAGUE)
        transaction.abort()
        self.end("window-staff")
        self.assertEqual("window-staff", self.absence().ended_by)
        with self.assertRaises(AbsenceUnknown):
            self.end("window-staff")
        transaction.abort()
        self.name()
        self.assertIn("deputy.end", [each[1] for each in self.noted()])

    def test_only_who_has_the_same_roles_there_can_stand_in(self):
        transaction.begin()
        self.assertEqual(
            [COLLEAGUE], list(possible_deputies(self.user("window-staff")))
        )
        for wrong in ("supervisor", "coordinator", "nobody", "window-staff", ""):
            with self.subTest(wrong), self.assertRaises(DeputyUnfit):
                self.name(wrong)
        # Whoever works in one place more can be stood in for by nobody from one of them.
        self.give("window-staff", "Window Staff", "communities/990103/990103001")
        with self.assertRaises(DeputyUnfit):
            self.name()

    def test_days_that_cannot_be_are_refused_at_their_field(self):
        for field, days in (
            ("from", {"first": None}),
            ("from", {"first": self.today - timedelta(days=1)}),
            ("until", {"last": None}),
            ("until", {"last": self.today - timedelta(days=1)}),
            ("until", {"last": self.today + timedelta(days=366)}),
        ):
            with self.subTest(days), self.assertRaises(DaysUnfit) as caught:
                self.name(**days)
            self.assertEqual(field, caught.exception.field)

    def test_one_deputy_at_a_time_who_is_there_on_these_days(self):
        self.give("personnel", "Window Staff", PLACE)
        self.name()
        with self.assertRaises(AlreadyNamed):
            self.name("personnel", first=self.today + DAYS, last=self.today + 2 * DAYS)
        with self.assertRaises(DeputyAway):
            self.name("window-staff", of="personnel")
        later = self.today + 2 * DAYS
        self.name("window-staff", of="personnel", first=later, last=later)

    def test_coordinator_names_one_for_who_works_in_their_area_and_nobody_else(self):
        for wrong in (COLLEAGUE, "supervisor", "editor", "department-officer"):
            with self.subTest(wrong), self.assertRaises(NotInArea):
                self.name(by=wrong)
        self.give("personnel", "Coordinator", "communities/990103")
        with self.assertRaises(NotInArea):
            self.name(by="personnel")
        self.name(by="coordinator")
        self.assertEqual("coordinator", self.absence().named_by)
        with self.assertRaises(AbsenceUnknown):
            self.end("personnel")
        transaction.abort()
        self.end("coordinator")

    def test_nobody_hands_a_case_to_who_is_away(self):
        case = self.register(**{**AT_WINDOW, "account": COLLEAGUE})
        self.give("personnel", "Window Staff", PLACE)
        self.name("personnel")
        why = {"colleague": "window-staff", "reason": "x"}
        name = api.user.get("personnel").getProperty("fullname")
        for user_id, step in ((COLLEAGUE, "hand_over"), ("coordinator", "assign")):
            with self.subTest(step), self.assertRaises(ColleagueAway) as caught:
                self.go(case, user_id, step, **why)
            self.assertEqual(name, caught.exception.message.mapping["deputy"])
            transaction.abort()

    def test_closed_account_stands_in_for_nobody(self):
        self.name()
        keeper_of(COLLEAGUE).close_account(COLLEAGUE)
        transaction.commit()
        self.assertIsNone(away_today(["window-staff"])["window-staff"].deputy)
        transaction.begin()
        self.assertEqual({}, possible_deputies(self.user("window-staff")))
        getUtility(IJob, "duties.check")(Mock(open_site=nullcontext))
        transaction.begin()
        self.assertEqual({}, away_today(["window-staff"]))

    def test_who_stood_in_is_forgotten_after_a_year(self):
        self.name()
        last = utc_now() + DAYS
        transaction.begin()
        for days, count in ((KEPT_DAYS, 0), (KEPT_DAYS + 1, 1)):
            later = last + timedelta(days=days)
            self.assertEqual(count, OldAbsences().forget(later))


class TestDeputiesOnSQLite(RulesOfDeputies, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestDeputiesOnPostgreSQL(RulesOfDeputies, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestDeputiesPage(DeputySetup, PageTestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        PageTestCase.setUp(self)
        DeputySetup.setUp(self)

    def user(self, user_id):
        return api.user.get(user_id).getUser()

    def open_page(self, user_id, query=""):
        self.log_in(user_id)
        self.open(f"@@deputies{query}")
        self.assertEqual((200, "外出代理"), (self.status, self.words("h1")[0]))

    def send(self, **form):
        token = self.page.cssselect("main [name='_authenticator']")[0].get("value")
        self.post("@@deputies", _authenticator=token, **form)

    def full_name(self, user_id):
        return api.user.get(user_id).getProperty("fullname")

    def test_one_names_a_deputy_and_the_case_says_so(self):
        case = self.register(**AT_WINDOW)
        self.log_in("window-staff")
        self.open("@@work")
        self.assertIn("外出代理", self.words("#pages a"))
        self.open("@@my-account")
        self.assertEqual("我的账号", self.words("h1")[0])
        self.assertTrue(self.page.cssselect("#deputies a"))
        self.open_page("window-staff")
        self.assertTrue(self.words("#no-absences"))
        first, last = self.today, self.today + DAYS
        self.send(save="1", deputy="", **{"from": first, "until": last})
        self.assertEqual(422, self.status)
        self.assertTrue(self.words("#deputy-error"))
        typed = self.page.cssselect("#until")[0].get("value")
        self.assertEqual(last.isoformat(), typed)
        form = {"from": first, "until": last, "deputy": COLLEAGUE}
        self.send(save="1", **form)
        self.assertIn(self.full_name(COLLEAGUE), self.words("#absences")[0])
        self.assertEqual(COLLEAGUE, self.absence().deputy)
        self.send(save="1", **form)
        self.assertEqual(422, self.status)
        said = self.words("#from-error")[0]
        self.assertIn(f"{first.year}年{first.month}月{first.day}日", said)

        self.open(f"@@desk/{case.number}")
        self.assertIn(
            f"不在，由{self.full_name(COLLEAGUE)}代理", self.words("dl.facts")[0]
        )
        self.log_in(COLLEAGUE)
        self.open("@@desk?state=mine")
        name = self.full_name("window-staff")
        self.assertIn(f"代{name}", self.words("table.desk-list")[0])

        self.open_page("window-staff")
        self.send(end=self.page.cssselect("[name='end']")[0].get("value"))
        self.assertEqual([], self.page.cssselect("[name='end']"))
        self.assertIsNotNone(self.absence().ended_at)

    def test_coordinator_chooses_a_person_first(self):
        self.open_page("coordinator")
        values = [each.get("value") for each in self.page.cssselect("#whose option")]
        self.assertIn("window-staff", values)
        self.assertNotIn("supervisor", values)
        self.open_page("coordinator", "?whose=window-staff")
        form = {"from": self.today, "until": self.today, "deputy": COLLEAGUE}
        self.send(save="1", whose="window-staff", **form)
        self.assertIn(self.full_name(COLLEAGUE), self.words("#absences")[0])
        self.assertEqual("window-staff", self.absence().absent)

    def test_who_does_not_work_anywhere_is_told_so_and_names_nobody(self):
        self.open_page("editor")
        self.assertTrue(self.words("#not-yours"))
        self.assertEqual([], self.page.cssselect("#name-deputy"))
        self.open_page("window-staff")
        self.post("@@deputies", save="1", deputy=COLLEAGUE)
        self.assertEqual(403, self.status)
        self.assertIsNone(self.absence())
        self.send(save="1", whose="supervisor", deputy=COLLEAGUE)
        self.assertEqual(422, self.status)
        for end in ("1", "x", "9" * 30):
            self.open_page("window-staff")
            self.send(end=end)
            self.assertEqual(422, self.status, end)

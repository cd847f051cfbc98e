"""Who oversees cases finds what nobody looked at, what was asked for again, what was
refused."""

from datetime import timedelta
from onewindow_policy.cases.grounds import grounds_of
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.orders import DUE_FIRST
from onewindow_policy.cases.orders import NEWEST_FIRST
from onewindow_policy.cases.overseeing import overseen_at_a_glance
from onewindow_policy.cases.overseeing import overseen_parts
from onewindow_policy.cases.overseeing import oversees
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.tallies import asked_again_cases
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.feedback import PageTestCase
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from sqlalchemy import update

import transaction
import unittest

PHOTO = "SQ-LL-001-M02"


class OverseeingSetup(HandlingSetup):
    def late(self, case):
        """Let the day have passed by which somebody looks at a case."""
        yesterday = local_date(utc_now()) - timedelta(days=1)
        with get_database().writing.begin() as connection:
            row = update(Case).where(Case.number == case.number)
            connection.execute(row.values(due_on=yesterday))

    def ask_again(self, nonce):
        case = self.register(nonce)
        self.move(case, "ask_correction", reason="缺照片", materials=[PHOTO])
        self.move(case, "supplement")
        again = {"reason": "还缺照片", "materials": [PHOTO], "again": "照片看不清"}
        self.move(case, "ask_correction", **again)
        return case


class OverseeingTests(OverseeingSetup):
    def listed(self, name, user="supervisor"):
        transaction.begin()
        found = {
            tuple(
                sorted(
                    row.number
                    for row in cases_in(
                        api.user.get(user),
                        states=STATES,
                        order=order,
                        among=overseen_parts(name),
                    ).rows
                )
            )
            for order in (NEWEST_FIRST, DUE_FIRST)
        }
        (numbers,) = found
        return list(numbers)

    def test_first_contact_that_nobody_answered_in_time_is_listed_and_counted(self):
        late, in_time, looked_at = (self.register(each) for each in "abc")
        self.late(late)
        self.late(looked_at)
        self.move(looked_at, "receive")
        self.late(looked_at)
        self.assertEqual([late.number], self.listed("unanswered"))
        counts = {
            each.path: each.count
            for each in overseen_at_a_glance(api.user.get("supervisor"))
        }
        self.assertEqual(
            {"@@desk?state=unanswered": 1, "@@desk?state=asked-again": 0}, counts
        )
        self.assertIn(
            in_time.number, [each.number for each in cases_in(self.staff).rows]
        )

    def test_what_was_asked_for_again_is_listed_once_and_told_by_service_and_day(self):
        case = self.ask_again("a")
        other = self.register("b")
        self.move(other, "ask_correction", reason="缺照片", materials=[PHOTO])
        self.move(case, "supplement")
        again = {"reason": "缺照片", "materials": [PHOTO], "again": "还是看不清"}
        self.move(case, "ask_correction", **again)
        self.assertEqual([case.number], self.listed("asked-again"))
        now, hour = utc_now(), timedelta(hours=1)
        (row,) = asked_again_cases(now - hour, now + hour)
        self.assertEqual(
            ("SQ-LL-001", "online", 2), (row.item, row.channel, row.numerator)
        )
        self.assertEqual([], asked_again_cases(now - 9 * hour, now - hour))

    def test_refusals_of_both_kinds_are_listed(self):
        refused, not_accepted, returned = (self.register(each) for each in "abc")
        self.move(refused, "accept", "start")
        self.move(refused, "refuse", reason="户籍不在本市")
        self.move(
            not_accepted, "refuse_acceptance", reason="不归这里管", ground="not_met"
        )
        self.move(returned, "return", reason="重复申请")
        self.assertEqual(
            sorted([refused.number, not_accepted.number]), self.listed("refused")
        )

    def test_refusals_on_no_ground_or_on_another_than_the_guides_are_listed(self):
        none, other, own, not_accepted, undone = (self.register(e) for e in "abcde")
        for case in (none, other, own, undone):
            self.move(case, "accept", "start")
        law = grounds_of(self.case_of(own))[0]
        self.move(none, "refuse", reason="户籍不在本市")
        self.move(other, "refuse", reason="户籍不在本市", basis="《某办法》第三条")
        # However it is spaced.
        self.move(own, "refuse", reason="户籍不在本市", basis=f" {law[:9]} {law[9:]}")
        self.move(undone, "refuse", reason="户籍不在本市")
        self.move(undone, "undo")
        self.move(
            not_accepted, "refuse_acceptance", reason="不归这里管", ground="not_met"
        )
        self.assertEqual(
            sorted([none.number, not_accepted.number]),
            self.listed("refused-without-ground"),
        )
        self.assertEqual([other.number], self.listed("refused-on-other-ground"))
        self.assertEqual("guide", self.stored(Case.ground_kind, own))
        self.assertIsNone(self.stored(Case.ground_kind, undone))

    def case_of(self, registered):
        transaction.begin()
        return find_case(read_session(), registered.number)

    def test_where_somebody_does_not_oversee_nothing_of_it_is_theirs(self):
        self.late(self.register("a", community_code="990101001001"))
        self.assertEqual([], self.listed("unanswered", "window-staff"))
        self.assertTrue(oversees(api.user.get("supervisor")))
        self.assertFalse(oversees(self.staff))


class TestOverseeingOnSQLite(OverseeingTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestOverseeingOnPostgreSQL(OverseeingTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestPages(OverseeingSetup, PageTestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        PageTestCase.setUp(self)
        OverseeingSetup.setUp(self)

    def test_numbers_of_the_work_page_lead_to_masked_lists(self):
        late, again = self.register("a"), self.ask_again("b")
        self.late(late)
        self.log_in("supervisor")
        self.open("@@work")
        cards = {
            card.get("href").rpartition("/")[2]: card.text_content().split()
            for card in self.page.cssselect("#aside .work-card")
        }
        self.assertEqual(
            {
                "@@desk?state=unanswered": ["1", "到期没人看"],
                "@@desk?state=asked-again": ["1", "同样的材料又要了一次"],
            },
            cards,
        )
        for path, case in zip(cards, (late, again), strict=True):
            self.open(path)
            self.assertEqual(200, self.status)
            (row,) = self.words(".desk-list tbody tr")
            self.assertIn(case.number[-4:], row)
            self.assertIn("赵*华", row)

    def test_list_offers_it_to_who_oversees_alone(self):
        self.log_in("window-staff")
        self.open("@@desk?state=refused")
        self.assertEqual(200, self.status)
        self.assertEqual(1, len(self.page.cssselect("#unknown-inputs")))
        self.log_in("supervisor")
        self.open("@@desk?state=refused")
        self.assertEqual([], self.page.cssselect("#unknown-inputs"))

"""How often a person had to come is counted by itself, and stands beside the guide."""

from datetime import date
from datetime import timedelta
from html import unescape
from onewindow_policy.cases import moving
from onewindow_policy.cases import submissions
from onewindow_policy.cases.facts import HANDED_OVER
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.states import APPLICANT
from onewindow_policy.cases.states import TRANSITIONS
from onewindow_policy.cases.states import WINDOW_STAFF
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.visiting import visits_of_items
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from sqlalchemy import update
from unittest.mock import patch

import transaction
import unittest

BY_NAME = {each.name: each for each in TRANSITIONS}


class VisitCase(unittest.TestCase):
    """Leads cases along, a day for each step."""

    def setUp(self):
        super().setUp()
        self.day = 0

    def register(self, nonce="n", **changes):
        at = utc_now()
        with patch.object(submissions, "utc_now", return_value=at):
            self.number = register_case(submission(nonce, **changes)).number
        transaction.commit()

    def at_window(self, nonce="n", **changes):
        self.register(nonce, taken_in_at=COMMUNITY, account="window-staff", **changes)

    def go(self, *steps, days=1, role=WINDOW_STAFF, **facts):
        for step in steps:
            self.day += days
            session = write_session()
            case = find_case(session, self.number, to_move=True)
            then = utc_now() + timedelta(days=self.day)
            with patch.object(moving, "utc_now", return_value=then):
                move(session, case, BY_NAME[step], role=role, facts=facts)
            transaction.commit()

    @property
    def visits(self):
        transaction.begin()
        return find_case(write_session(), self.number).visits


class TestVisits(VisitCase):
    layer = SQLITE_TESTING

    def test_what_comes_online_and_goes_by_post_needs_nobody_to_come(self):
        self.register()
        self.go("receive", "ask_correction", reason="缺")
        self.go("supplement", role=APPLICANT)
        self.go("accept", "start", "approve")
        self.go("send", carrier="EMS", parcel="EA123456789CN")
        self.go("arrive", receiver="赵")
        self.assertEqual(0, self.visits)

    def test_intake_correction_and_collection_at_windows_are_a_visit_each(self):
        self.at_window()
        self.assertEqual(1, self.visits)
        self.go("ask_correction", reason="缺")
        self.go("supplement")
        self.assertEqual(2, self.visits)
        self.go("accept", "start", "approve")
        self.go("deliver", way=HANDED_OVER, receiver="赵")
        self.assertEqual(3, self.visits)

    def test_papers_that_came_by_post_need_nobody_to_come(self):
        self.register()
        self.go("receive", "ask_correction", reason="缺")
        self.go("supplement", posted="1")
        until = (date.today() + timedelta(days=9)).isoformat()
        self.go("accept_conditionally", materials=["M01"], until=until, agreed=True)
        self.go("bring_deferred", posted="1")
        self.assertEqual(0, self.visits)

    def test_what_is_done_on_one_day_is_one_visit(self):
        self.at_window()
        self.go("accept", "start", "approve", days=0)
        self.go("deliver", days=0, way=HANDED_OVER, receiver="赵")
        self.assertEqual(1, self.visits)

    def test_who_came_to_ask_came_once_more(self):
        asked = date(2026, 3, 2)
        self.register(inquiry_number="2603024839201", asked_on=asked)
        self.assertEqual(1, self.visits)
        self.at_window("other", inquiry_number="2603024839201", asked_on=asked)
        self.assertEqual(2, self.visits)

    def test_papers_that_followed_online_are_noted_without_a_visit(self):
        until = (date.today() + timedelta(days=9)).isoformat()
        for comes_online, visits in ((True, 0), (False, 1)):
            self.register(f"online {comes_online}")
            self.go("accept_conditionally", materials=["M01"], until=until, agreed=True)
            if comes_online:
                self.go("hand_in", role=APPLICANT)
            self.go("bring_deferred")
            self.assertEqual(visits, self.visits)


class TestVisitsOfItems(VisitCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.portal = self.layer["portal"]
        for number, visits in enumerate((1, 4)):
            self.at_window(f"n{number}")
            self.go("accept", "start", "approve")
            write_session().execute(
                update(Case).where(Case.number == self.number).values(visits=visits)
            )
            transaction.commit()
        # That one was not accepted, and this one is not over.
        self.at_window("refused")
        self.go("refuse_acceptance", ground="other", reason="不归这里管")
        self.at_window("open")

    def open(self, path, account="editor"):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser, account)
        browser.open(f"{self.portal.absolute_url()}/{path}")
        return browser

    def test_average_and_most_stand_beside_what_the_guide_says(self):
        (row,) = visits_of_items()
        self.assertEqual(
            ("SQ-LL-001", 2, 2.5, 4), (row.item_code, row.cases, row.average, row.most)
        )
        guide = self.portal.catalogue["sq-ll-001"]["guide"]
        self.assertEqual(guide.max_visits, row.promised)
        self.assertTrue(row.is_exceeded)
        page = unescape(self.open("catalogue/@@visits").contents)
        self.assertIn("群众来了几次", page)
        self.assertIn("高龄津贴申请", page)
        self.assertIn("2.5", page)
        self.assertIn("比指南多", page)

    def test_what_no_guide_promises_exceeds_nothing(self):
        guide = self.portal.catalogue["sq-ll-001"]["guide"]
        guide.max_visits = None
        guide.reindexObject()
        transaction.commit()
        (row,) = visits_of_items()
        self.assertEqual((None, 0, False), (row.promised, row.excess, row.is_exceeded))
        page = unescape(self.open("catalogue/@@visits").contents)
        self.assertIn("没有哪个事项比指南写的多跑", page)

    def test_the_case_and_its_applicant_are_told_how_often(self):
        browser = self.open(f"@@desk/{self.number}", "window-staff")
        self.assertIn("1次", unescape(browser.contents))

    def test_who_writes_no_guides_does_not_see_the_list(self):
        browser = self.open("catalogue/@@visits", "window-staff")
        self.assertNotIn("2.5", unescape(browser.contents))
        self.assertFalse(browser.headers["status"].startswith("200"))

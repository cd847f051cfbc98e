"""The end of a day at a window: what is left is shown, and a second press closes it."""

from datetime import timedelta
from lxml import html
from onewindow_policy.accounts.keepers import keeper_of
from onewindow_policy.cases.closing import days
from onewindow_policy.cases.closing.days import close_day
from onewindow_policy.cases.closing.days import hall_days
from onewindow_policy.cases.closing.days import left_over
from onewindow_policy.cases.closing.models import DayClosing
from onewindow_policy.cases.exceptions import WindowUnknown
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.taking import cases_of_place
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from sqlalchemy import update
from test_cases_assigning import AssigningSetup
from test_cases_assigning import AT_WINDOW
from types import SimpleNamespace
from unittest.mock import patch

import transaction
import unittest


class TestClosing(AssigningSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def left(self, user=None):
        transaction.begin()
        return {each.kind: each.count for each in left_over(user or self.staff)}

    def close(self, user=None, window=COMMUNITY):
        close_day(window, user or self.staff)
        transaction.commit()

    def rows(self):
        query = select(
            DayClosing.user_id, DayClosing.community_code, DayClosing.left_over
        )
        with get_database().reading.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def test_what_is_left_is_counted_kind_by_kind(self):
        nothing = dict.fromkeys(
            ("due", "handed", "unanswered", "originals", "drafts"), 0
        )
        self.assertEqual(nothing, self.left())
        original = Answer("m", "身份证", "已收原件", "M01", "taken")
        taken_in = self.register("a", answers=(original,), **AT_WINDOW)
        self.assertEqual({**nothing, "unanswered": 1, "originals": 1}, self.left())
        write_session().execute(
            update(Case)
            .where(Case.number == taken_in.number)
            .values(due_on=days.today())
        )
        transaction.commit()
        self.assertEqual(1, self.left()["due"])
        self.hand_over(taken_in)
        self.assertEqual({**nothing, "handed": 1}, self.left(self.colleague))
        self.move(taken_in, "return", reason="重复申请")
        # What is over keeps the original until it is given back.
        self.assertEqual({**nothing, "originals": 1}, self.left())
        self.move(taken_in, "give_back", materials=["M01"], receiver="本人", seen="1")
        self.assertEqual(nothing, self.left())

    def test_all_that_is_left_counts_and_the_first_of_it_are_listed(self):
        with patch.object(days, "MOST_LISTED", 1):
            self.register("a", **AT_WINDOW)
            self.register("b", **AT_WINDOW)
            transaction.begin()
            (left,) = (each for each in left_over(self.staff) if each.count)
        self.assertEqual(("unanswered", 2, 1), (left.kind, left.count, len(left.cases)))
        self.assertEqual(2, len(left.numbers))

    def test_day_is_closed_once_and_the_audit_has_it(self):
        self.register("a", **AT_WINDOW)
        self.close()
        self.close()
        self.assertEqual([("window-staff", COMMUNITY, 1)], self.rows())
        noted = [each for each in self.noted() if each[1] == "day.close"]
        day = days.today().isoformat()
        self.assertEqual([("window-staff", "day.close", COMMUNITY, day)], noted)
        tomorrow = utc_now() + timedelta(days=1)
        with patch.object(days, "utc_now", return_value=tomorrow):
            self.close()
        self.assertEqual(2, len(self.rows()))

    def test_case_of_which_several_things_are_left_is_one(self):
        original = Answer("m", "身份证", "已收原件", "M01", "taken")
        taken_in = self.register("a", answers=(original,), **AT_WINDOW)
        self.register("b", **AT_WINDOW)
        write_session().execute(
            update(Case)
            .where(Case.number == taken_in.number)
            .values(due_on=days.today())
        )
        transaction.commit()
        self.assertEqual(4, sum(self.left().values()))
        self.close()
        self.assertEqual([("window-staff", COMMUNITY, 2)], self.rows())

    def test_who_is_away_or_has_left_is_missed_nowhere(self):
        self.assertIn("grid-worker", self.missing())
        with patch.object(days, "away_today", return_value={"grid-worker": None}):
            self.assertNotIn("grid-worker", self.missing())
        keeper_of("grid-worker").close_account("grid-worker")
        transaction.commit()
        self.assertNotIn("grid-worker", self.missing())

    def missing(self):
        transaction.begin()
        halls = hall_days(api.user.get("coordinator"))
        return [name for each in halls for name in each.missing]

    def test_nobody_closes_at_a_window_that_is_not_theirs(self):
        for user_id, window in (
            ("window-staff", "990103001001"),
            ("coordinator", COMMUNITY),
            ("supervisor", COMMUNITY),
        ):
            with self.subTest(user_id), self.assertRaises(WindowUnknown):
                self.close(api.user.get(user_id), window)
            transaction.abort()
        self.assertEqual([], self.rows())

    def test_coordinator_sees_who_has_closed_and_who_has_not(self):
        self.close()
        (hall,) = (
            each
            for each in hall_days(api.user.get("coordinator"))
            if each.community_code == COMMUNITY
        )
        self.assertEqual(["window-staff"], [each.user_id for each in hall.closed])
        self.assertEqual(("grid-worker",), hall.missing)

    def test_role_on_the_city_closes_at_any_window_and_is_missed_at_no_other(self):
        city = self.portal.communities
        city.manage_setLocalRoles("grid-worker", ["Window Staff"])
        city.reindexObjectSecurity()
        transaction.commit()
        self.close(self.colleague)
        self.assertEqual([("grid-worker", COMMUNITY, 0)], self.rows())
        halls = hall_days(api.user.get("coordinator"))
        self.assertIn(COMMUNITY, {each.community_code for each in halls})
        for hall in halls:
            self.assertNotIn("grid-worker", hall.missing)

    def test_who_only_works_at_a_window_does_not_see_how_others_close_there(self):
        self.close(self.colleague)
        self.assertEqual([], hall_days(self.staff))
        self.assertEqual([], hall_days(api.user.get("supervisor")))

    def test_days_go_along_where_a_community_is_merged(self):
        self.close()
        self.close(self.colleague)
        other = "990102001002"
        write_session().add(
            DayClosing(
                user_id="grid-worker",
                community_code=other,
                day=days.today(),
                closed_at=utc_now(),
                left_over=0,
            )
        )
        transaction.commit()
        here, there = (SimpleNamespace(code=code) for code in (COMMUNITY, other))
        cases_of_place.hand_over(here, there)
        transaction.commit()
        self.assertEqual(
            [("grid-worker", other, 0), ("window-staff", other, 0)], sorted(self.rows())
        )

    def browser(self, user_id):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        log_in(browser, user_id)
        return browser

    def read(self, browser, status="200"):
        self.assertTrue(browser.headers["status"].startswith(status))
        page = html.fromstring(browser.contents)
        (heading,) = page.cssselect("main h1")
        self.assertEqual("今日收尾", heading.text_content().strip())
        return page

    def test_two_presses_show_what_is_left_and_close_the_day(self):
        case = self.register("a", **AT_WINDOW)
        browser = self.browser("window-staff")
        browser.open(f"{self.portal.absolute_url()}/@@work")
        browser.getLink(url="@@close-day").click()
        page = self.read(browser)
        (left,) = page.cssselect(".left-over")
        self.assertIn("今天收的", left.text_content())
        self.assertEqual(1, len(left.cssselect(f'a[href$="{case.number}"]')))
        self.assertNotIn(PLANTED["name"], browser.contents)
        browser.getForm(id="close-day").submit()
        page = self.read(browser)
        self.assertEqual([("window-staff", COMMUNITY, 1)], self.rows())
        self.assertEqual(1, len(page.cssselect("#closed")))
        self.assertEqual([], page.cssselect("#close-day"))
        coordinator = self.browser("coordinator")
        coordinator.open(f"{self.portal.absolute_url()}/@@close-day")
        (halls,) = self.read(coordinator).cssselect("#halls")
        name = api.user.get("window-staff").getProperty("fullname")
        self.assertIn(name, halls.text_content())

    def test_window_has_to_be_said_where_there_are_several(self):
        place = self.portal.unrestrictedTraverse(
            "communities/990102/990102001/990102001002"
        )
        place.manage_setLocalRoles("window-staff", ["Window Staff"])
        place.reindexObjectSecurity()
        transaction.commit()
        browser = self.browser("window-staff")
        browser.open(f"{self.portal.absolute_url()}/@@close-day")
        self.read(browser)
        browser.getForm(id="close-day").submit()
        page = self.read(browser, "422")
        self.assertEqual(1, len(page.cssselect('[href="#window"]')))
        self.assertEqual([], self.rows())

"""What residents ask is counted, and nothing about who asks."""

from datetime import date
from datetime import timedelta
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import read_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.search import counting
from onewindow_policy.search import usage
from onewindow_policy.search.models import AskedQuery
from onewindow_policy.search.models import Reformulation
from onewindow_policy.search.usage import countable
from onewindow_policy.search.usage import former_of
from onewindow_policy.search.usage import mark_of
from onewindow_policy.search.usage import USAGE
from onewindow_policy.search.usage import Usage
from onewindow_policy.search.usage import Visitor
from onewindow_policy.testing import BROWSER_TESTING
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from plone.testing.zope import Browser
from sqlalchemy import select
from test_journeys import JourneyTestCase
from unittest import mock
from urllib.parse import urlencode

import dataclasses
import threading
import transaction
import unittest

TODAY = date(2026, 3, 2)
BROWSER = "Mozilla/5.0 (Linux; Android 14) Chrome/130"


def visitor(number: int) -> Visitor:
    return Visitor(f"203.0.113.{number}", BROWSER)


class TestPrivacy(unittest.TestCase):
    def test_question_is_counted_as_it_is_compared(self):
        self.assertEqual("高龄津贴", countable(" 高齡津貼？ "))
        self.assertEqual("80岁补贴", countable("８０岁补贴"))
        self.assertEqual("4050", countable("4050"))

    def test_numbers_of_persons_are_not_counted(self):
        for text in (
            "11010519491231002X",
            "低保 13812345678",
            "138 1234 5678",
            "１３８１２３４５６７８",
            "一三八一二三四五六七八",
            "6222020200012345678",
            "zhang@example.com",
            "zhang＠example.com",
        ):
            with self.subTest(text=text):
                self.assertEqual("", countable(text))

    def test_stories_are_not_counted(self):
        self.assertEqual("", countable("我妈妈住在幸福路十二号去年摔了一跤能不能申请"))

    def test_memory_holds_neither_address_nor_browser(self):
        counted = Usage()
        self.addCleanup(counted.forget)
        counted.note_question(visitor(7), "低保", 3)
        held = repr(counted.__dict__)
        self.assertNotIn("203.0.113", held)
        self.assertNotIn("Android", held)

    def test_visitor_is_another_one_to_each_day(self):
        counted = Usage()
        self.addCleanup(counted.forget)
        counted.note_question(visitor(7), "低保", 3)
        before = set(counted._seen)
        with mock.patch.object(usage, "today", lambda: TODAY):
            counted.note_question(visitor(7), "低保", 3)
        self.assertFalse(before & counted._seen)
        self.assertEqual(1, len(counted._seen))


class TestMarks(unittest.TestCase):
    def former(self, mark, later=0):
        now = usage.minute_now() + later
        with mock.patch.object(usage, "minute_now", lambda: now):
            return former_of(mark)

    def test_question_asked_soon_after_another_follows_it(self):
        mark = mark_of("长寿钱.补")
        self.assertEqual("长寿钱.补", self.former(mark, later=2))
        self.assertEqual("", self.former(mark, later=3))
        self.assertEqual("", self.former(mark, later=-1))

    def test_other_marks_say_nothing(self):
        for mark in ("", "低保", ".低保", "-1.低保", "9" * 5000 + ".低保", "٣.低保"):
            with self.subTest(mark=mark[:10]):
                self.assertEqual("", self.former(mark))


class CountingTests:
    def setUp(self):
        self.day = mock.patch.object(usage, "today", lambda: TODAY)
        self.day.start()
        self.addCleanup(self.day.stop)
        self.usage = Usage()
        self.addCleanup(self.usage.forget)

    def ask(self, text, visitors, found=0, former="", opened=0):
        for number in range(visitors):
            self.usage.note_question(visitor(number), text, found, former)
        for number in range(opened):
            self.usage.note_opened(visitor(number), text)

    def rows(self, table=AskedQuery):
        transaction.abort()
        columns = table.__table__.columns
        return [tuple(row) for row in read_session().execute(select(*columns))]

    def test_visitor_counts_once_a_day_for_a_question(self):
        for _again in range(3):
            self.ask("低保", 2, found=5, opened=1)
        self.ask("低 保", 1, found=5)
        self.usage.flush()
        self.assertEqual([(TODAY, "低保", 2, 5, 1)], self.rows())

    def test_nothing_is_written_before_its_time(self):
        self.ask("低保", 2)
        self.assertEqual([], self.rows())

    def test_processes_add_to_the_same_rows(self):
        other = Usage()
        self.addCleanup(other.forget)
        self.ask("低保", 2, found=5)
        other.note_question(visitor(1), "低保", 6)
        other.note_opened(visitor(1), "低保")
        self.usage.flush()
        other.flush()
        self.assertEqual([(TODAY, "低保", 3, 6, 1)], self.rows())

    def test_result_opened_alone_keeps_how_many_were_found(self):
        self.ask("低保", 1, found=5)
        self.usage.flush()
        self.usage.note_opened(visitor(9), "低保")
        self.usage.flush()
        self.assertEqual([(TODAY, "低保", 1, 5, 1)], self.rows())

    def test_what_is_asked_right_after_is_counted(self):
        self.ask("高龄津贴", 2, found=4, former="长寿钱")
        self.ask("居住证", 1, found=2, former="居住证")
        self.usage.flush()
        self.assertEqual([(TODAY, "长寿钱", "高龄津贴", 2)], self.rows(Reformulation))

    def test_programs_are_not_counted(self):
        for browser in ("", "Googlebot/2.1", "curl/8", "Python-urllib/3.11"):
            self.usage.note_question(Visitor("203.0.113.1", browser), "低保", 1)
            self.usage.note_opened(Visitor("203.0.113.1", browser), "低保")
        self.usage.flush()
        self.assertEqual([], self.rows())

    def test_one_visitor_cannot_fill_the_day(self):
        for number in range(3 * usage.MOST_OF_A_VISITOR):
            self.usage.note_question(visitor(1), f"词{number}", 0)
        self.usage.flush()
        self.assertEqual(usage.MOST_OF_A_VISITOR, len(self.rows()))

    def test_memory_is_bounded(self):
        with (
            mock.patch.object(usage, "MOST_WAITING", 5),
            mock.patch.object(usage, "MOST_REMEMBERED", 8),
        ):
            for number in range(20):
                self.usage.note_question(visitor(number), f"词{number}", 0)
        self.assertEqual(5, len(self.usage._queries))
        self.assertEqual(8, len(self.usage._seen))

    def test_what_cannot_be_written_waits_on(self):
        database = get_database()
        settings = dataclasses.replace(
            database.settings, url=read_url("postgresql://portal@127.0.0.1:1/records")
        )
        self.ask("低保", 2, found=5, former="吃低保")
        replace_database(Database(settings))
        with self.assertLogs("onewindow_policy", "WARNING") as logs:
            self.usage.flush()
        self.assertNotIn("低保", "".join(logs.output))
        replace_database(database)
        self.ask("低保", 3, found=6)
        self.usage.flush()
        self.assertEqual([(TODAY, "低保", 3, 6, 0)], self.rows())
        self.assertEqual([(TODAY, "吃低保", "低保", 2)], self.rows(Reformulation))

    def test_old_counts_are_dropped(self):
        old = TODAY - timedelta(days=counting.KEPT_DAYS)
        with own_transaction() as session:
            session.add(AskedQuery(day=old, query="旧", asked=9, found=0, opened=0))
            session.add(Reformulation(day=old, query="旧", following="新", times=9))
        self.ask("低保", 1)
        self.usage.flush()
        self.assertEqual(["低保"], [row[1] for row in self.rows()])
        self.assertEqual([], self.rows(Reformulation))

    def test_processes_that_write_at_once_lose_nothing(self):
        others = [Usage() for _number in range(4)]
        for place, each in enumerate(others):
            self.addCleanup(each.forget)
            for number in range(20):
                each.note_question(visitor(place), f"词{number % 10}", 1)
        threads = [threading.Thread(target=each.flush) for each in others]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # Whoever found the database busy comes again.
        for each in others:
            each.flush()
        self.assertEqual({4}, {row[2] for row in self.rows()})

    def test_what_few_ask_is_shown_to_nobody(self):
        self.ask("王小明低保", 2)
        self.ask("护照", 3)
        self.ask("长寿钱", 3, found=0)
        self.ask("高龄津贴", 3, found=2, former="长寿钱")
        self.ask("居住证", 3, found=2, former="王小明低保")
        self.usage.flush()
        since = TODAY - timedelta(days=7)
        self.assertEqual(
            ["护照", "长寿钱"], [row.query for row in counting.unanswered(since)]
        )
        self.assertEqual(
            [("长寿钱", "高龄津贴", 3)],
            [
                (row.query, row.following, row.times)
                for row in counting.asked_otherwise(since)
            ],
        )

    def test_question_that_finds_something_by_now_is_no_longer_unanswered(self):
        self.ask("长寿钱", 4)
        with mock.patch.object(usage, "today", lambda: TODAY + timedelta(days=1)):
            self.ask("长寿钱", 1, found=2, opened=1)
        self.usage.flush()
        self.assertEqual([], counting.unanswered(TODAY - timedelta(days=7)))

    def test_results_that_hardly_anybody_opens_are_listed(self):
        self.ask("补贴", 6, found=9, opened=1)
        self.ask("低保", 5, found=3, opened=1)
        self.usage.flush()
        found = counting.hardly_opened(TODAY - timedelta(days=7))
        self.assertEqual(
            [("补贴", 6, 9, 1)], [dataclasses.astuple(row) for row in found]
        )

    def test_days_before_the_period_do_not_count(self):
        self.ask("护照", 3)
        self.usage.flush()
        self.assertEqual([], counting.unanswered(TODAY))


class TestCountingOnSQLite(CountingTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestCountingOnPostgreSQL(CountingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING


class TestPages(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("User-Agent", BROWSER)

    def find(self, text, **more):
        self.browser.open(f"{self.url}/@@find?{urlencode({'q': text, **more})}")

    def counted(self):
        USAGE.flush()
        transaction.abort()
        columns = (
            AskedQuery.query,
            AskedQuery.asked,
            AskedQuery.found,
            AskedQuery.opened,
        )
        return [tuple(row) for row in read_session().execute(select(*columns))]

    def test_page_counts_its_question_and_writes_nothing(self):
        statements = []
        with mock.patch.object(usage, "add_counts", statements.append):
            self.find("护照")
        self.assertEqual([], statements)
        self.assertEqual([("护照", 1, 0, 0)], self.counted())

    def test_filters_and_further_pages_are_the_same_question(self):
        self.find("补贴", b_start=10)
        self.find("补贴", type="item")
        self.assertEqual([], self.counted())

    def test_words_typed_into_the_page_of_results_follow_the_former_ones(self):
        self.find("护照")
        form = self.browser.getForm(index=0)
        form.getControl(name="q").value = "居住证"
        form.submit()
        self.counted()
        rows = read_session().scalars(select(Reformulation)).all()
        self.assertEqual(
            [("护照", "居住证", 1)],
            [(row.query, row.following, row.times) for row in rows],
        )

    def test_opened_result_is_counted_when_our_own_page_says_so(self):
        for origin, count in (("https://example.com", 0), (None, 1)):
            browser = Browser(self.layer["app"])
            browser.raiseHttpErrors = False
            browser.addHeader("User-Agent", BROWSER)
            if origin:
                browser.addHeader("Origin", origin)
            browser.post(f"{self.url}/@@opened", urlencode({"q": "低保"}))
            self.assertIn("204", browser.headers["status"])
            with self.subTest(origin=origin):
                self.assertEqual(count, sum(row[3] for row in self.counted()))

    def test_opening_is_no_address_to_look_at(self):
        self.browser.open(f"{self.url}/@@opened?q=x")
        self.assertIn("404", self.browser.headers["status"])


class TestOpening(JourneyTestCase):
    layer = BROWSER_TESTING

    def test_script_says_that_a_result_was_opened(self):
        page = self.visit("@@find?q=低保")
        with page.expect_request("**/@@opened") as waiting:
            page.locator(".result h2 a").first.click()
        self.assertEqual("POST", waiting.value.method)
        page.wait_for_url("**/catalogue/sq-mz-001")
        # The browser sends it in its own time.
        for _try in range(50):
            USAGE.flush()
            transaction.abort()
            opened = read_session().scalar(select(AskedQuery.opened))
            if opened:
                break
            page.wait_for_timeout(100)
        self.assertEqual(1, opened)

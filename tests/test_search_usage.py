"""What residents ask is counted, and nothing about who asks."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from onewindow_policy.jobs.retention import erase_all
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
from onewindow_policy.search.retention import OldCounts
from onewindow_policy.search.usage import countable
from onewindow_policy.search.usage import Usage
from onewindow_policy.search.visitors import Visitor
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.workdays.api import CITY_ZONE
from sqlalchemy import event
from sqlalchemy import select
from test_search_visitors import BROWSER
from test_search_visitors import visitor
from test_search_visitors import visitors_for
from unittest import mock

import dataclasses
import os
import subprocess
import sys
import threading
import transaction
import unittest

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, tzinfo=CITY_ZONE)

#: A process that counts, forks and ends, without a site.
PROCESS = """
from onewindow_policy.search.usage import USAGE
from onewindow_policy.search.visitors import Visitor
import os, sys

def ask(text, number):
    USAGE.note_question(Visitor(f"203.0.113.{number}", "Mozilla/5.0"), text, 0)

ask("低保", 1)
USAGE._lock.acquire()
child = os.fork()
if child:
    USAGE._lock.release()
    os.waitpid(child, 0)
else:
    ask("护照", 2)
sys.exit()
"""


class TestPrivacy(unittest.TestCase):
    layer = SQLITE_TESTING

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
            "壹叁捌壹贰叁肆伍陆柒捌",
            "١٣٨١٢٣٤٥٦٧٨",
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
        self.assertIn("低保", held)
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


class CountingTests:
    def setUp(self):
        self.day = mock.patch.object(usage, "today", lambda: TODAY)
        self.day.start()
        self.addCleanup(self.day.stop)
        self.usage = Usage()
        self.addCleanup(self.usage.forget)

    def ask(self, text, visitors, found=0, former="", opened=0):
        those = visitors_for(text, visitors)
        for each in those:
            self.usage.note_question(each, text, found, former)
        for each in those[:opened]:
            self.usage.note_opened(each, text)

    def rows(self, table=AskedQuery):
        transaction.abort()
        columns = [each for each in table.__table__.columns if each.key != "drawers"]
        return [tuple(row) for row in read_session().execute(select(*columns))]

    def shown(self):
        return [each.query for each in counting.unanswered(TODAY - timedelta(days=30))]

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
        program = Visitor("203.0.113.1", "curl/8")
        self.usage.note_question(program, "低保", 1)
        self.usage.note_opened(program, "低保")
        self.usage.flush()
        self.assertEqual([], self.rows())

    def test_one_visitor_cannot_fill_the_day(self):
        for number in range(3 * usage.MOST_OF_A_VISITOR):
            self.usage.note_question(visitor(1), f"词{number}", 0)
        self.usage.flush()
        self.assertEqual(usage.MOST_OF_A_VISITOR, len(self.rows()))

    def test_one_address_cannot_fill_the_day_by_ever_other_browsers(self):
        for number in range(2 * usage.MOST_OF_AN_ADDRESS):
            other = Visitor("203.0.113.1", f"{BROWSER}.{number}")
            self.usage.note_question(other, f"词{number % 1500}", 0)
        self.usage.flush()
        self.assertEqual(usage.MOST_OF_AN_ADDRESS, sum(row[2] for row in self.rows()))

    def test_memory_is_bounded(self):
        with (
            mock.patch.object(usage, "MOST_WAITING", 5),
            mock.patch.object(usage, "MOST_REMEMBERED", 8),
        ):
            for number in range(20):
                self.usage.note_question(visitor(number), f"词{number}", 0)
        self.assertEqual(5, len(self.usage._queries))
        self.assertEqual(8, len(self.usage._seen))

    def test_words_before_a_question_are_bounded_too(self):
        with mock.patch.object(usage, "MOST_WAITING", 5):
            for number in range(20):
                self.usage.note_question(visitor(number), "低保", 0, f"前{number}")
        self.assertEqual(5, len(self.usage._followed))

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

    def test_what_waits_keeps_how_many_were_found(self):
        former = {(TODAY, "低保"): usage.Counts(asked=2, found=5)}
        self.usage.note_opened(visitor(1), "低保")
        self.usage._take_back(former, {})
        self.usage.flush()
        self.assertEqual([(TODAY, "低保", 2, 5, 1)], self.rows())

    def test_old_counts_are_dropped(self):
        old = TODAY - timedelta(days=counting.KEPT_DAYS)
        with own_transaction() as session:
            session.add(
                AskedQuery(
                    day=old, query="旧", asked=9, found=0, opened=0, drawers=0b111
                )
            )
            session.add(Reformulation(day=old, query="旧", following="新", times=9))
        self.ask("低保", 1)
        self.usage.flush()
        self.assertEqual(2, erase_all(OldCounts(), NOW))
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
        self.ask("护照", 4)
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

    def test_one_person_is_not_several_to_several_processes_or_days(self):
        for days in range(3):
            with mock.patch.object(
                usage, "today", lambda days=days: TODAY - timedelta(days=days)
            ):
                for _process in range(2):
                    process = Usage()
                    self.addCleanup(process.forget)
                    process.note_question(visitor(7), "王小明低保", 0)
                    process.flush()
        self.assertEqual([2, 2, 2], [row[2] for row in self.rows()])
        self.assertEqual([], self.shown())

    def test_visitors_of_several_days_are_several(self):
        for days, each in enumerate(visitors_for("护照", 3)):
            self.assertEqual([], self.shown())
            with mock.patch.object(
                usage, "today", lambda days=days: TODAY - timedelta(days=days)
            ):
                self.usage.note_question(each, "护照", 0)
            self.usage.flush()
        self.assertEqual(["护照"], self.shown())

    def test_what_few_ask_after_a_question_is_not_shown(self):
        self.ask("居住证", 3)
        self.ask("低保", 4)
        self.usage.note_question(visitor(8), "低保", 0, "居住证")
        self.usage.flush()
        self.assertEqual([], counting.asked_otherwise(TODAY - timedelta(days=7)))

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

    def test_each_day_of_a_question_is_read_once_for_a_list(self):
        statements = []

        def note(_connection, _cursor, statement, parameters, _context, _many):
            statements.append((statement, parameters))

        engine = get_database().engine
        event.listen(engine, "before_cursor_execute", note)
        self.addCleanup(event.remove, engine, "before_cursor_execute", note)
        counting.unanswered(TODAY)
        statement, parameters = statements[-1]
        plan = (
            read_session()
            .connection()
            .exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        )
        read = [row[3] for row in plan if "asked_queries" in row[3]]
        self.assertEqual(1, len(read), read)


class TestCountingOnPostgreSQL(CountingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING


class TestProcesses(unittest.TestCase):
    layer = SQLITE_TESTING

    def test_what_ends_writes_what_it_counted_once_forked_or_not(self):
        settings = self.layer["database"].settings
        environment = {
            **os.environ,
            "VAR": str(settings.var),
            "ONEWINDOW_DATABASE": settings.url.render_as_string(hide_password=False),
            "ONEWINDOW_MASTER_KEY_FILE": str(settings.key_file),
        }
        done = subprocess.run(
            [sys.executable, "-c", PROCESS],
            capture_output=True,
            env=environment,
            text=True,
            timeout=300,
        )
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        rows = read_session().execute(select(AskedQuery.query, AskedQuery.asked))
        self.assertEqual({("低保", 1), ("护照", 1)}, set(map(tuple, rows)))

    def test_no_thread_begins_while_a_process_ends(self):
        counted = Usage()
        self.addCleanup(counted.forget)
        counted.finish()
        counted.note_question(visitor(1), "低保", 3)
        self.assertIsNone(counted._timer)

    def test_thread_that_is_writing_is_waited_for_as_a_process_ends(self):
        counted = Usage()
        self.addCleanup(counted.forget)
        counted.note_question(visitor(1), "低保", 3)
        began, goes_on = threading.Event(), threading.Event()
        write = usage.add_counts

        def slowly(*arguments):
            began.set()
            goes_on.wait(30)
            write(*arguments)

        with mock.patch.object(usage, "add_counts", slowly):
            thread = threading.Thread(target=counted.flush)
            thread.start()
            began.wait(30)
            threading.Timer(0.1, goes_on.set).start()
            counted.finish()
        rows = read_session().execute(select(AskedQuery.query))
        self.assertEqual([("低保",)], list(map(tuple, rows)))
        thread.join()

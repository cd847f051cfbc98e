"""What editors see of the questions that residents ask, and what they do about it."""

from lxml import html
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.search.api import find
from onewindow_policy.search.api import Question
from onewindow_policy.search.index import get_index
from onewindow_policy.search.models import AskedQuery
from onewindow_policy.search.models import Reformulation
from onewindow_policy.search.synonyms import RECORD
from onewindow_policy.search.synonyms import standard_lines
from onewindow_policy.search.synonyms import synonym_lines
from onewindow_policy.search.usage import today
from onewindow_policy.testing.records import statements_of
from plone import api
from test_search_controlpanel import EditorsTestCase
from urllib.parse import urlencode

import dataclasses
import transaction


class TestDesk(EditorsTestCase):
    def setUp(self):
        super().setUp()
        self.count("长寿红包", 4)
        self.count("王小明", 2)
        self.count("补贴", 9, found=30, opened=1)
        self.count("高龄津贴", 5, found=3, opened=4)
        with own_transaction() as session:
            session.add(
                Reformulation(
                    day=today(), query="长寿红包", following="高龄津贴", times=3
                )
            )

    def count(self, query, asked, found=0, opened=0):
        """Have as many visitors ask `query`."""
        drawers = 2**asked - 1
        row = AskedQuery(
            day=today(),
            query=query,
            asked=asked,
            found=found,
            opened=opened,
            drawers=drawers,
        )
        with own_transaction() as session:
            session.add(row)

    def open(self, name="reviewer", **more):
        self.browser = self.browser_of(name)
        self.browser.open(f"{self.url}/@@search-desk?{urlencode(more)}")
        return self.browser

    def test_editors_see_what_became_of_questions(self):
        self.open("editor")
        self.assertEqual(["长寿红包"], self.texts(self.browser, "#unanswered tbody th"))
        self.assertEqual(["补贴"], self.texts(self.browser, "#hardly-opened tbody th"))
        self.assertEqual(
            ["长寿红包", "高龄津贴", "3"],
            self.texts(self.browser, "#asked-otherwise tbody tr > *")[:3],
        )
        self.assertNotIn("王小明", self.browser.contents)
        self.assertNotIn("@@onewindow-search", self.browser.contents)

    def test_period_is_a_week_or_a_month(self):
        self.open(days="30")
        self.assertEqual(
            ["最近30天"], self.texts(self.browser, ".nav-pills [aria-current]")
        )
        self.open(days="999")
        self.assertEqual(
            ["最近7天"], self.texts(self.browser, ".nav-pills [aria-current]")
        )

    def add(self, meaning, name="reviewer", index=0):
        form = self.open(name).getForm(action="@@add-synonym", index=index)
        form.getControl(name="meaning").value = meaning
        form.submit()
        transaction.begin()

    def test_synonym_is_added_from_a_question_and_holds_at_once(self):
        for name in ("editor", "reviewer"):
            with self.subTest(name=name):
                api.portal.set_registry_record(RECORD, standard_lines())
                transaction.commit()
                self.assertNotEqual("高龄津贴申请", self.finds("长寿红包"))
                self.add("高龄津贴", name)
                self.assertIn(
                    "现在搜“长寿红包”也能搜到“高龄津贴”", self.browser.contents
                )
                self.assertEqual("长寿红包、高龄津贴", synonym_lines()[-1])
                self.assertEqual("高龄津贴申请", self.finds("长寿红包"))

    def test_question_that_finds_something_by_now_is_no_longer_listed(self):
        self.add("高龄津贴")
        self.assertEqual([], self.texts(self.browser, "#unanswered tbody th"))

    def test_words_that_mean_the_same_by_now_are_no_longer_listed(self):
        self.add("高龄津贴")
        self.assertEqual([], self.texts(self.browser, "#asked-otherwise tbody th"))

    def test_word_of_a_whole_question_is_what_is_added(self):
        self.count("阿公红包怎么领", 5)
        self.add("高龄津贴")
        self.assertEqual("阿公红包、高龄津贴", synonym_lines()[-1])
        for question in ("阿公红包怎么领", "阿公红包"):
            self.assertEqual("高龄津贴申请", self.finds(question))

    def test_meaning_that_finds_nothing_is_not_added(self):
        self.add("飞机票")
        self.assertIn("没有添加：“飞机票”也搜不到内容", self.browser.contents)
        self.assertEqual(standard_lines(), synonym_lines())

    def test_office_that_residents_are_sent_to_stands_beside_a_question(self):
        self.count("护照", 6)
        self.open()
        self.assertEqual(
            ["护照 已提示居民找：公安机关出入境管理部门", "长寿红包"],
            self.texts(self.browser, "#unanswered tbody th"),
        )

    def test_words_that_followed_are_offered_as_the_meaning(self):
        self.open()
        page = html.fromstring(self.browser.contents)
        box = page.cssselect("#asked-otherwise [name=meaning]")[0]
        self.assertEqual("高龄津贴", box.get("value"))

    def test_meaning_that_is_the_question_itself_is_refused(self):
        self.add("长寿红包")
        self.assertIn("出现了两次", self.browser.contents)
        self.assertEqual(standard_lines(), synonym_lines())

    def test_synonym_without_a_token_is_not_added(self):
        browser = self.browser_of()
        browser.post(
            f"{self.url}/catalogue/@@add-synonym",
            urlencode({"query": "假", "meaning": "真"}),
        )
        self.assertIn("403", browser.headers["status"])
        transaction.begin()
        self.assertEqual(standard_lines(), synonym_lines())

    def test_work_leads_there(self):
        browser = self.browser_of("editor")
        browser.open(f"{self.url}/@@work")
        browser.getLink("居民在搜什么").click()
        self.assertIn("长寿红包", browser.contents)

    def test_fifty_questions_take_no_more_statements_than_one(self):
        place = get_index().place
        find(Question("儿童福利"))
        with statements_of(place.engine) as for_one:
            self.open()
        self.assertEqual(["长寿红包"], self.texts(self.browser, "#unanswered tbody th"))
        for number in range(50):
            self.count(f"{chr(0x7532 + number % 10)}{chr(0x5B50 + number)}怎么办", 8)
        get_index().entries.forget()
        with statements_of(place.engine) as for_all:
            self.open()
        shown = self.texts(self.browser, "#unanswered tbody th")
        self.assertLess(20, len(shown))
        self.assertLessEqual(len(for_all), len(for_one) + 2)
        self.assertLessEqual(len(for_all), 10)

    def test_desk_says_so_while_records_are_away(self):
        settings = dataclasses.replace(
            get_database().settings,
            url=read_url("postgresql://portal@127.0.0.1:1/records"),
        )
        replace_database(Database(settings))
        self.open()
        self.assertIn("503", self.browser.headers["status"])
        self.assertIn("暂时读不到统计", self.browser.contents)

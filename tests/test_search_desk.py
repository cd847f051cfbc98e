"""What editors see of the questions that residents ask, and what they do about it."""

from lxml import html
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.search.models import AskedQuery
from onewindow_policy.search.models import Reformulation
from onewindow_policy.search.synonyms import standard_lines
from onewindow_policy.search.synonyms import synonym_lines
from onewindow_policy.search.usage import today
from test_search_controlpanel import EditorsTestCase
from urllib.parse import urlencode

import dataclasses
import transaction


class TestDesk(EditorsTestCase):
    def setUp(self):
        super().setUp()
        day = today()
        with own_transaction() as session:
            for query, asked, found, opened in (
                ("长寿红包", 4, 0, 0),
                ("王小明", 2, 0, 0),
                ("补贴", 9, 30, 1),
                ("高龄津贴", 5, 3, 4),
            ):
                session.add(
                    AskedQuery(
                        day=day,
                        query=query,
                        asked=asked,
                        found=found,
                        opened=opened,
                        drawers=2**asked - 1,
                    )
                )
            session.add(
                Reformulation(day=day, query="长寿红包", following="高龄津贴", times=3)
            )

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
        self.assertNotIn("add-synonym", self.browser.contents)

    def test_period_is_a_week_or_a_month(self):
        self.open(days="30")
        self.assertEqual(
            ["最近30天"], self.texts(self.browser, ".nav-pills [aria-current]")
        )
        self.open(days="999")
        self.assertEqual(
            ["最近7天"], self.texts(self.browser, ".nav-pills [aria-current]")
        )

    def test_synonym_is_added_from_a_question_and_holds_at_once(self):
        self.assertNotEqual("高龄津贴申请", self.finds("长寿红包"))
        form = self.open().getForm(action="@@add-synonym", index=0)
        form.getControl(name="meaning").value = "高龄津贴"
        form.submit()
        transaction.begin()
        self.assertIn("现在搜“长寿红包”也能搜到“高龄津贴”", self.browser.contents)
        self.assertEqual("长寿红包、高龄津贴", synonym_lines()[-1])
        self.assertEqual("高龄津贴申请", self.finds("长寿红包"))

    def test_words_that_followed_are_offered_as_the_meaning(self):
        self.open()
        page = html.fromstring(self.browser.contents)
        box = page.cssselect("#asked-otherwise [name=meaning]")[0]
        self.assertEqual("高龄津贴", box.get("value"))

    def test_meaning_that_is_the_question_itself_is_refused(self):
        form = self.open().getForm(action="@@add-synonym", index=0)
        form.getControl(name="meaning").value = "长寿红包"
        form.submit()
        transaction.begin()
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

    def test_editorial_desk_leads_there(self):
        browser = self.browser_of("editor")
        browser.open(f"{self.url}/@@editorial-desk")
        browser.getLink("居民在搜什么").click()
        self.assertIn("长寿红包", browser.contents)

    def test_desk_says_so_while_records_are_away(self):
        settings = dataclasses.replace(
            get_database().settings,
            url=read_url("postgresql://portal@127.0.0.1:1/records"),
        )
        replace_database(Database(settings))
        self.open()
        self.assertIn("503", self.browser.headers["status"])
        self.assertIn("暂时读不到统计", self.browser.contents)

"""What the portal itself answers: its own pages and acts, and whom to call in danger."""

from lxml import html
from onewindow_policy.inspection.emergencies import untried_emergencies
from onewindow_policy.pages.interfaces import ISiteAnswer
from onewindow_policy.search.emergencies import emergencies_in
from onewindow_policy.search.emergencies import emergency_problems
from onewindow_policy.search.emergencies import standard_emergencies
from onewindow_policy.search.emergencies import untried_numbers
from onewindow_policy.search.siteanswers import site_answers
from onewindow_policy.search.synonyms import add_group
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from urllib.parse import quote
from zope.component import getUtilitiesFor
from zope.component.hooks import setSite

import json
import transaction
import unittest

#: How people ask → the answer that comes first, by its name.
ASKED = {
    "track": (
        "查进度",
        "进度",
        "我的申请到哪了",
        "我的申请办到哪一步了",
        "我交的材料批了吗",
        "低保办好了吗",
        "残疾证什么时候办好",
        "收件凭证上的查询码是什么",
        "chajindu",
        "查近度",
        "progress",
        "where is my application",
    ),
    "resume": (
        "接着填",
        "继续填写",
        "上次没填完的表",
        "填了一半的表在哪",
        "取回码",
        "saved form",
    ),
    "suggestions": (
        "意见箱",
        "我要投诉",
        "投诉",
        "窗口的人态度差",
        "提意见",
        "complaint",
    ),
    "window": (
        "窗口时间",
        "星期几开门",
        "你们星期几开门",
        "周六上班吗",
        "中午休息吗",
        "社区电话多少",
        "社区",
        "我的社区在哪",
        "opening hours",
    ),
    "hotline": ("人工电话", "人工", "转人工", "12345", "客服", "电话"),
    "large_print": ("关怀版", "字太小了", "大字"),
    "accessibility": ("无障碍", "读屏软件能用吗", "accessibility"),
    "english": ("英文版", "English"),
    "no_account": ("怎么注册", "忘记密码了", "登录", "login"),
    "printing": ("打印", "怎么收藏这个网页", "收藏"),
    "forms": ("表格下载", "下载表格", "空白表格"),
    "benefits": ("我能领什么", "有哪些补贴", "能领哪些补贴", "what benefits"),
    "not_issued": ("开证明", "社区盖章"),
}

#: What has a word of an answer in it and asks for something else.
NOT_ASKED = ("人工耳蜗补贴", "社区社会组织备案", "社区志愿者", "高龄津贴")

#: What is typed in danger → the first number.
DANGERS = {
    "家暴": "110",
    "老公打我怎么办": "110",
    "家里着火了": "119",
    "煤气": "119",
    "厨房有煤气味": "119",
    "meiqi": "119",
    "老人晕倒了": "120",
    "煤气中毒": "120",
    "不想活了": "12356",
    "自杀": "12356",
    "被骗了五千块": "110",
    "出了车祸": "120",
    "gas leak": "119",
}

NO_DANGERS = ("煤气费怎么交", "天然气开户", "高龄津贴", "fireworks", "")


def name_of(answer) -> str:
    return next(
        name.removeprefix("onewindow_policy.")
        for name, each in getUtilitiesFor(ISiteAnswer)
        if each is answer
    )


class TestAnswers(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        setSite(self.layer["portal"])

    def names(self, text):
        return [name_of(each) for each in site_answers(text)]

    def test_pages_of_the_portal_are_found_as_people_ask_for_them(self):
        for name, texts in ASKED.items():
            for text in texts:
                with self.subTest(text):
                    self.assertEqual(name, [*self.names(text), ""][0])

    def test_each_answer_is_asked_for_in_these_tests(self):
        names = {name for name, _answer in getUtilitiesFor(ISiteAnswer)}
        self.assertEqual({f"onewindow_policy.{name}" for name in ASKED}, names)

    def test_words_that_only_stand_in_others_are_not_answered(self):
        for text in NOT_ASKED:
            with self.subTest(text):
                self.assertEqual([], self.names(text))

    def test_editors_add_ways_to_ask_as_words_that_mean_the_same(self):
        self.assertEqual([], self.names("我的单子"))
        add_group(["我的单子", "查进度"])
        self.assertEqual(["track"], self.names("我的单子"))

    def test_each_answer_leads_to_a_page(self):
        browser = Browser(self.layer["app"])
        for name, answer in getUtilitiesFor(ISiteAnswer):
            if answer.path:
                with self.subTest(name):
                    browser.open(f"{self.layer['portal'].absolute_url()}/{answer.path}")
                    self.assertIn('class="masthead"', browser.contents)


class TestDanger(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        setSite(self.layer["portal"])

    def test_danger_says_whom_to_call_first(self):
        for text, number in DANGERS.items():
            with self.subTest(text):
                self.assertEqual(number, emergencies_in(text)[0].numbers[0])

    def test_what_is_no_danger_is_answered_as_ever(self):
        for text in NO_DANGERS:
            with self.subTest(text):
                self.assertEqual((), emergencies_in(text))

    def test_reviewers_change_the_numbers(self):
        api.portal.set_registry_record(
            "onewindow_policy.search.emergencies", ["停电：打95598"]
        )
        self.assertEqual(("95598",), emergencies_in("家里停电了")[0].numbers)
        self.assertEqual((), emergencies_in("家里着火了"))

    def test_numbers_that_nobody_has_called_are_told_to_reviewers_and_in_the_self_check(
        self,
    ):
        catalogue = self.layer["portal"].catalogue
        self.assertEqual(("12338", "96110"), untried_numbers())
        (found,) = untried_emergencies(catalogue.absolute_url())
        self.assertEqual("12338、96110", found.faults[0].mapping["numbers"])
        browser = Browser(self.layer["app"])
        log_in(browser, "reviewer")
        browser.open(found.url)
        (warning,) = html.fromstring(browser.contents).cssselect("#untried")
        self.assertIn("12338、96110", warning.text_content())
        tried = browser.getControl(name="tried_numbers")
        kept = tried.value
        tried.value = f"{kept}\r\n12338 妇联"
        browser.getControl(name="save").click()
        self.assertIn("每行只填一个号码", browser.contents)
        browser.getControl(name="tried_numbers").value = f"{kept}\r\n12338\r\n96110"
        browser.getControl(name="save").click()
        transaction.begin()
        self.assertNotIn('id="untried"', browser.contents)
        self.assertEqual([], list(untried_emergencies(catalogue.absolute_url())))

    def test_lines_without_a_number_or_with_a_short_word_are_named(self):
        self.assertEqual([], emergency_problems(standard_emergencies()))
        lines = ["# 备注", "着火：先离开", "火：打119", "没有冒号"]
        self.assertEqual([2, 3, 4], [each.line for each in emergency_problems(lines)])


class TestPage(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.browser = Browser(self.layer["app"])

    def find(self, text, more=""):
        self.browser.open(f"{self.url}/@@find?q={quote(text)}{more}")
        self.page = html.fromstring(self.browser.contents)
        self.assertEqual("搜索", self.page.cssselect("h1")[0].text_content())
        return self.page

    def test_answer_comes_before_all_that_is_found(self):
        main = self.find("查进度").cssselect("main")[0]
        first = main.cssselect("h2 a")[0]
        self.assertEqual(f"{self.url}/@@track", first.get("href"))
        self.assertEqual("查进度", first.text_content())

    def test_danger_comes_before_answers_and_its_number_is_called_by_a_tap(self):
        main = self.find("家暴").cssselect("main")[0]
        self.assertEqual("有危险，先打电话", main.cssselect("h2")[0].text_content())
        links = [each.get("href") for each in main.cssselect(".emergency a")]
        self.assertEqual(["tel:110", "tel:12338"], links)

    def test_window_answer_shows_the_window_of_the_community(self):
        page = self.find("星期几开门", "&community=990102001001")
        self.assertEqual(1, len(page.cssselect(".answer .my-window .phone")))
        page = self.find("星期几开门")
        self.assertEqual(1, len(page.cssselect(".answer [data-my-window]")))
        self.assertEqual([], page.cssselect(".answer .my-window"))

    def test_what_is_answered_is_no_misspelling_of_a_name(self):
        page = self.find("我的社区")
        self.assertEqual(1, len(page.cssselect(".answer")))
        self.assertEqual([], page.cssselect(".guess"))

    def test_what_the_portal_answers_is_not_said_to_be_nowhere(self):
        page = self.find("星期几开门")
        self.assertEqual(1, len(page.cssselect(".answer")))
        self.assertEqual([], page.cssselect(".empty-state"))
        self.assertNotIn("没有找到", page.text_content())
        page = self.find("给鹦鹉上户口")
        self.assertEqual(1, len(page.cssselect(".empty-state")))
        self.assertEqual([], page.cssselect(".answer"))

    def test_filters_and_further_pages_have_no_answers(self):
        self.assertEqual([], self.find("电话", "&type=item").cssselect(".answer"))

    def test_programs_get_the_same_answers(self):
        self.browser.addHeader("Accept", "application/json")
        self.browser.open(f"{self.url}/@find?q={quote('查进度')}")
        found = json.loads(self.browser.contents)
        self.assertEqual(f"{self.url}/@@track", found["answers"][0]["@id"])
        self.browser.open(f"{self.url}/@find?q={quote('着火了')}")
        found = json.loads(self.browser.contents)
        self.assertEqual("119", found["emergencies"][0]["numbers"][0])

    def test_a_city_without_the_record_has_no_dangers_and_all_else(self):
        with api.env.adopt_roles(["Manager"]):
            setSite(self.layer["portal"])
            api.portal.set_registry_record("onewindow_policy.search.emergencies", [])
        transaction.commit()
        self.assertEqual([], self.find("家暴").cssselect(".emergency"))

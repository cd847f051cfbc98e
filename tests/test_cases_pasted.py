"""Numbers and codes as they are pasted: read where one fits, else what is wrong is said."""

from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.desks import DeskReader
from onewindow_policy.typed.serials import code_text
from plone.testing.zope import Browser
from test_cases_pages import new_case
from urllib.parse import quote

import html
import re
import transaction
import unittest

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


class PastedTests(DeskReader):
    """What must hold on both databases."""

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.case = register_case(new_case())
        transaction.commit()
        self.number = case_number_text(self.case.number)
        self.code = code_text(self.case.query_code)

    def browser(self, path):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(f"{self.url}/{path}")
        return browser

    def track(self, number, code):
        browser = self.browser("@@track")
        form = browser.getForm(id="track-form")
        form.getControl(name="number").value = number
        form.getControl(name="code").value = code
        form.getControl("查询").click()
        return browser

    def problem(self, browser, name):
        found = re.search(rf'id="{name}-problem"[^>]*>([^<]+)<', browser.contents)
        return html.unescape(found[1]) if found else None

    def assertOpened(self, browser):
        self.assertTrue(browser.headers["status"].startswith("200"))
        self.assertIn('id="case-state"', browser.contents)

    def test_numbers_open_the_case_with_what_was_pasted_around_them(self):
        for number, code in (
            (f"办件编号：{self.number}。", f"查询码：{self.code}请保密"),
            (f"【{self.number}】".translate(WIDE), f"\u200b{self.code}\u2060\ufeff"),
            (f"{self.number} {self.code}", ""),
            ("", f"办件编号：{self.number}　查询码：{self.code}"),
            (f"{self.case.number}{self.case.query_code}", ""),
            (f"{self.number} {self.code}", self.code),
        ):
            with self.subTest(number=number, code=code):
                self.assertOpened(self.track(number, code))

    def test_case_that_was_opened_so_can_be_withdrawn(self):
        browser = self.track(f"{self.number}，{self.code}", "")
        browser.getControl("撤回申请").click()
        browser.getControl("确认撤回").click()
        self.assertIn("已撤回", browser.contents)

    def test_what_is_wrong_with_a_number_is_said_truly_and_counted(self):
        wrong = self.case.number[:-1] + str((int(self.case.number[-1]) + 1) % 10)
        for number, said in (
            (wrong, "有一位数字不对"),
            (f"办件编号：{wrong}", "有一位数字不对"),
            (self.case.number[:-1], "应为15位数字，现在有14位"),
            (f"编号{self.case.number[:5]}", "除了号码，这里还有“编号”"),
            ("", "请填写这15位数字"),
            ("9" * 2000, "现在有2000位"),
        ):
            with self.subTest(number=number[:20]):
                browser = self.track(number, self.code)
                self.assertIn(said, self.problem(browser, "number"))
                self.assertIsNone(self.problem(browser, "code"))
                self.assertNotIn("不完整", browser.contents)

    def test_what_is_wrong_with_a_code_is_said_truly_and_counted(self):
        for code, said in (
            (self.code[:-1], "应为10位数字，现在有9位"),
            ("查询码", "请填写这10位数字"),
            ("", "请填写这10位数字"),
        ):
            with self.subTest(code):
                browser = self.track(self.number, code)
                self.assertIn(said, self.problem(browser, "code"))

    def test_receipt_opens_by_a_code_that_was_pasted(self):
        browser = self.browser(f"@@receipt/{self.case.number}")
        self.assertNotIn("高龄津贴申请", browser.contents)
        browser.getControl(name="code").value = f"查询码：{self.code}请保密"
        browser.getControl("打开凭证").click()
        self.assertIn("高龄津贴申请", browser.contents)

    def test_desk_finds_a_case_by_its_number_as_it_is_printed(self):
        for typed in (self.number, f"办件编号：{self.number}"):
            self.assertIn("样本老人", self.at_desk(f"/{quote(typed)}"))


class TestPastedOnSQLite(PastedTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestPastedOnPostgreSQL(PastedTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING

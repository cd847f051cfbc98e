"""What residents meet of their cases: the receipt, the progress, the way back."""

from onewindow_policy.cases.addresses import track_url
from onewindow_policy.cases.browser.receipt import RECEIPT_COOKIE
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.submissions import NewCase
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.pages.api import qr_code
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from urllib.error import HTTPError

import re
import transaction
import unittest

COMMUNITY = "990102001001"


def new_case(**changes) -> NewCase:
    """Return an application of nobody for 高龄津贴."""
    values = {
        "nonce": "nonce-1",
        "address": "192.0.2.1",
        "item_code": "SQ-LL-001",
        "item_title": "高龄津贴申请",
        "community_code": COMMUNITY,
        "applicant": Person("样本老人", "990102193901010016", "13800000000"),
        "form_uid": "f" * 32,
        "form_version": "1",
        "guide_uid": "g" * 32,
        "guide_version": "1",
        "notice_version": "1",
        "kept_months": 120,
        "promised_days": 7,
        "promised_day_type": "working",
        "files": [NewFile("SQ-LL-001-M02", "身份证.jpg", "image/jpeg", b"\xff\xd8")],
    }
    return NewCase(**values | changes)


class CasePages:
    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.case = register_case(new_case())
        transaction.commit()

    def browser(self, **cookies):
        browser = Browser(self.layer["app"])
        browser.followRedirects = False
        for name, value in cookies.items():
            browser.addHeader("Cookie", f"{name}={value}")
        return browser

    def track(self, number=None, code=None, **more):
        browser = self.browser()
        browser.open(f"{self.url}/@@track")
        form = browser.getForm(id="track-form")
        form.getControl(name="number").value = number or self.case.number
        form.getControl(name="code").value = code or self.case.query_code
        browser.raiseHttpErrors = False
        form.getControl("查询").click()
        return browser

    def wrong_code(self):
        return f"{(int(self.case.query_code) + 1) % 10**10:010d}"

    def text(self, browser):
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", browser.contents))

    def test_code_on_the_receipt_opens_the_progress_with_the_number_filled_in(self):
        browser = self.browser(**{RECEIPT_COOKIE: self.case.receipt_token})
        browser.open(f"{self.url}/@@receipt/{self.case.number}")
        address = track_url(self.url, case_number_text(self.case.number))
        self.assertIn(qr_code(address), browser.contents)
        self.assertNotIn(self.case.query_code, address)
        browser.open(address)
        form = browser.getForm(id="track-form")
        self.assertEqual(
            case_number_text(self.case.number), form.getControl(name="number").value
        )
        self.assertEqual("", form.getControl(name="code").value)
        self.assertIn("no-store", browser.headers["Cache-Control"])
        form.getControl(name="code").value = self.case.query_code
        form.getControl("查询").click()
        self.assertIn("高龄津贴申请", self.text(browser))

    def test_receipt_opens_by_its_cookie(self):
        browser = self.browser(**{RECEIPT_COOKIE: self.case.receipt_token})
        browser.open(f"{self.url}/@@receipt/{self.case.number}")
        text = self.text(browser)
        code = self.case.query_code
        self.assertIn(f"{code[:3]} {code[3:6]} {code[6:]}", text)
        self.assertIn("高龄津贴申请", text)
        self.assertIn("申请人居民身份证", text)
        self.assertIn("晨光社区党群服务中心", text)
        self.assertIn("no-store", browser.headers["Cache-Control"])

    def test_receipt_does_not_say_who_applied(self):
        browser = self.browser(**{RECEIPT_COOKIE: self.case.receipt_token})
        browser.open(f"{self.url}/@@receipt/{self.case.number}")
        self.assertIn("高龄津贴申请", browser.contents)
        for personal in ("样本老人", "990102193901010016", "13800000000"):
            self.assertNotIn(personal, browser.contents)

    def test_receipt_without_cookie_asks_for_the_code(self):
        browser = self.browser()
        browser.open(f"{self.url}/@@receipt/{self.case.number}")
        self.assertIn("办件编号", browser.contents)
        self.assertNotIn("高龄津贴申请", browser.contents)
        browser.getControl(name="code").value = self.case.query_code
        browser.getControl("打开凭证").click()
        self.assertIn("高龄津贴申请", browser.contents)

    def test_receipt_of_another_case_stays_closed(self):
        other = register_case(new_case(nonce="nonce-2"))
        transaction.commit()
        browser = self.browser(**{RECEIPT_COOKIE: other.receipt_token})
        browser.open(f"{self.url}/@@receipt/{self.case.number}")
        self.assertIn("办件编号", browser.contents)
        self.assertNotIn("高龄津贴申请", browser.contents)

    def test_address_that_is_no_number_is_not_found(self):
        for name in ("260101123456780", "x", "@@track", "a/b"):
            with self.subTest(name=name), self.assertRaises(HTTPError) as caught:
                self.browser().open(f"{self.url}/@@receipt/{name}")
            self.assertEqual(404, caught.exception.code)

    def test_unknown_number_looks_like_a_known_one(self):
        known = self.browser()
        known.open(f"{self.url}/@@receipt/{self.case.number}")
        register_case(new_case(nonce="nonce-3"))
        transaction.abort()
        from datetime import date
        from onewindow_policy.cases.numbers import new_case_number

        number = new_case_number(date(2026, 1, 15))
        unknown = self.browser()
        unknown.open(f"{self.url}/@@receipt/{number}")
        # its number, and the second it was made in, are all that may differ
        own = re.compile(r'\d{6}-?\d{4}-?\d{5}|name="shown_at"[^>]*>')
        self.assertIn('name="shown_at"', known.contents)
        self.assertEqual(own.sub("", known.contents), own.sub("", unknown.contents))

    def test_progress_is_shown_to_who_has_both_numbers(self):
        browser = self.track()
        text = self.text(browser)
        self.assertIn("已收件", text)
        self.assertIn("您提交了申请", text)
        self.assertIn("no-store", browser.headers["Cache-Control"])

    def test_numbers_may_be_typed_as_people_do(self):
        number, code = self.case.number, self.case.query_code
        wide = "".join(chr(ord(each) + 0xFEE0) for each in number)
        browser = self.track(wide, f"{code[:3]} {code[3:6]}-{code[6:]}")
        self.assertIn("已收件", self.text(browser))

    def test_wrong_pair_gets_one_answer_whichever_is_wrong(self):
        from datetime import date
        from onewindow_policy.cases.numbers import new_case_number

        wrong_code = self.text(self.track(code=self.wrong_code()))
        wrong_number = self.text(self.track(number=new_case_number(date(2026, 1, 2))))
        self.assertIn("对不上", wrong_code)
        self.assertEqual(wrong_code, wrong_number)

    def test_mistyped_numbers_are_told_apart_beside_their_fields(self):
        browser = self.track(number="123", code="456")
        self.assertIn('id="number-problem"', browser.contents)
        self.assertIn('id="code-problem"', browser.contents)
        self.assertEqual("123", browser.getControl(name="number").value)

    def test_guessing_is_stopped_and_the_right_code_then_waits_too(self):
        for _try in range(5):
            self.track(code=self.wrong_code())
        browser = self.track()
        self.assertEqual("429", browser.headers["status"][:3])
        self.assertNotIn("已收件", browser.contents)

    def test_application_is_withdrawn_after_a_question(self):
        browser = self.track()
        browser.getControl("撤回申请").click()
        self.assertIn("withdraw-form", browser.contents)
        self.assertIn("已收件", self.text(browser))
        browser.getControl("确认撤回").click()
        self.assertIn("已撤回", self.text(browser))
        self.assertNotIn('name="withdraw"', browser.contents)
        self.assertIn("已撤回", self.text(self.track()))

    def test_withdrawal_can_be_thought_over(self):
        browser = self.track()
        browser.getControl("撤回申请").click()
        browser.getControl("不撤回").click()
        self.assertIn("已收件", self.text(browser))


class TestCasePagesOnSQLite(CasePages, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestCasePagesOnPostgreSQL(CasePages, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING

"""Number and code reach their owner whatever the browser keeps: no cookies, above all."""

from datetime import timedelta
from html import unescape
from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import NAME
from sqlalchemy import select
from unittest import mock

import re
import time
import transaction

PROBE = "onewindow_keeps"
OPEN_RECEIPT = "onewindow_policy.cases.browser.receipt.open_receipt"
BY_CODE = "要用查询码才能再打开凭证"
ARRIVED = "那么申请已经收到，请不要再交一次"


class CookielessCase(ApplyingCase):
    def open_form(self, path=FORM):
        """Open a page in a browser that throws away each cookie that it is given."""
        browser = super().open_form(path)
        browser.testapp.cookiejar.set_policy(mock.Mock(set_ok=lambda *_: False))
        browser.cookies.clearAll()
        return browser

    def assertReceiptHere(self, browser):
        """The answer to the form is the receipt; return number and code."""
        self.assertEqual(f"{self.url}/{FORM}", browser.url)
        self.assertEqual("200", browser.headers["status"][:3])
        self.assertIn("<h1>您的申请我们收到了</h1>", browser.contents)
        self.assertEqual("no-store", browser.headers["Cache-Control"])
        self.assertEqual("noindex", browser.headers["X-Robots-Tag"])
        number = re.search(r'id="case-number">([\d-]+)', browser.contents)[1]
        code = re.search(r'id="query-code">([\d ]+)', browser.contents)[1]
        self.assertNotIn("onewindow_receipt", str(browser.headers))
        return number.replace("-", ""), code.strip()

    def assertClosed(self, browser, number):
        """The page says that it has arrived, and how to get on without the code."""
        self.assertEqual(f"{self.url}/@@receipt/{number}", browser.url)
        self.assertIn("<h1>打开收件凭证</h1>", browser.contents)
        self.assertIn(ARRIVED, browser.contents)
        self.assertIn("请带身份证和上面的办件编号到窗口", browser.contents)
        self.assertRegex(browser.contents, r"请拨打\s*\d+\s*问一问")
        self.assertNotIn('id="query-code"', browser.contents)

    def send_again(self, browser, cookie=""):
        """Reload the page that answered the form, as a browser does after asking."""
        request = browser._response.request
        request.environ["wsgi.input"].seek(0)
        request.headers["Cookie"] = cookie
        browser.reload()
        transaction.begin()


class TestWithoutCookies(CookielessCase):
    def test_receipt_is_the_answer_and_its_code_opens_the_case(self):
        browser = self.apply()
        number, code = self.assertReceiptHere(browser)
        (case,) = self.cases()
        self.assertEqual(case.number, number)
        for address in re.findall(r'(?:href|action|src)="([^"]*)"', browser.contents):
            self.assertNotIn(code.replace(" ", ""), address)
        self.assertIn(BY_CODE, browser.contents)
        self.assertIn(f"{self.url}/@@receipt/{number}", browser.contents)
        browser.getControl("查看办理进度").click()
        self.assertIn('id="case-state">已提交', browser.contents)

    def test_reload_is_the_same_sending_and_gets_the_same_receipt(self):
        browser = self.apply()
        first = self.assertReceiptHere(browser)
        self.send_again(browser)
        self.assertEqual(first, self.assertReceiptHere(browser))
        self.assertEqual(1, len(self.cases()))

    def test_large_print_and_english_do_not_lose_the_receipt(self):
        browser = self.apply()
        number, code = self.assertReceiptHere(browser)
        browser.getControl("关怀版").click()
        self.assertIn('class="elder"', browser.contents)
        self.assertIn(code, browser.contents)
        browser.getControl("English").click()
        self.assertIn("We have received your application", browser.contents)
        self.assertIn(code, browser.contents)
        self.assertEqual(f"{self.url}/@@receipt/{number}", browser.url)

    def test_receipt_s_own_address_says_what_to_do_without_a_code(self):
        browser = self.apply()
        number, code = self.assertReceiptHere(browser)
        browser.open(f"{self.url}/@@receipt/{number}")
        self.assertClosed(browser, number)
        browser.getControl(name="code").value = code
        browser.getControl("打开凭证").click()
        self.assertIn(code, browser.contents)
        self.assertIn(BY_CODE, browser.contents)

    def test_suggestion_gets_its_number(self):
        browser = self.open_form("forms/suggest")
        browser.getControl(name="form.widgets.message").value = "窗口的椅子太少。"
        browser.getControl("提交意见").click()
        self.assertRegex(unescape(browser.contents), r"\d{6}-\d{6}")
        self.assertIn("谢谢您的意见", browser.contents)

    def test_application_is_withdrawn(self):
        browser = self.apply()
        browser.getControl("查看办理进度").click()
        browser.getControl("撤回申请").click()
        browser.getControl("确认撤回").click()
        self.assertIn("您的申请已撤回", browser.contents)


class TestHowLong(CookielessCase):
    """A repeated sending shows the code no longer than a cookie would."""

    def age(self, **age):
        write_session()
        case = read_session().scalar(select(Case))
        case.received_at = utc_now() - timedelta(**age)
        case.receipt_until = case.received_at + timedelta(hours=2)
        transaction.commit()

    def test_on_one_s_own_device_for_two_hours(self):
        browser = self.apply()
        number, _code = self.assertReceiptHere(browser)
        self.age(minutes=110)
        self.send_again(browser)
        self.assertReceiptHere(browser)
        self.age(minutes=130)
        self.send_again(browser)
        self.assertClosed(browser, number)

    def test_on_a_shared_one_for_ten_minutes_with_its_button_first(self):
        browser = self.open_form()
        self.fill(browser)
        browser.getControl(name="form.shared").value = ["1"]
        self.send(browser)
        number, _code = self.assertReceiptHere(browser)
        self.assertIn("这是公用电脑。", browser.contents)
        self.assertLess(
            browser.contents.index('id="end-visit"'),
            browser.contents.index('id="query-code"'),
        )
        self.age(minutes=9)
        self.send_again(browser)
        self.assertReceiptHere(browser)
        self.age(minutes=11)
        self.send_again(browser)
        self.assertClosed(browser, number)

    def test_not_after_the_visit_was_ended(self):
        """By a browser that keeps other cookies than the one that was tried."""
        browser = self.apply()
        _number, code = self.assertReceiptHere(browser)
        self.send_again(browser, f"onewindow_ended={int(time.time()) + 2}")
        self.assertEqual(f"{self.url}/{FORM}", browser.url)
        self.assertIn('name="form.widgets.applicant_name"', browser.contents)
        for text in (code, NAME, ID_NUMBER):
            self.assertNotIn(text, browser.contents)


class TestWithCookies(ApplyingCase):
    def test_form_tries_whether_cookies_are_kept_and_no_cache_keeps_that(self):
        for path in (FORM, "forms/suggest"):
            browser = self.open_form(path)
            self.assertEqual("no-store", browser.headers["Cache-Control"])
            (cookie,) = (
                each
                for each in browser.headers.get_all("Set-Cookie")
                if each.startswith(f"{PROBE}=")
            )
            self.assertIn("HttpOnly", cookie)
            self.assertIn("SameSite=Lax", cookie)
            self.assertNotIn("Max-Age", cookie)
            browser.reload()
            self.assertNotIn(PROBE, str(browser.headers.get_all("Set-Cookie")))

    def test_receipt_has_an_address_of_its_own_as_ever(self):
        browser = self.apply()
        self.assertReceipt(browser)
        self.assertNotIn(BY_CODE, browser.contents)
        self.assertNotIn('id="form-display"', browser.contents)

    def test_cookie_that_came_to_nothing_leaves_a_page_that_says_it_has_arrived(self):
        """WeChat to Safari, or a browser that keeps this cookie and not that one."""
        browser = self.open_form()
        self.fill(browser)
        browser.followRedirects = False
        self.send(browser)
        (case,) = self.cases()
        other = super().open_form(f"@@receipt/{case.number}")
        CookielessCase.assertClosed(self, other, case.number)


class TestFaults(CookielessCase):
    def test_kept_case_is_never_said_to_be_lost(self):
        fault = DatabaseUnavailable("away")
        with mock.patch(OPEN_RECEIPT, side_effect=fault):
            browser = self.apply()
        (case,) = self.cases()
        # Its own address says that it cannot be shown just now.
        self.assertEqual(f"{self.url}/@@receipt/{case.number}", browser.url)
        self.assertEqual("503", browser.headers["status"][:3])
        self.assertNotIn("没有保存", browser.contents)
        self.send_again(browser)
        self.assertClosed(browser, case.number)

    def test_second_person_with_the_same_page_gets_nothing_of_the_first(self):
        browser = self.apply()
        _number, code = self.assertReceiptHere(browser)
        browser.goBack()
        self.fill(browser, id_number=id_number("99010219450203003"))
        self.send(browser)
        self.assertIn("刚才没有提交", browser.contents)
        self.assertNotIn(code, browser.contents)

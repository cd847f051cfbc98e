"""Two people at one computer: what the first one left is not there for the second."""

from html import unescape
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from types import SimpleNamespace
from urllib.parse import urlencode

import re
import time

END = "用完了，清除这台设备上的内容"


class VisitCase(ApplyingCase):
    def setUp(self):
        super().setUp()
        # People take longer than a second to read what they got.
        later = SimpleNamespace(time=lambda: time.time() + 2)
        self.replace("onewindow_policy.devices.visits.time", later)

    def end(self, browser):
        browser.getControl(END).click()
        self.assertIn("<h1>已经清除</h1>", browser.contents)
        self.assertNotIn(NAME, browser.contents)

    def set_back_end(self, browser):
        """Have the visit end before now: the test does all of it within a second."""
        browser.cookies["onewindow_ended"] = str(int(time.time()) - 10)

    def code_in(self, browser):
        return re.search(r'id="query-code">([\d ]+)', browser.contents)[1].strip()

    def log_in(self, user_id):
        browser = self.open_form("login")
        browser.getControl(name="__ac_name").value = user_id
        browser.getControl(name="__ac_password").value = sample_password(user_id)
        browser.getControl(name="buttons.login").click()
        return browser


class TestEnding(VisitCase):
    def test_receipt_that_was_ended_shows_no_code_any_more(self):
        browser = self.apply()
        self.assertReceipt(browser)
        url, code = browser.url, self.code_in(browser)
        self.end(browser)
        browser.open(url)
        self.assertIn("请输入", browser.contents)
        self.assertNotIn(code, browser.contents)
        self.assertNotIn('id="query-code"', browser.contents)
        # Whoever has the code opens it as before.
        self.set_back_end(browser)
        browser.open(url)
        browser.getControl(name="code").value = code
        browser.getControl("打开凭证").click()
        self.assertEqual(code, self.code_in(browser))

    def test_receipts_of_one_visit_end_together(self):
        browser = self.apply()
        first = browser.url
        browser.open(f"{self.url}/{FORM}")
        self.fill(browser, id_number=id_number("99010219400102001"))
        self.send(browser)
        self.assertReceipt(browser)
        self.end(browser)
        browser.open(first)
        self.assertIn("请输入", browser.contents)
        self.assertNotIn('id="query-code"', browser.contents)

    def test_ending_takes_cookies_by_name_and_of_the_rest_the_cache_only(self):
        browser = self.apply()
        path = browser.url.partition("localhost")[2].partition("/")[2]
        browser.followRedirects = False
        browser.getControl(END).click()
        self.assertEqual('"cache"', browser.headers["Clear-Site-Data"])
        self.assertEqual("no-store", browser.headers["Cache-Control"])
        cookies = [each.lower() for each in browser.headers.get_all("Set-Cookie")]
        names = {each.partition("=")[0] for each in cookies}
        self.assertEqual(
            {
                "onewindow_receipt",
                "onewindow_ended",
                "onewindow_shared",
                "statusmessages",
            },
            names,
        )
        (receipt,) = (each for each in cookies if each.startswith("onewindow_receipt"))
        self.assertIn(f"path=/{path}".lower(), receipt)
        self.assertIn("max-age=0", receipt)

    def test_log_in_of_staff_outlives_the_visit(self):
        browser = self.log_in("window-staff")
        browser.open(f"{self.url}/@@end-visit")
        browser.getControl(END).click()
        self.assertIn("已经清除", unescape(browser.contents))
        browser.open(f"{self.url}/@@desk")
        self.assertIn("办件", unescape(browser.contents))
        self.assertNotIn("__ac_password", browser.contents)

    def sent_by(self, browser, **changes):
        """Return what the form of a browser sends, as its history keeps it."""
        self.fill(browser, **changes)
        form = browser.getForm(action=f"{self.url}/{FORM}")
        fields = form._form.submit_fields("form.buttons.submit")
        return urlencode([(n, v) for n, v in fields if isinstance(v, str)])

    def test_form_out_of_the_history_of_an_ended_visit_is_neither_sent_nor_shown(self):
        browser = self.open_form()
        refused = self.sent_by(browser, id_number=ID_NUMBER[:-1] + "0")
        browser.post(f"{self.url}/{FORM}", refused)
        self.assertIn(ID_NUMBER[:-1] + "0", browser.contents)
        complete = self.sent_by(browser, id_number=ID_NUMBER)
        browser.post(f"{self.url}/{FORM}", complete)
        self.assertReceipt(browser)
        self.end(browser)
        for body in (refused, complete):
            browser.post(f"{self.url}/{FORM}", body)
            self.assertEqual(f"{self.url}/{FORM}", browser.url)
            self.assertIn("那一页属于上一位使用者", browser.contents)
            for typed in (NAME, ID_NUMBER[:17], "示例路1号"):
                self.assertNotIn(typed, browser.contents)
        self.assertEqual(1, len(self.cases()))
        # Who comes next applies as usual.
        self.replace("onewindow_policy.devices.visits.time", time)
        browser.open(f"{self.url}/{FORM}")
        self.set_back_end(browser)
        self.fill(browser, id_number=id_number("99010219400102001"))
        self.send(browser)
        self.assertReceipt(browser)

    def test_progress_out_of_the_history_of_an_ended_visit_is_not_shown(self):
        browser = self.apply()
        code = self.code_in(browser)
        browser.getControl("查看办理进度").click()
        self.assertIn('id="case-state"', browser.contents)
        sent = urlencode(
            {
                "number": browser.getControl(name="number", index=0).value,
                "code": code,
                "shown_at": str(int(time.time())),
            }
        )
        self.end(browser)
        for path in ("@@track", f"@@receipt/{self.cases()[0].number}"):
            browser.post(f"{self.url}/{path}", sent)
            self.assertIn("<h1>", browser.contents)
            self.assertNotIn('id="case-state"', browser.contents)
            self.assertNotIn('id="query-code"', browser.contents)
            self.assertNotIn(code.replace(" ", ""), browser.contents.replace(" ", ""))

    def test_times_that_are_none_of_ours_end_nothing(self):
        for text in ("", "x", "9999999999", "-1", "１２", "1" * 400):
            browser = self.open_form()
            browser.cookies["onewindow_ended"] = text
            with self.subTest(text=text[:20]):
                self.fill(browser, id_number=ID_NUMBER[:-1] + "0")
                self.send(browser)
                self.assertIn("有一位数字不对", browser.contents)

    def test_receipt_of_a_suggestion_can_be_ended(self):
        browser = self.open_form("forms/suggest")
        browser.getControl(name="form.widgets.message").value = "窗口的椅子太少。"
        browser.getControl("提交意见").click()
        self.assertIn("suggestion-left", browser.url)
        self.end(browser)


class TestSharedDevices(VisitCase):
    def test_who_ticks_the_box_gets_a_short_lived_receipt_with_the_button_first(self):
        browser = self.open_form()
        self.fill(browser, id_number=ID_NUMBER[:-1] + "0")
        browser.getControl(name="form.shared").value = ["1"]
        self.send(browser)
        # The form that comes back knows, and no browser keeps what is typed into it.
        self.assertIn("有一位数字不对", browser.contents)
        self.assertEqual(["1"], browser.getControl(name="form.shared").value)
        form = re.search(r"<form[^>]*questions[^>]*>", browser.contents)[0]
        self.assertIn('autocomplete="off"', form)
        self.assertIn('data-device="shared"', form)
        name = re.search(
            r'<input[^>]*name="form\.widgets\.applicant_name"[^>]*>', browser.contents
        )[0]
        self.assertIn('autocomplete="off"', name)
        browser.getControl(name="form.widgets.id_number").value = ID_NUMBER
        browser.followRedirects = False
        self.send(browser)
        (cookie,) = (
            each
            for each in browser.headers.get_all("Set-Cookie")
            if each.startswith("onewindow_receipt")
        )
        self.assertIn("Max-Age=600", cookie)
        browser.open(browser.headers["location"])
        self.assertIn("这是公用电脑。", browser.contents)
        self.assertLess(
            browser.contents.index('id="end-visit"'),
            browser.contents.index('id="query-code"'),
        )
        browser.followRedirects = True
        self.end(browser)
        browser.open(f"{self.url}/{FORM}")
        self.assertEqual([], browser.getControl(name="form.shared").value)

    def test_who_unticks_the_box_is_at_home_again(self):
        browser = self.open_form()
        self.fill(browser, id_number=ID_NUMBER[:-1] + "0")
        browser.getControl(name="form.shared").value = ["1"]
        self.send(browser)
        browser.getControl(name="form.shared").value = []
        self.send(browser)
        self.assertIn('data-device="own"', browser.contents)
        self.assertNotIn("onewindow_shared", browser.cookies)

    def test_staff_mark_a_browser_and_the_mark_outlives_log_in_and_visits(self):
        browser = self.log_in("window-staff")
        browser.open(f"{self.url}/@@shared-device")
        self.assertIn("没有标记", unescape(browser.contents))
        browser.getControl(name="shared").click()
        self.assertIn("已标记为多人共用", unescape(browser.contents))
        browser.open(f"{self.url}/@@logout")
        browser.open(f"{self.url}/{FORM}")
        self.assertIn("这是公用电脑：", browser.contents)
        self.assertNotIn('name="form.shared"', browser.contents)
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.end(browser)
        browser.open(f"{self.url}/{FORM}")
        self.assertIn("这是公用电脑：", browser.contents)

    def test_mark_is_for_staff_and_asks_for_a_token(self):
        browser = self.open_form("@@shared-device")
        self.assertIn("__ac_password", browser.contents)
        browser = self.log_in("window-staff")
        browser.post(f"{self.url}/@@shared-device", "shared=1")
        self.assertNotIn("onewindow_shared", browser.cookies)

    def test_pages_are_there_for_editors_too_in_plone_s_own_face(self):
        browser = Browser(self.layer["app"])
        log_in(browser)
        for path, heading in (
            (FORM, "网上申请：高龄津贴申请"),
            ("forms/suggest", "写意见"),
            ("@@track", "查办理进度"),
            ("@@end-visit", "清除这台设备上的内容"),
            ("@@end-visit?done=1", "请把浏览器也关掉"),
            ("@@suggestion-left?number=260115-483921", "谢谢您的意见"),
            ("@@shared-device", "给居民用的电脑"),
        ):
            with self.subTest(path=path):
                browser.open(f"{self.url}/{path}")
                self.assertIn("<h1", browser.contents)
                self.assertIn(heading, unescape(browser.contents))

    def test_sensitive_fields_are_never_completed(self):
        contents = self.open_form().contents
        for name in ("id_number", "agent_id_number", "bank_card"):
            tag = re.search(rf'<input[^>]*name="form\.widgets\.{name}"[^>]*>', contents)
            with self.subTest(name=name):
                self.assertIn('autocomplete="off"', tag[0])

    def test_no_browser_or_cache_keeps_a_page_that_shows_something_personal(self):
        browser = self.open_form()
        self.assertEqual("no-store", browser.headers["Cache-Control"])
        self.fill(browser, id_number=ID_NUMBER[:-1] + "0")
        self.send(browser)
        self.assertEqual("no-store", browser.headers["Cache-Control"])
        browser.getControl(name="form.widgets.id_number").value = ID_NUMBER
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual("no-store", browser.headers["Cache-Control"])
        browser.getControl("查看办理进度").click()
        self.assertIn('id="case-state"', browser.contents)
        self.assertEqual("no-store", browser.headers["Cache-Control"])

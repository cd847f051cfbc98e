"""Where residents' forms come from, as browsers say it: what is ours is taken in, and what
is not is held once where the next press helps, and else told the truth."""

from html import unescape
from onewindow_policy import logger
from onewindow_policy.origins import disagreements
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import NAME
from unittest import mock

OWN = "http://nohost"
HELD = "您填的内容都还在，现在是在我们自己的页面上"
ALWAYS = "再提交一次也没有用"

FOREIGN = (
    {"Origin": "http://example.com"},
    {"Origin": "http://nohost:8080"},
    {"Origin": "http://nohost.example.com"},
    {"Origin": "http://"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://other.nohost"},
)


class OriginsCase(ApplyingCase):
    def setUp(self):
        super().setUp()
        # At the usual port, as people see it.
        self.url = f"{OWN}/plone"
        self.replace("onewindow_policy.origins.disagreements._agreeing", set())
        self.replace("onewindow_policy.origins.disagreements._told", set())

    def open_filled(self, number=1):
        browser = self.open_form()
        self.fill(browser, id_number=id_number(f"99010219400101{number:03}"))
        return browser

    def send_with(self, browser, headers):
        """Send the form with these headers, for once."""
        with mock.patch.dict(browser._req_headers, headers):
            self.send(browser)


class TestOurs(OriginsCase):
    def test_what_no_other_site_sent_is_taken_in_at_once(self):
        ours = (
            {"Origin": OWN},
            {"Origin": "null"},
            {"Origin": "HTTP://NoHost"},
            # A gateway speaks TLS and does not say so.
            {"Origin": "https://nohost"},
            {"Origin": "https://nohost:443"},
            {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
            # A gateway that does not hand on the host either: the browser knows.
            {"Sec-Fetch-Site": "Same-Origin", "Origin": "https://portal.example.com"},
        )
        for number, headers in enumerate(ours):
            with self.subTest(headers=headers):
                browser = self.open_filled(number)
                self.send_with(browser, headers)
                self.assertReceipt(browser)
        self.assertEqual(len(ours), len(self.cases()))

    def test_suggestion_of_a_browser_that_does_not_say_where_from_is_taken_in(self):
        browser = self.open_form("forms/suggest")
        browser.getControl(name="form.widgets.message").value = "窗口的椅子太少。"
        browser.addHeader("Origin", "null")
        browser.getControl("提交意见").click()
        self.assertIn("suggestion-left", browser.url)


class TestForeign(OriginsCase):
    def test_what_another_site_sent_is_held_once_and_then_comes_from_our_page(self):
        for number, headers in enumerate(FOREIGN):
            with self.subTest(headers=headers):
                browser = self.open_filled(number)
                self.send_with(browser, headers)
                self.assertHeld(browser, HELD)
                self.assertNotIn("打开的时间太长", browser.contents)
                self.assertEqual(number, len(self.cases()))
                self.send_with(browser, {"Sec-Fetch-Site": "same-origin"})
                self.assertReceipt(browser)

    def test_form_that_was_open_too_long_besides_is_held_no_second_time(self):
        browser = self.open_filled()
        self.replace("onewindow_policy.forms.nonces.LIFETIME_SECONDS", -1)
        self.send_with(browser, FOREIGN[0])
        self.assertHeld(browser, HELD)
        self.replace("onewindow_policy.forms.nonces.LIFETIME_SECONDS", 60)
        self.send(browser)
        self.assertReceipt(browser)

    def test_browser_that_always_says_another_site_is_told_the_truth(self):
        browser = self.open_filled()
        for headers in FOREIGN[:1], FOREIGN[4:5], FOREIGN[:1]:
            self.send_with(browser, headers[0])
        self.assertHeld(browser, ALWAYS)
        self.assertIn("到窗口办理，或拨打", browser.contents)
        for untrue in ("打开的时间太长", HELD, "请再提交一次"):
            self.assertNotIn(untrue, browser.contents)
        self.assertEqual([], self.cases())

    def test_choosing_large_print_meanwhile_does_not_begin_it_anew(self):
        browser = self.open_filled()
        self.send_with(browser, FOREIGN[0])
        browser.getControl(name="form.switch", index=0).click()
        self.assertEqual(
            NAME, browser.getControl(name="form.widgets.applicant_name").value
        )
        self.send_with(browser, FOREIGN[0])
        self.assertHeld(browser, ALWAYS)

    def test_staff_who_file_for_people_have_something_to_borrow(self):
        browser = self.open_form("login")
        browser.getControl(name="__ac_name").value = "window-staff"
        browser.getControl(name="__ac_password").value = sample_password("window-staff")
        browser.getControl(name="buttons.login").click()
        browser.open(f"{self.url}/{FORM}")
        self.fill(browser)
        self.send_with(browser, {"Origin": "null"})
        self.assertIn(HELD, unescape(browser.contents))
        self.assertEqual([], self.cases())
        self.send_with(browser, {"Origin": "null", "Sec-Fetch-Site": "same-origin"})
        self.assertReceipt(browser)


class TestLog(OriginsCase):
    """What only an operator can mend is said once."""

    def logged(self, *requests):
        """Return what the log says of forms that are sent with these headers."""
        with self.assertLogs(logger, "WARNING") as caught:
            logger.warning("end")
            for headers in requests:
                self.send_with(self.open_filled(), headers)
        return [line for line in caught.output if "its own address" in line]

    def test_address_that_never_agrees_is_named_once_for_each_pair(self):
        public = {"Origin": "https://portal.example.com:8443"}
        (line,) = self.logged(public, public, public)
        self.assertIn("from https://portal.example.com:8443,", line)
        self.assertIn("takes http://nohost for its own", line)
        self.assertIn("VirtualHostBase", line)
        (line,) = self.logged(public, {"Origin": "https://nohost"})
        self.assertIn("from https://nohost,", line)

    def test_address_that_agrees_with_others_is_not_doubted_for_another_site(self):
        self.assertEqual(
            [], self.logged({"Origin": OWN}, {"Origin": "http://example.com"})
        )

    def test_what_a_browser_knows_to_be_another_site_s_is_no_fault_of_ours(self):
        self.assertEqual([], self.logged(*FOREIGN[4:]))

    def test_browser_that_knows_better_is_believed_all_the_same(self):
        (line,) = self.logged(
            {"Origin": OWN},
            {"Origin": "https://portal.example.com", "Sec-Fetch-Site": "same-origin"},
        )
        self.assertIn("from https://portal.example.com,", line)

    def test_made_up_origins_fill_neither_log_nor_memory(self):
        self.replace("onewindow_policy.origins.disagreements._MOST", 1)
        lines = self.logged(*({"Origin": f"http://{n}.example.com"} for n in range(3)))
        self.assertEqual(1, len(lines))
        self.assertEqual(1, len(disagreements._told))

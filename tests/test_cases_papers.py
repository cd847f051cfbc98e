"""Who has number and code takes the receipt along as a paper."""

from datetime import datetime
from datetime import UTC
from io import BytesIO
from lxml import html
from onewindow_policy.cases import submissions
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.prints import press
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from test_cases_pages import CasePages
from test_cases_pages import new_case
from unittest.mock import patch

import pikepdf
import transaction
import unittest


class TestReceiptPaper(CasePages, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def ask(self, browser):
        """Press the button of the receipt, and return what Typst gets to print."""
        printed = []
        real = press.Press.print

        def noted(press, job):
            printed.append(job["values"])
            return real(press, job)

        with patch.object(press.Press, "print", noted):
            browser.getControl("下载收件凭证").click()
        (values,) = printed
        return values

    def test_paper_says_what_was_handed_in_and_where_to_ask(self):
        browser = self.track()
        values = self.ask(browser)
        self.assertEqual("application/pdf", browser.headers["Content-Type"])
        self.assertIn("no-store", browser.headers["Cache-Control"])
        self.assertIn(f"{self.case.number}.pdf", browser.headers["Content-Disposition"])
        with pikepdf.open(BytesIO(browser.contents)) as document:
            self.assertEqual(1, len(document.pages))
        self.assertEqual("高龄津贴申请", values["item"])
        self.assertEqual(
            [{"title": "申请人居民身份证", "count": 1, "how": ""}],
            values["handed_in"],
        )
        self.assertEqual("样**", values["person"])
        self.assertEqual("受理后7个工作日内办结", values["promise"])
        self.assertIn("晨光社区党群服务中心", values["issuer"])
        self.assertTrue(values["halls"][0]["phones"])

    def test_paper_is_of_the_day_in_the_city(self):
        # Half past one in the night.
        received_at = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)
        with patch.object(submissions, "utc_now", return_value=received_at):
            self.case = register_case(new_case(nonce="nonce-2"))
        transaction.commit()
        values = self.ask(self.track())
        self.assertEqual("2026年12月1日", values["day"])
        self.assertTrue(values["issued"].startswith("2026年12月1日"))

    def test_paper_is_chinese_on_a_page_in_english_too_and_the_same(self):
        chinese = self.track()
        values = self.ask(chinese)
        english = self.track(cookies={"I18N_LANGUAGE": "en"})
        self.assertIn("Download the receipt", english.contents)
        english.getControl("Download the receipt").click()
        self.assertEqual(chinese.contents, english.contents)
        self.assertEqual("网上提交", values["channel"])

    def test_paper_stays_the_same_whatever_becomes_of_the_case(self):
        first = self.track()
        self.ask(first)
        later = self.track()
        later.getControl("撤回申请").click()
        later.getControl("确认撤回").click()
        transaction.begin()
        self.assertIn("已撤回", self.text(later))
        self.ask(later)
        self.assertEqual(first.contents, later.contents)

    def test_paper_that_cannot_be_made_leaves_the_page_and_says_so(self):
        browser = self.track()
        with (
            patch.object(press, "CHILD", press.CHILD.with_name("missing.py")),
            patch.object(press, "_press", press.Press),
            self.assertLogs("onewindow_policy", "ERROR") as logged,
        ):
            browser.getControl("下载收件凭证").click()
        self.assertEqual("503", browser.headers["status"][:3])
        page = html.fromstring(browser.contents)
        self.assertIn("生成不了PDF", page.cssselect("[role=alert]")[0].text_content())
        self.assertIn("高龄津贴申请", self.text(browser))
        self.assertNotIn("高龄津贴", str(logged.output))

    def test_without_the_code_there_is_no_paper(self):
        browser = self.browser()
        browser.raiseHttpErrors = False
        posted = f"number={self.case.number}&code={self.wrong_code()}&paper=1"
        browser.post(f"{self.url}/@@track", posted)
        self.assertIn("text/html", browser.headers["Content-Type"])
        self.assertIn("查进度", self.text(browser))

    def test_shared_computer_keeps_no_paper(self):
        browser = self.track(cookies={"onewindow_shared": "visit"})
        self.assertIn("高龄津贴申请", self.text(browser))
        self.assertNotIn("下载收件凭证", browser.contents)

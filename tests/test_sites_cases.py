"""What residents of the sample city are said to have applied for."""

from collections import Counter
from html import unescape
from lxml.html import fromstring
from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import read_session
from onewindow_policy.sites.sample_cases import CASES
from onewindow_policy.sites.sample_cases import take_in_sample_cases
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from sqlalchemy import select

import unittest


class TestSampleCases(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        take_in_sample_cases()

    def test_each_is_where_its_steps_led(self):
        states = read_session().scalars(select(Case.state))
        self.assertEqual(
            {
                "submitted": 2,
                "received": 1,
                "awaiting_correction": 1,
                "accepted": 2,
                "in_progress": 2,
                "completed_approved": 1,
            },
            Counter(states),
        )

    def test_accounts_at_window_street_and_bureau_find_work(self):
        for account, state in (
            ("window-staff", "已提交"),
            ("street-officer", "已受理"),
            ("department-officer", "办理中"),
            ("supervisor", "待补正"),
        ):
            with self.subTest(account):
                browser = Browser(self.layer["app"])
                log_in(browser, account)
                browser.open(f"{self.portal.absolute_url()}/@@desk")
                rows = fromstring(unescape(browser.contents)).cssselect("tbody tr")
                self.assertIn(state, " ".join(each.text_content() for each in rows))

    def test_each_has_the_answers_and_papers_that_its_form_asks(self):
        browser = Browser(self.layer["app"])
        log_in(browser, "window-staff")
        browser.open(f"{self.portal.absolute_url()}/@@desk")
        rows = fromstring(browser.contents).cssselect("tbody tr a")
        shown = ""
        for each in rows:
            browser.open(each.get("href"))
            page = fromstring(unescape(browser.contents)).cssselect("main")[0]
            shown += page.text_content()
        self.assertEqual(6, shown.count("3号楼2单元401室"))
        for said in ("大龄失业人员", "低保边缘家庭成员", "肢体残疾二级", "云港支行"):
            with self.subTest(said):
                self.assertIn(said, shown)
        self.assertIn("已验原件、已收复印件", shown)
        self.assertIn("申请人社会保障卡或本人银行卡-1.png", shown)

    def test_what_the_window_looks_up_is_not_called_missing(self):
        browser = Browser(self.layer["app"])
        log_in(browser, "window-staff")
        browser.open(f"{self.portal.absolute_url()}/@@desk?state=submitted")
        rows = fromstring(browser.contents).cssselect("tbody tr a")
        browser.open(rows[0].get("href"))
        lacking = fromstring(unescape(browser.contents)).cssselect("#lacking")
        said = lacking[0].text_content()
        self.assertIn("申请人居民身份证", said)
        self.assertIn("请先在电子证照库（公安）查", said)
        self.assertNotIn("还没收到", said)

    def test_nobody_has_these_documents_and_phones(self):
        for sample in CASES:
            with self.subTest(sample.applicant.name):
                self.assertTrue(sample.applicant.id_number.startswith("9901"))
                self.assertTrue(sample.applicant.phone.startswith("0000-"))
                self.assertEqual("示", sample.applicant.name[1])

"""What residents meet of their cases: the receipt, the progress, the way back."""

from icalendar import Calendar
from lxml import html
from onewindow_policy.cases.addresses import track_url
from onewindow_policy.cases.browser.receipt import RECEIPT_COOKIE
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.submissions import NewCase
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.pages.api import qr_code
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from plone import api
from plone.testing.zope import Browser
from urllib.error import HTTPError
from urllib.parse import unquote

import json
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
        if cookies:
            pairs = (f"{name}={value}" for name, value in cookies.items())
            browser.addHeader("Cookie", "; ".join(pairs))
        return browser

    def track(self, number=None, code=None, cookies=()):
        browser = self.browser(**dict(cookies))
        browser.open(f"{self.url}/@@track")
        form = browser.getForm(id="track-form")
        form.getControl(name="number").value = number or self.case.number
        form.getControl(name="code").value = code or self.case.query_code
        browser.raiseHttpErrors = False
        form.submit()
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
        self.assertIn("已提交", text)
        self.assertIn("您提交了申请", text)
        self.assertIn("no-store", browser.headers["Cache-Control"])

    def test_numbers_may_be_typed_as_people_do(self):
        number, code = self.case.number, self.case.query_code
        wide = "".join(chr(ord(each) + 0xFEE0) for each in number)
        browser = self.track(wide, f"{code[:3]} {code[3:6]}-{code[6:]}")
        self.assertIn("已提交", self.text(browser))

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
        self.assertNotIn("已提交", browser.contents)

    def test_application_is_withdrawn_after_a_question(self):
        browser = self.track()
        browser.getControl("撤回申请").click()
        self.assertIn("withdraw-form", browser.contents)
        self.assertIn("已提交", self.text(browser))
        browser.getControl("确认撤回").click()
        self.assertIn("已撤回", self.text(browser))
        self.assertNotIn('name="withdraw"', browser.contents)
        self.assertIn("已撤回", self.text(self.track()))

    def test_before_acceptance_no_day_of_the_decision_is_named(self):
        tracked = open_by_code(self.case.number, self.case.query_code, "192.0.2.1")
        transaction.abort()
        due = CaseWording("zh-cn").due(tracked.due)
        by_cookie = self.browser(**{RECEIPT_COOKIE: self.case.receipt_token})
        by_cookie.open(f"{self.url}/@@receipt/{self.case.number}")
        for browser in (by_cookie, self.track()):
            page = html.fromstring(browser.contents)
            facts = {
                term.text_content(): term.getnext().text_content()
                for term in page.cssselect("dl.facts dt")
            }
            self.assertEqual(due, facts["最迟查看"])
            self.assertRegex(facts["承诺时限"], "^受理后.*内办结，公示.*不计入$")
            self.assertNotIn("承诺办结日", facts)
            # One of a family, and nobody else.
            self.assertEqual("样**", facts["申请人"])

    def test_progress_is_a_place_among_the_steps_of_the_guide(self):
        page = html.fromstring(self.track().contents)
        steps = [
            (step.cssselect(".progress-name")[0].text, step.get("aria-current"))
            for step in page.cssselect("#progress li")
        ]
        names = [name for name, _current in steps]
        self.assertEqual(["收件", "受理"], names[:2])
        self.assertEqual(
            [None, "step"] + [None] * (len(steps) - 2), [each[1] for each in steps]
        )

    def test_what_a_district_has_only_drafted_is_not_shown(self):
        own = self.layer["portal"].catalogue["sq-ll-001"]["guide-990102"]
        longer = {"field": "process", "row": "受理", "column": "days", "value": 99}
        own.overrides = [*own.overrides, longer]
        transaction.commit()
        self.assertIn("99个工作日", self.track().contents)
        with api.env.adopt_roles(["Manager"]):
            for state in ("archived", "draft"):
                api.content.transition(own, to_state=state)
        transaction.commit()
        contents = self.track().contents
        self.assertIn('id="progress"', contents)
        self.assertNotIn("99个工作日", contents)

    def test_day_can_be_put_into_a_calendar_without_code_or_name(self):
        browser = self.track()
        browser.getControl("加到日历").click()
        self.assertEqual("text/calendar", browser.headers["Content-Type"].split(";")[0])
        self.assertEqual("no-store", browser.headers["Cache-Control"])
        (event,) = Calendar.from_ical(browser.contents).walk("VEVENT")
        tracked = open_by_code(self.case.number, self.case.query_code, "192.0.2.1")
        transaction.abort()
        self.assertEqual(tracked.due.date, event.decoded("dtstart"))
        self.assertEqual("高龄津贴申请：最迟查看", event["summary"])
        self.assertIn("@@track", event["description"])
        self.assertEqual(1, event["sequence"])
        text = re.sub(r"\s", "", browser.contents)
        for secret in (self.case.query_code, "样本老人", "样**", "13800000000"):
            self.assertNotIn(secret, text)

    def post_json(self, **values):
        browser = self.browser()
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "application/json")
        browser.post(
            f"{self.url}/@track",
            json.dumps(values).encode(),
            content_type="application/json",
        )
        return browser.headers["status"][:3], json.loads(browser.contents), browser

    def test_programs_get_the_progress_as_the_page_says_it(self):
        number, code = self.case.number, self.case.query_code
        status, answer, browser = self.post_json(number=number, code=code)
        self.assertEqual("200", status)
        self.assertEqual("no-store", browser.headers["Cache-Control"])
        tracked = open_by_code(number, code, "192.0.2.1")
        transaction.abort()
        self.assertEqual(tracked.due.date.isoformat(), answer["due"])
        self.assertEqual("最迟查看", answer["due_for"])
        self.assertEqual("样**", answer["applicant"])
        self.assertIn(answer["next"], self.text(self.track()))
        self.assertEqual(
            ["done", "now"], [step["place"] for step in answer["progress"]][:2]
        )
        for secret in (code, "样本老人", "13800000000"):
            self.assertNotIn(secret, json.dumps(answer, ensure_ascii=False))

    def test_programs_are_refused_as_people_are(self):
        number, code = self.case.number, self.case.query_code
        for sent, expected in (
            ({"number": number}, "400"),
            ({"number": 1, "code": code}, "400"),
            ({"number": "123", "code": code}, "400"),
            *[({"number": number, "code": self.wrong_code()}, "403")] * 5,
            ({"number": number, "code": code}, "429"),
        ):
            status, answer, _browser = self.post_json(**sent)
            self.assertEqual(expected, status)
            self.assertEqual({"error"}, set(answer))
        # The page and the service count together.
        self.assertEqual("429", self.track().headers["status"][:3])

    def test_closed_case_has_no_day_and_no_calendar(self):
        browser = self.track()
        browser.getControl("撤回申请").click()
        browser.getControl("确认撤回").click()
        self.assertIn("已撤回", self.text(browser))
        for absent in ("最迟查看", "承诺办结日", "承诺时限", "加到日历"):
            self.assertNotIn(absent, browser.contents)
        # Who pressed the button in a page of before gets the page.
        number, code = self.case.number, self.case.query_code
        browser.post(f"{self.url}/@@track", f"number={number}&code={code}&calendar=1")
        self.assertIn("已撤回", self.text(browser))

    def test_receipt_can_be_kept_but_not_on_a_shared_computer(self):
        cookies = {RECEIPT_COOKIE: self.case.receipt_token}
        browser = self.browser(**cookies)
        browser.open(f"{self.url}/@@receipt/{self.case.number}")
        page = html.fromstring(browser.contents)
        (message,) = page.cssselect("#keep a")
        text = unquote(message.get("href"))
        self.assertTrue(text.startswith("sms:?&body=高龄津贴申请"))
        code = self.case.query_code
        self.assertIn(f"{code[:3]} {code[3:6]} {code[6:]}", text)
        shared = self.browser(**cookies, onewindow_shared="visit")
        shared.open(f"{self.url}/@@receipt/{self.case.number}")
        page = html.fromstring(shared.contents)
        self.assertTrue(page.cssselect("#query-code"))
        self.assertFalse(page.cssselect("#keep"))

    def test_withdrawal_can_be_thought_over(self):
        browser = self.track()
        browser.getControl("撤回申请").click()
        browser.getControl("不撤回").click()
        self.assertIn("已提交", self.text(browser))


class TestCasePagesOnSQLite(CasePages, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestCasePagesOnPostgreSQL(CasePages, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING

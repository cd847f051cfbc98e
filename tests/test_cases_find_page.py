"""The search at the desk: posted, noted, and listed as the desk lists cases."""

from contextlib import contextmanager
from lxml import html
from onewindow_policy.cases import finding
from onewindow_policy.cases.models import CaseFinder
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.tickets import COOKIE
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from sqlalchemy import func
from sqlalchemy import select
from unittest.mock import patch
from urllib.parse import urlencode

import dataclasses
import logging
import transaction
import unittest

NAME = PLANTED["name"]


class TestFindPage(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.site = self.layer["portal"].absolute_url()
        self.address = f"{self.site}/@@find-cases"
        self.case = register_case(submission("a"))
        self.elsewhere = register_case(submission("b", community_code="990103001001"))
        transaction.commit()
        self.browser = self.browser_of("window-staff")

    def browser_of(self, name):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        log_in(browser, name)
        return browser

    @property
    def status(self):
        return int(self.browser.headers["status"].split()[0])

    def read(self, status=200):
        self.page = html.fromstring(self.browser.contents)
        self.assertEqual(status, self.status)
        self.assertEqual("查办件", self.words("main h1"))
        return self.page

    def words(self, selector):
        return " ".join(
            " ".join(each.text_content().split())
            for each in self.page.cssselect(selector)
        )

    def rows(self):
        return [
            " ".join(row.text_content().split())
            for row in self.page.cssselect("table.desk-list tbody tr")
        ]

    @property
    def typed(self):
        (field,) = self.page.cssselect("#case-search [name=text]")
        return field.get("value")

    def search(self, text, status=200):
        self.browser.open(f"{self.site}/@@desk")
        form = self.browser.getForm(id="case-search")
        form.getControl(name="text").value = text
        form.submit()
        return self.read(status)

    def searches(self):
        """Return by which kinds somebody searched, as the audit has it."""
        transaction.begin()
        query = select(AuditEntry.user_id, AuditEntry.subject, AuditEntry.detail)
        query = query.where(AuditEntry.action == "case.find").order_by(AuditEntry.id)
        return [tuple(row) for row in read_session().execute(query)]

    def test_name_typed_at_the_desk_lists_masked_the_cases_of_the_own_communities(self):
        transaction.begin()
        count = select(func.count()).select_from(CaseFinder)
        self.assertEqual(14, read_session().scalar(count))
        self.search(NAME)
        (row,) = self.rows()
        self.assertIn(case_number_text(self.case.number), row)
        self.assertIn("赵*华", row)
        self.assertEqual("查到1件。", self.words("#found"))
        self.assertEqual(NAME, self.typed)
        self.assertEqual("no-store", self.browser.headers["Cache-Control"])
        for secret in (PLANTED["id_number"], PLANTED["phone"], self.elsewhere.number):
            self.assertNotIn(secret, self.browser.contents)
        self.assertEqual([("window-staff", "cases", "name")], self.searches())
        self.browser.getLink("高龄津贴申请").click()
        self.assertEqual(f"{self.site}/@@desk/{self.case.number}", self.browser.url)
        self.assertEqual(200, self.status)

    def test_what_was_typed_stands_in_no_address_and_no_log(self):
        lines = []
        handler = logging.Handler(logging.NOTSET)
        handler.emit = lambda record: lines.append(handler.format(record))
        root = logging.getLogger()
        root.addHandler(handler)
        self.addCleanup(root.removeHandler, handler)
        logging.getLogger("onewindow_policy").info("It is heard.")
        for text in (NAME, PLANTED["phone"], "赵"):
            self.search(text, 422 if text == "赵" else 200)
            self.assertEqual(self.address, self.browser.url)
            for link in self.page.xpath("//@href | //@action"):
                self.assertNotIn(text, link)
        for text in (NAME, PLANTED["phone"]):
            self.assertNotIn(text, "\n".join(lines))

    def test_address_alone_and_what_has_no_token_look_for_nothing(self):
        self.browser.open(f"{self.address}?{urlencode({'text': NAME})}")
        self.read()
        self.assertEqual([], self.rows())
        self.assertEqual("", self.words("#found"))
        self.browser.post(self.address, urlencode({"text": NAME}))
        self.read(403)
        self.assertEqual([], self.rows())
        self.assertIn("再点一次", self.words("main [role=alert]"))
        self.assertEqual(NAME, self.typed)
        self.assertEqual([], self.searches())
        self.browser.getForm(id="case-search").submit()
        self.read()
        self.assertEqual(1, len(self.rows()))

    def test_nothing_found_is_said_by_what_was_looked_for(self):
        for text, said in (
            (self.elsewhere.number, "没有这个编号"),
            ("9999", "没有尾号是这4位的电话"),
            ("13800000000", "没有这个电话"),
            ("H12345678", "没有这个证件号码"),
            ("钱一一", "没有这个姓名"),
        ):
            with self.subTest(text=text):
                self.search(text)
                self.assertEqual([], self.rows())
                self.assertIn(said, self.words("#found"))
                self.assertEqual(text, self.typed)
                (field,) = self.page.cssselect("[name=text][data-focus]")
                self.assertIn("found", field.get("aria-describedby").split())

    def test_what_finds_nothing_is_told_at_its_field(self):
        self.search("赵", 422)
        self.assertIn("2个字以上的姓名", self.words("#text-error"))
        (field,) = self.page.cssselect("[name=text][aria-invalid=true]")
        self.assertEqual("赵", field.get("value"))
        self.assertEqual([], self.searches())

    def test_more_than_are_listed_is_said(self):
        register_case(submission("c"))
        transaction.commit()
        with patch.object(finding, "MOST_FOUND", 1):
            self.search("1234")
        self.assertEqual(1, len(self.rows()))
        self.assertIn("请输入完整的手机号或证件号码", self.words("#found"))

    def test_supervisor_finds_masked_rows_and_who_sees_no_cases_no_search(self):
        self.browser = self.browser_of("supervisor")
        self.search(PLANTED["phone"])
        # The whole city is theirs.
        self.assertEqual(2, len(self.rows()))
        for row in self.rows():
            self.assertIn("赵*华", row)
        self.assertNotIn(NAME, self.browser.contents)
        self.browser = self.browser_of("editor")
        self.browser.open(self.address)
        self.assertNotIn("case-search", self.browser.contents)
        self.assertNotIn("查办件", self.browser.contents)
        self.assertNotEqual(200, self.status)

    def test_text_comes_back_after_a_lost_log_in(self):
        self.browser.open(f"{self.site}/@@desk")
        form = self.browser.getForm(id="case-search")
        form.getControl(name="text").value = NAME
        del self.browser.cookies[COOKIE]
        form.submit()
        self.assertIn('id="kept"', self.browser.contents)
        log_in(self.browser, "window-staff")
        self.browser.getForm(id="kept-form").submit()
        self.read()
        self.assertEqual(NAME, self.typed)
        self.assertEqual([], self.searches())
        self.browser.getForm(id="case-search").submit()
        self.read()
        self.assertEqual(1, len(self.rows()))

    @contextmanager
    def database_away(self):
        kept = get_database()
        url = read_url("postgresql://127.0.0.1:1/nobody")
        lost = Database(dataclasses.replace(kept.settings, url=url))
        replace_database(lost)
        try:
            with self.assertLogs("onewindow_policy", "ERROR"):
                yield
        finally:
            replace_database(kept)
            lost.dispose()

    def test_outage_is_admitted_and_what_was_typed_stays(self):
        self.browser.open(f"{self.site}/@@desk")
        form = self.browser.getForm(id="case-search")
        form.getControl(name="text").value = NAME
        with self.database_away():
            form.submit()
        self.read(503)
        self.assertIn("现在查不了", self.words("#away"))
        self.assertEqual(NAME, self.typed)

    def test_who_searched_too_often_is_told_when_to_go_on(self):
        with patch.object(finding, "searches_per_hour", return_value=1):
            self.search(NAME)
            self.assertEqual(1, len(self.rows()))
            self.search(NAME, 422)
        self.assertEqual([], self.rows())
        self.assertIn("请过60分钟再查", self.words("main [role=alert]"))
        self.assertEqual(NAME, self.typed)

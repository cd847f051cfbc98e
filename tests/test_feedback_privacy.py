"""What a sender wrote is nowhere in clear: no table, no content, no log, no address."""

from datetime import timedelta
from html import unescape
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.feedback.retention import erase_old_suggestions
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from sqlalchemy import MetaData
from sqlalchemy import select
from urllib.parse import quote

import dataclasses
import io
import logging
import transaction
import unittest

PLANTED = {
    "nonce": "planted-nonce-7421",
    "message": "三号窗口的小李收了我的材料不给回执，我住示例路18号。",
    "name": "欧阳秀英",
    "contact": "13812345678",
}
REPLY = "已请小李向您说明并补开回执。"

#: Parts that must be found nowhere, whatever cuts or escapes the texts.
SECRETS = ("planted-nonce", "小李", "示例路18号", "欧阳秀英", "13812345678")


class PrivacyTests:
    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.addresses = []
        self.log = io.StringIO()
        handler = logging.StreamHandler(self.log)
        loggers = [logging.getLogger(), logging.getLogger("sqlalchemy.engine")]
        for logger in loggers:
            self.addCleanup(logger.setLevel, logger.level)
            logger.setLevel(logging.DEBUG)
        loggers[0].addHandler(handler)
        self.addCleanup(loggers[0].removeHandler, handler)

    def browser_of(self, name):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser, name)
        return browser

    def press(self, browser, button):
        browser.getControl(name=button).click()
        self.addresses.append(browser.url)

    def open(self, browser, view):
        browser.open(f"{self.url}/@@{view}?number={number_text(self.number)}")
        self.addresses.append(browser.url)

    def live_through_everything(self):
        """Leave, list, open, answer, fail in each way, publish, take back."""
        left = leave_suggestion(
            NewSuggestion(community_code="990102001001", kept_months=12, **PLANTED)
        )
        self.number = left.number
        transaction.commit()
        staff = self.browser_of("window-staff")
        staff.open(f"{self.url}/@@suggestion-desk")
        self.open(staff, "answer-suggestion")
        staff.getControl(name="reply").value = REPLY
        token = staff.getControl(name="_authenticator").value
        staff.getControl(name="_authenticator").value = "stale"
        self.press(staff, "answer")
        self.answer_while_the_database_is_lost(staff)
        staff.getControl(name="_authenticator").value = token
        self.press(staff, "answer")
        self.assertIn("number=", staff.url)
        other = self.browser_of("supervisor")
        self.open(other, "publish-suggestion")
        other.getControl(name="public_question").value = (
            PLANTED["message"] + "138 1234 5678"
        )
        other.getControl(name="is_read").value = ["1"]
        self.press(other, "publish")
        self.assertIn("422", other.headers["status"])
        other.getControl(name="public_question").value = "为什么没有回执？"
        other.getControl(name="public_reply").value = "已补开回执。"
        self.press(other, "publish")
        anybody = Browser(self.layer["app"])
        anybody.open(f"{self.url}/@@suggestions")
        page = unescape(anybody.contents)
        self.assertIn("已补开回执。", page)
        self.assert_clean(page, "public page")
        transaction.begin()

    def answer_while_the_database_is_lost(self, staff):
        database = get_database()
        lost = Database(
            dataclasses.replace(
                database.settings, url=read_url("postgresql://127.0.0.1:1/nobody")
            )
        )
        self.addCleanup(lost.dispose)
        replace_database(lost)
        self.press(staff, "answer")
        self.assertIn("503", staff.headers["status"])
        replace_database(database)

    def stored(self):
        """Yield every value of every table."""
        with get_database().reading.connect() as connection:
            metadata = MetaData()
            metadata.reflect(connection)
            for table in metadata.tables.values():
                for row in connection.execute(select(table)):
                    for column, value in row._mapping.items():
                        yield f"{table.name}.{column}", value

    def assert_clean(self, text, where):
        data = text if isinstance(text, bytes) else str(text).encode()
        for secret in SECRETS:
            for form in (
                secret.encode(),
                quote(secret).encode(),
                ascii(secret)[1:-1].encode(),
            ):
                self.assertNotIn(form, data, where)

    def test_nothing_is_in_clear_anywhere(self):
        self.live_through_everything()
        values = list(self.stored())
        tables = {where.partition(".")[0] for where, _value in values}
        self.assertLessEqual({"suggestions", "audit_entries", "data_keys"}, tables)
        for where, value in values:
            self.assert_clean(value, where)
        records = 0
        for each in self.layer["zodbDB"].storage.changes.iterator():
            for record in each:
                records += 1
                self.assert_clean(record.data, "content")
        logged = self.log.getvalue()
        self.assertIn("INSERT INTO suggestions", logged)
        self.assertIn("cannot be reached", logged)
        self.assert_clean(logged, "log")
        self.assert_clean(" ".join(self.addresses), "addresses")

    def test_what_was_erased_opens_no_more(self):
        self.live_through_everything()
        erase_old_suggestions(utc_now() + timedelta(days=370))
        transaction.commit()
        staff = self.browser_of("window-staff")
        self.open(staff, "answer-suggestion")
        page = unescape(staff.contents)
        self.assertIn("已到保存期限", page)
        self.assert_clean(page, "page")


class TestPrivacyOnSQLite(PrivacyTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_nothing_is_in_the_file(self):
        self.live_through_everything()
        path = get_database().settings.sqlite_path
        for ending in ("", "-wal"):
            data = path.with_name(path.name + ending).read_bytes()
            self.assertTrue(data)
            self.assert_clean(data, ending)


class TestPrivacyOnPostgreSQL(PrivacyTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING

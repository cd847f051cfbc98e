"""What texts of messages said before can be read, and holds again by one button."""

from onewindow_policy.messages.exceptions import TextChanged
from onewindow_policy.messages.exceptions import TextUnchanged
from onewindow_policy.messages.exceptions import TextUnfit
from onewindow_policy.messages.exceptions import TextUnknown
from onewindow_policy.messages.texts import city_text
from onewindow_policy.messages.texts import CityText
from onewindow_policy.messages.texts import keep_texts
from onewindow_policy.messages.texts import restore_text
from onewindow_policy.messages.texts import text_versions
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select

import transaction
import unittest

READY = "cases.sms.ready"
FIRST = CityText(READY, "办好了${number}，来领吧。", code="SMS_1")
SECOND = CityText(READY, "${number}好了。", code="SMS_2")
OTHER = CityText("cases.moved", "办件${number}有消息。", subject="有消息")


class TestVersions(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.addCleanup(transaction.abort)
        keep_texts([FIRST, OTHER], "admin")
        keep_texts([SECOND, OTHER], "wang")
        transaction.commit()
        self.url = self.layer["portal"].absolute_url()

    def test_former_version_holds_again_and_the_others_stay(self):
        restore_text(READY, 1, "li", held=2)
        transaction.commit()
        self.assertEqual(FIRST, city_text(READY))
        self.assertEqual(OTHER, city_text("cases.moved"))
        self.assertEqual(
            [(1, "admin"), (2, "wang"), (3, "li")],
            [(each["version"], each["by"]) for each in text_versions(READY)],
        )
        noted = select(AuditEntry.subject, AuditEntry.detail).where(
            AuditEntry.action == "text.change"
        )
        with get_database().reading.connect() as connection:
            rows = [tuple(row) for row in connection.execute(noted)]
        self.assertIn((READY, "version 3"), rows)

    def test_what_was_shipped_holds_again(self):
        keep_texts([OTHER], "wang")
        restore_text(READY, 2, "li", held=3)
        restore_text(READY, 3, "li", held=4)
        self.assertIsNone(city_text(READY))

    def test_what_another_has_changed_or_nobody_wrote_is_not_restored(self):
        with self.assertRaises(TextChanged):
            restore_text(READY, 1, "li", held=1)
        for template, version in ((READY, 9), ("cases.none", 1)):
            with self.assertRaises(TextUnknown):
                restore_text(template, version, "li", held=2)
        self.assertEqual(SECOND, city_text(READY))

    def test_what_says_what_holds_already_is_no_version_and_has_no_button(self):
        restore_text(READY, 1, "li", held=2)
        transaction.commit()
        with self.assertRaises(TextUnchanged):
            restore_text(READY, 1, "li", held=3)
        self.assertEqual(3, len(text_versions(READY)))
        browser = Browser(self.layer["app"])
        log_in(browser)
        browser.open(f"{self.url}/@@onewindow-message-text-versions")
        self.assertIn("第3版", browser.contents)
        self.assertEqual(1, browser.contents.count('name="template"'))

    def test_what_can_be_sent_no_more_is_not_restored(self):
        keep_texts([CityText(READY, "好" * 100), OTHER], "admin")
        keep_texts([SECOND, OTHER], "admin")
        longest = "onewindow_policy.messages.sms_longest"
        api.portal.set_registry_record(longest, 70)
        with self.assertRaises(TextUnfit):
            restore_text(READY, 3, "li", held=4)

    def test_administrator_reads_all_versions_and_brings_one_back(self):
        browser = Browser(self.layer["app"])
        log_in(browser)
        browser.open(f"{self.url}/@@onewindow-message-texts")
        browser.getLink("这些内容的各个版本").click()
        for words in (
            "已办结，可领取",
            FIRST.text,
            SECOND.text,
            "SMS_1",
            "第2版",
        ):
            self.assertIn(words, browser.contents)
        browser.getControl(name="version").click()
        transaction.begin()
        self.assertIn("等着发的消息也照这一版发", browser.contents)
        self.assertEqual(FIRST, city_text(READY))

    def test_button_of_a_page_that_is_old_changes_nothing_and_says_so(self):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser)
        browser.open(f"{self.url}/@@onewindow-message-text-versions")
        keep_texts([CityText(READY, "好了${number}。"), OTHER], "wang")
        transaction.commit()
        browser.getControl(name="version").click()
        transaction.begin()
        self.assertEqual("422 Unprocessable Entity", browser.headers["status"])
        self.assertIn('id="problem"', browser.contents)
        self.assertEqual("好了${number}。", city_text(READY).text)

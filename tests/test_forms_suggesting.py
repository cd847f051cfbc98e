"""Leaving a suggestion by the form: kept once, sealed, answered elsewhere."""

from datetime import timedelta
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.forms.api import set_registering
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from unittest import mock

import transaction
import unittest

MESSAGE = "晨光社区的窗口态度很好，就是椅子太少。"


class TestSuggesting(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        # Tests fill forms in faster than people.
        self.replace("onewindow_policy.forms.submissions.SHORTEST_FILLING", timedelta())
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.open(f"{self.layer['portal'].absolute_url()}/forms/suggest")

    def replace(self, name, value):
        patched = mock.patch(name, value)
        self.addCleanup(patched.stop)
        patched.start()

    def fill(self, **values):
        for name, value in ({"message": MESSAGE} | values).items():
            self.browser.getControl(name=f"form.widgets.{name}").value = value

    def send(self):
        self.browser.getControl("提交意见").click()
        transaction.begin()

    def suggestions(self):
        return read_session().scalars(select(Suggestion)).all()

    def test_suggestion_is_kept_and_the_sender_thanked(self):
        self.fill(contact="13800000000", community=["990102001001"])
        self.send()
        self.assertIn("@@suggestion-left?number=", self.browser.url)
        (kept,) = self.suggestions()
        self.assertEqual(MESSAGE, kept.message)
        self.assertEqual("13800000000", kept.contact)
        self.assertEqual("990102001001", kept.community_code)
        self.assertEqual(12, kept.kept_months)

    def test_contact_is_kept_in_its_one_shape_and_what_stands_beside_it(self):
        for typed, kept in (
            ("+86 138-0000-0000", "13800000000"),
            ("０５７１　８８８８１２３４", "0571-88881234"),
            ("a@Ｂ.cn", "a@B.cn"),
            ("138 0000 0000（儿子）", "138 0000 0000（儿子）"),
        ):
            with self.subTest(typed):
                self.browser.open(
                    f"{self.layer['portal'].absolute_url()}/forms/suggest"
                )
                before = {each.number for each in self.suggestions()}
                self.fill(contact=typed)
                self.send()
                (left,) = (x for x in self.suggestions() if x.number not in before)
                self.assertEqual(kept, left.contact)

    def test_limits_of_length_are_told_with_both_counts(self):
        self.fill(message="长" * 2001, contact="1" * 101)
        self.send()
        self.assertIn("最多2000个字，现在有2001个字", self.browser.contents)
        self.assertIn("最多100个字，现在有101个字", self.browser.contents)
        self.fill(message="好 ", contact="")
        self.send()
        self.assertIn("至少要写5个字，现在只有1个字", self.browser.contents)
        self.assertEqual([], self.suggestions())

    def test_suggestion_that_is_sent_twice_is_kept_once(self):
        self.fill()
        self.send()
        first = self.browser.url
        self.browser.goBack()
        self.fill()
        self.send()
        self.assertEqual(first, self.browser.url)
        self.assertEqual(1, len(self.suggestions()))

    def test_too_short_a_message_is_shown_again_with_all_else(self):
        self.fill(message="好", contact="13800000000")
        self.send()
        self.assertEqual([], self.suggestions())
        control = self.browser.getControl(name="form.widgets.contact")
        self.assertEqual("13800000000", control.value)

    def test_form_that_does_not_register_says_that_nothing_was_sent(self):
        settings = "onewindow_policy.portal.hotline"
        api.portal.set_registry_record(settings, "0990-12345")
        set_registering(self.layer["portal"].forms.suggest, False)
        transaction.commit()
        self.browser.reload()
        self.fill()
        self.send()
        self.assertIn("意见箱暂时收不了", self.browser.contents)
        self.assertIn("或拨打0990-12345。", self.browser.contents)
        self.assertEqual([], self.suggestions())

    def test_too_many_from_one_address_are_refused(self):
        self.replace("onewindow_policy.intake.senders.submissions_per_hour", lambda: 1)
        form = self.browser.url
        self.fill()
        self.send()
        self.browser.open(form)
        self.fill()
        self.send()
        self.assertIn("尝试次数太多", self.browser.contents)
        self.assertEqual(1, len(self.suggestions()))

"""A city writes its own words for messages; what could not be sent is refused."""

from onewindow_policy.cases.tellwords import SAMPLES
from onewindow_policy.cases.tellwords import SMS_SAMPLES
from onewindow_policy.messages.exceptions import TextUnfit
from onewindow_policy.messages.interfaces import ITemplate
from onewindow_policy.messages.texts import city_text
from onewindow_policy.messages.texts import city_texts
from onewindow_policy.messages.texts import CityText
from onewindow_policy.messages.texts import filled
from onewindow_policy.messages.texts import keep_texts
from onewindow_policy.messages.texts import require_fit
from onewindow_policy.messages.texts import text_templates
from onewindow_policy.messages.texts import VERSIONS
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from zope.component import getUtility
from zope.i18n import translate

import transaction
import unittest

READY = "cases.sms.ready"
TEXT = "办件${number}办好了，来领吧。电话${phone}。"
VALUES = {
    "number": "202611061234567",
    "state": "completed_approved",
    "url": "http://nohost/@@track",
    "phone": "0571-88881234",
}


class TestTexts(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.addCleanup(transaction.abort)

    def content(self, name, **values):
        template = getUtility(ITemplate, name)
        return template.content({**VALUES, **values}, "zh_CN")

    def test_shipped_words_fit_and_say_all_of_their_variables(self):
        templates = text_templates()
        self.assertLess({"cases.moved", READY, "inquiries.sms.told"}, set(templates))
        for name, template in templates.items():
            with self.subTest(name):
                shipped = translate(template.shipped, target_language="zh_CN")
                require_fit(CityText(name, shipped))
                self.assertNotIn("${", filled(shipped, template.samples))
                self.assertNotIn("${item}", shipped)

    def test_what_texts_may_say_is_what_they_are_told(self):
        for name, samples in ((READY, SMS_SAMPLES), ("cases.moved", SAMPLES)):
            own = CityText(name, "".join(f"${{{each}}} " for each in samples))
            keep_texts([own], "admin")
            self.assertIn(VALUES["number"], self.content(name).text)

    def test_own_words_are_sent_with_their_code_and_no_other_variables(self):
        keep_texts([CityText(READY, TEXT, code="SMS_154950909")], "admin")
        said = self.content(READY)
        self.assertEqual("SMS_154950909", said.code)
        self.assertEqual(
            "办件202611061234567办好了，来领吧。电话0571-88881234。", said.text
        )
        self.assertEqual({"number", "phone"}, set(said.values))
        self.assertEqual("cases.sms.missing", self.content("cases.sms.missing").code)

    def test_own_mail_keeps_its_foot_and_the_subject_that_is_not_given(self):
        before = self.content("cases.moved")
        keep_texts([CityText("cases.moved", "办件${number}有消息。")], "admin")
        mail = self.content("cases.moved")
        self.assertEqual(before.subject, mail.subject)
        self.assertTrue(mail.text.startswith("办件202611061234567有消息。\n\n-- \n"))
        self.assertEqual(before.text.split("-- ")[1], mail.text.split("-- ")[1])

    def test_each_change_is_a_version_with_who_made_it(self):
        keep_texts([CityText(READY, TEXT)], "admin")
        keep_texts([CityText(READY, TEXT)], "admin")
        keep_texts([CityText(READY, "办好了${number}")], "wang")
        keep_texts([], "wang")
        versions = api.portal.get_registry_record(VERSIONS)
        self.assertEqual(
            [(1, TEXT, "admin"), (2, "办好了${number}", "wang"), (3, "", "wang")],
            [(each["version"], each["text"], each["by"]) for each in versions],
        )
        self.assertIsNone(city_text(READY))

    def test_text_that_cannot_be_sent_is_refused_with_its_line(self):
        for text, words in (
            ("办件${number}\n${name}您好", "第2行（${name}您好）"),
            ("${id_number}", "第1行"),
            ("电话${phone", "第1行"),
            ("$number", "第1行"),
            ("很" * 135, "最多134个字"),
        ):
            with self.subTest(text), self.assertRaises(TextUnfit) as refused:
                require_fit(CityText(READY, text))
            said = translate(refused.exception.message, target_language="zh_CN")
            self.assertIn(words, said)
        require_fit(CityText("cases.moved", "很" * 135))


class TestControlPanel(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def test_administrator_mends_previews_and_keeps_a_text(self):
        keep_texts([CityText(READY, TEXT)], "admin")
        transaction.commit()
        browser = Browser(self.layer["app"])
        log_in(browser)
        url = self.layer["portal"].absolute_url()
        browser.open(f"{url}/@@onewindow-message-texts")
        self.assertIn("消息内容", browser.contents)
        text = "form.widgets.texts.0.widgets.text"
        browser.getControl(name=text).value = "${name}，来领吧"
        browser.getControl(name="form.buttons.save").click()
        self.assertIn("里面的变量不认识", browser.contents)
        self.assertEqual("${name}，来领吧", browser.getControl(name=text).value)
        transaction.begin()
        self.assertEqual((CityText(READY, TEXT),), city_texts())
        browser.getControl(name=text).value = "办好了：${number}"
        browser.getControl(name="form.buttons.preview").click()
        self.assertIn("办好了：202611061234567", browser.contents)
        transaction.begin()
        self.assertEqual((CityText(READY, TEXT),), city_texts())
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertEqual((CityText(READY, "办好了：${number}"),), city_texts())

"""Ending a case on its page: asked first, with what it does, and undone from there."""

from lxml import html
from onewindow_policy.cases import reaching
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.submissions import Person
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from unittest.mock import patch

import unittest


class TestEnding(HandlingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.case = self.register()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")
        log_in(self.browser, "window-staff")

    def open(self):
        self.browser.open(f"{self.portal.absolute_url()}/@@desk/{self.case.number}")
        return self.read()

    def read(self, status="200"):
        """Return the page, which is that of the case."""
        self.assertTrue(self.browser.headers["status"].startswith(status))
        page = html.fromstring(self.browser.contents)
        (heading,) = page.cssselect("main h1")
        self.assertEqual("高龄津贴申请", heading.text_content().strip())
        return page

    def press(self, form, button, **values):
        form = self.browser.getForm(id=form)
        for name, value in values.items():
            form.getControl(name=name.replace("__", "-")).value = value
        form.submit(name=button)
        return self.read()

    def state(self):
        return self.stored(Case.state, self.case)

    def test_page_says_what_happens_and_the_second_press_does_it(self):
        self.move(self.case, "accept", "start")
        self.open()
        page = self.press("go-approve", "transition")
        (asked,) = page.cssselect("#confirm")
        words = " ".join(asked.text_content().split())
        for said in (
            "要“办结：准予”吗",
            "不再计算期限",
            "《办结通知书》",
            "10分钟内",
        ):
            self.assertIn(said, words)
        self.assertEqual([], page.cssselect("#move"))
        self.assertEqual("in_progress", self.state())
        page = self.press("confirm-step", "confirmed")
        self.assertEqual("completed_approved", self.state())
        self.assertEqual(1, len(page.cssselect("#undo-note")))
        page = self.press("go-undo", "transition")
        self.assertEqual("in_progress", self.state())
        self.assertIn("撤回了上一步", page.text_content())
        (papers,) = page.cssselect("#papers")
        self.assertIn("已作废", papers.text_content())
        self.assertEqual([], page.cssselect("#undo-note, #go-undo"))

    def test_page_says_who_is_told_and_how_as_messages_go(self):
        phone, told = PLANTED["phone"], ["sms"]
        person = Person(PLANTED["name"], PLANTED["id_number"], phone, told_by=told)
        agent = Person(PLANTED["agent"], phone=phone)
        self.case = self.register("b", applicant=person, agent=agent)
        self.move(self.case, "accept", "start")
        self.open()
        for is_sent, said in (
            (True, "10分钟后发消息：给申请人发短信（139****1234）。"),
            (False, "不发消息"),
        ):
            offered = patch.object(reaching, "is_offered", return_value=is_sent)
            with self.subTest(said), offered:
                page = self.press("go-approve", "transition")
                self.assertIn(said, page.cssselect("#confirm")[0].text_content())
                self.open()

    def test_what_was_typed_stands_on_the_page_and_goes_back_into_its_field(self):
        self.open()
        page = self.press("go-return", "transition", **{"return-reason": "事项选错了"})
        self.assertIn("事项选错了", page.cssselect("#confirm")[0].text_content())
        page = self.press("confirm-step", "change")
        self.assertEqual("submitted", self.state())
        (reason,) = page.cssselect("#step-return[open] [name=return-reason]")
        self.assertEqual("事项选错了", reason.text.strip())
        self.press("go-return", "transition")
        page = self.press("confirm-step", "confirmed")
        self.assertEqual("returned", self.state())
        self.assertIn("事项选错了", page.text_content())

    def test_what_cannot_be_is_said_before_anything_is_asked(self):
        self.open()
        self.browser.getForm(id="go-return").submit(name="transition")
        page = self.read("422")
        self.assertEqual([], page.cssselect("#confirm"))
        self.assertEqual(1, len(page.cssselect('[href="#return-reason"]')))

    def test_who_was_quicker_is_told_at_the_second_press_too(self):
        self.open()
        self.press("go-return", "transition", **{"return-reason": "事项选错了"})
        self.move(self.case, "accept")
        self.browser.getForm(id="confirm-step").submit(name="confirmed")
        page = self.read("422")
        self.assertEqual("accepted", self.state())
        (reason,) = page.cssselect("[name=return-reason]")
        self.assertEqual("事项选错了", reason.text.strip())
        self.assertEqual(1, self.count_of(Paper))

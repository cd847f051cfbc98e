"""A form that was sent to where none is any more: why is said, nothing typed is lost."""

from Acquisition import aq_base
from contextlib import contextmanager
from DateTime import DateTime
from onewindow_policy.devices.visits import ENDED_COOKIE
from onewindow_policy.feedback.api import FORM_PATH as SUGGESTION_PATH
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.applying import remove_form
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME

import time
import transaction

TITLE = "高龄津贴申请"
CLOSED = "没有提交：这张表已经关闭"


class TestUndelivered(ApplyingCase):
    def setUp(self):
        super().setUp()
        self.form = self.portal.unrestrictedTraverse(FORM)
        self.item = self.form.aq_parent

    @contextmanager
    def by_administrator(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        yield
        transaction.commit()
        logout()

    def send_after(self, change, path=FORM):
        """Fill the form in, let an administrator do something, and send it."""
        browser = self.open_form(path)
        browser.addHeader("Accept", "text/html")
        if path == FORM:
            self.fill(browser)
            self.upload(browser)
        else:
            browser.getControl(name="form.widgets.message").value = "路灯坏了"
        with self.by_administrator():
            change()
        browser.getControl(name="form.buttons.submit").click()
        transaction.begin()
        return browser

    def assertGivenBack(self, browser, why, *answers):
        """It is the page of a closed form, and has all that was typed."""
        self.assertIn(CLOSED, browser.contents, browser.contents[:600])
        self.assertEqual("404", browser.headers["status"][:3])
        self.assertEqual("no-store", browser.headers["Cache-Control"])
        for words in (why, "12345", *answers):
            self.assertIn(words, browser.contents)
        self.assertEqual([], self.cases())

    def assertApplicationGivenBack(self, browser, why):
        answers = (TITLE, NAME, ID_NUMBER, "示例路1号", "社会保障卡", "选了1个文件")
        self.assertGivenBack(browser, why, *answers, "望云街道晨光社区")
        self.assertNotIn("990102001001", browser.contents)

    def test_form_that_was_deleted(self):
        browser = self.send_after(lambda: remove_form(self.item))
        self.assertApplicationGivenBack(browser, "这张表从网上撤下了")
        self.assertIn(f'href="{self.item.absolute_url()}"', browser.contents)

    def test_item_that_was_deleted(self):
        def delete():
            for journey in self.portal.journeys.objectValues():
                # It stays while one leads to it.
                journey.steps = []
            self.portal.catalogue._delObject(self.item.getId())

        browser = self.send_after(delete)
        self.assertApplicationGivenBack(browser, "这张表从网上撤下了")
        self.assertNotIn(f'href="{self.item.absolute_url()}"', browser.contents)

    def test_item_that_was_archived(self):
        browser = self.send_after(lambda: api.content.transition(self.item, "archive"))
        self.assertApplicationGivenBack(browser, "这项服务从网上撤下了")

    def test_item_that_has_expired(self):
        def expire():
            self.item.expiration_date = DateTime() - 1
            self.item.reindexObject()

        browser = self.send_after(expire)
        self.assertApplicationGivenBack(browser, "申请的时间已经过了")

    def test_form_that_was_archived(self):
        browser = self.send_after(lambda: api.content.transition(self.form, "archive"))
        self.assertApplicationGivenBack(browser, "这张表从网上撤下了")
        self.assertIn(f'href="{self.item.absolute_url()}"', browser.contents)

    def test_form_that_was_taken_back(self):
        def take_back():
            for transition in ("archive", "restore"):
                api.content.transition(self.form, transition)

        browser = self.send_after(take_back)
        self.assertApplicationGivenBack(browser, "收回去修改了")

    def test_form_that_is_only_somewhere_else_is_sent_there(self):
        browser = self.open_form()
        browser.addHeader("Accept", "text/html")
        self.fill(browser)
        with self.by_administrator():
            # As sites did before codes were for good; nothing remembers the old address.
            for each in (self.form, self.item):
                each.unindexObject()
            item = aq_base(self.item)
            self.portal.catalogue._delObject("sq-ll-001", suppress_events=True)
            item._setId("renamed")
            self.portal.catalogue._setObject("renamed", item, suppress_events=True)
            self.portal.catalogue["renamed"]["apply"].reindexObject()
        browser.followRedirects = False
        self.send(browser)
        # A browser repeats what it sent, files and all.
        self.assertEqual("307", browser.headers["status"][:3])
        moved = self.portal.catalogue["renamed"]["apply"].absolute_url()
        self.assertEqual(moved, browser.headers["Location"])

    def test_form_that_cannot_be_used_gives_back_what_was_typed(self):
        def spoil():
            self.form.fields_model = "<model"

        browser = self.send_after(spoil)
        self.assertEqual("503", browser.headers["status"][:3])
        for words in ("这张表", NAME, ID_NUMBER, "示例路1号"):
            self.assertIn(words, browser.contents)
        self.assertEqual([], self.cases())

    def test_suggestion_box_that_was_taken_away(self):
        folder, _slash, name = SUGGESTION_PATH.rpartition("/")
        browser = self.send_after(
            lambda: self.portal.unrestrictedTraverse(folder)._delObject(name),
            SUGGESTION_PATH,
        )
        self.assertGivenBack(browser, "这张表从网上撤下了", "路灯坏了")

    def test_visit_that_was_ended_shows_nothing_to_the_next_person(self):
        def end():
            api.content.transition(self.item, "archive")
            soon = int(time.time()) + 30
            browser.cookies.create(ENDED_COOKIE, str(soon), path="/")

        browser = self.open_form()
        browser.addHeader("Accept", "text/html")
        self.fill(browser)
        with self.by_administrator():
            end()
        self.send(browser)
        self.assertIn(CLOSED, browser.contents)
        for words in (NAME, ID_NUMBER, "示例路1号"):
            self.assertNotIn(words, browser.contents)

    def test_programs_and_forged_pages_get_the_plain_answer(self):
        browser = self.open_form()
        browser.addHeader("Accept", "text/html")
        self.fill(browser)
        browser.getControl(name="form.nonce").value = "x" * 80
        with self.by_administrator():
            remove_form(self.item)
        self.send(browser)
        self.assertEqual("404", browser.headers["status"][:3])
        self.assertIn("没有找到", browser.contents)
        self.assertNotIn(NAME, browser.contents)

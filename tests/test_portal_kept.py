"""A log-in that is over while an editor types costs nothing of what was typed."""

from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.loggedin import LoggedIn
from onewindow_policy.testing.tickets import COOKIE
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from onewindow_policy.testing.tickets import ticket_for
from plone import api
from plone.app.contenttypes.interfaces import INewsItem
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from unittest import mock
from zope.component import getGlobalSiteManager
from zope.lifecycleevent.interfaces import IObjectModifiedEvent
from ZPublisher.HTTPRequest import HTTPRequest

import transaction
import unittest

TEXT = "第一行“引号”<b>与标记</b>\r\n第二行"
DESCRIPTION = "form.widgets.IDublinCore.description"


class TestKept(LoggedIn, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        self.portal = self.layer["portal"]
        self.news = api.content.create(
            self.portal["news"], "News Item", "n", title="记录", subject=["甲", "乙"]
        )
        transaction.commit()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False

    def open(self, path):
        log_in(self.browser)
        self.browser.open(f"{self.portal.absolute_url()}/{path}")

    def lose_session(self):
        del self.browser.cookies[COOKIE]

    def click(self, name="form.buttons.save"):
        self.browser.getControl(name=name).click()
        transaction.begin()

    def go_on(self):
        self.browser.getForm(id="kept-form").submit()
        transaction.begin()

    def test_a_form_of_an_earlier_log_in(self):
        """Plone would lead on as if it were saved."""
        self.open("news/n/edit")
        self.browser.getControl(name=DESCRIPTION).value = TEXT
        token = self.browser.getForm(id="form").getControl(name="_authenticator")
        token.value = "0" * 40
        self.click()
        self.assertIn('id="kept"', self.browser.contents)
        self.assertIn("您已重新登录", self.browser.contents)
        self.assertTrue(self.browser.headers["Status"].startswith("403"))
        self.assertNotIn("Location", self.browser.headers)
        self.assertEqual("", self.news.description)
        self.go_on()
        control = self.browser.getControl(name=DESCRIPTION)
        self.assertEqual(TEXT.split(), control.value.split())
        self.click()
        self.assertEqual(TEXT.split(), self.news.description.split())

    def test_what_is_no_form_is_refused_in_words(self):
        self.open("news/n/edit")
        for _time in range(2):
            self.browser.open(
                f"{self.news.absolute_url()}/content_status_modify",
                data="workflow_action=submit&comment=abc&onewindow_returned=1",
            )
            transaction.begin()
            self.assertTrue(self.browser.headers["Status"].startswith("403"))
            self.assertIn("<h1", self.browser.contents)
            self.assertNotIn('id="kept"', self.browser.contents)
        self.assertEqual("draft", api.content.get_state(self.news))

    def test_an_edit_form(self):
        self.open("news/n/edit")
        self.browser.getControl(name=DESCRIPTION).value = TEXT
        self.lose_session()
        self.click()
        self.assertIn('id="kept"', self.browser.contents)
        self.assertTrue(self.browser.headers["Status"].startswith("403"))
        self.assertEqual("no-store", self.browser.headers["Cache-Control"])
        self.assertNotIn("_authenticator", self.browser.contents)
        # Whoever goes on without having logged in loses nothing either.
        self.go_on()
        self.assertIn('id="kept"', self.browser.contents)
        log_in(self.browser)
        self.go_on()
        self.assertIn('id="returned"', self.browser.contents)
        control = self.browser.getControl(name=DESCRIPTION)
        self.assertEqual(TEXT.split(), control.value.split())
        self.assertEqual("", self.news.description)
        self.click()
        self.assertEqual(TEXT.split(), self.news.description.split())
        self.assertEqual(("甲", "乙"), self.news.subject)

    def test_what_was_saved_meanwhile_is_still_found(self):
        self.open("news/n/edit")
        self.browser.getControl(name=DESCRIPTION).value = TEXT
        self.lose_session()
        self.click()
        self.news.description = "别人写的"
        transaction.commit()
        log_in(self.browser)
        self.go_on()
        self.click()
        self.assertIn('id="changed-meanwhile"', self.browser.contents)
        self.assertEqual("别人写的", self.news.description)

    def test_a_form_for_what_is_new(self):
        self.open("news/++add++News Item")
        self.browser.getControl(name="form.widgets.IDublinCore.title").value = "新消息"
        self.lose_session()
        self.click()
        self.assertIn('id="kept"', self.browser.contents)
        log_in(self.browser)
        self.go_on()
        self.assertIn('id="returned"', self.browser.contents)
        control = self.browser.getControl(name="form.widgets.IDublinCore.title")
        self.assertEqual("新消息", control.value)

    def test_a_control_panel(self):
        self.open("@@onewindow-portal")
        self.browser.getControl(name="form.widgets.hotline").value = "96345"
        self.lose_session()
        self.click()
        self.assertIn('id="kept"', self.browser.contents)
        log_in(self.browser)
        self.go_on()
        self.assertEqual(
            "96345", self.browser.getControl(name="form.widgets.hotline").value
        )
        record = "onewindow_policy.portal.hotline"
        self.assertNotEqual("96345", api.portal.get_registry_record(record))
        self.click()
        self.assertEqual("96345", api.portal.get_registry_record(record))

    def test_words_of_the_search_and_models_as_xml(self):
        for path, name, button in (
            ("@@onewindow-search", "synonyms", "save"),
            ("catalogue/sq-ll-001/apply/fields/@@modeleditor", "source", None),
        ):
            with self.subTest(path):
                self.open(path)
                before = self.browser.getControl(name=name).value
                typed = before + "\n<!-- 写了一小时 -->"
                self.browser.getControl(name=name).value = typed
                self.lose_session()
                self.click(button or "form.button.save")
                self.assertIn('id="kept"', self.browser.contents)
                log_in(self.browser)
                self.go_on()
                self.assertIn('id="returned"', self.browser.contents)
                got = self.browser.getControl(name=name).value
                self.assertEqual(typed.split(), got.split())
                self.open(path)
                kept = self.browser.getControl(name=name).value
                self.assertEqual(before.split(), kept.split())

    def test_another_sites_page_is_given_nothing_back(self):
        testapp = Browser(self.layer["app"]).testapp
        for headers, is_kept in (
            ({}, True),
            ({"Origin": "https://other.example"}, False),
            ({"Sec-Fetch-Site": "cross-site"}, False),
        ):
            answer = testapp.post(
                "/plone/news/n/edit",
                {DESCRIPTION: "别人的内容", "__ac_password": "geheim"},
                headers={"Accept": "text/html", **headers},
                expect_errors=True,
            )
            self.assertEqual(is_kept, 'id="kept"' in answer.text)
            self.assertNotIn("geheim", answer.text)

    def test_what_is_given_back_is_never_carried_out(self):
        testapp = Browser(self.layer["app"]).testapp
        answer = testapp.post(
            "/plone/news/n/edit",
            {DESCRIPTION: TEXT, "onewindow_returned": "1"},
            headers={
                "Accept": "text/html",
                "Cookie": f"{COOKIE}={ticket_for(MANAGER)}",
            },
        )
        self.assertIn('id="returned"', answer.text)
        transaction.begin()
        self.assertEqual("", self.news.description)

    def open_remark(self):
        self.open("news/n/@@publication?transition=submit")
        self.browser.getControl(name="comment").value = TEXT

    def send_remark(self):
        self.browser.getForm(id="publication-form").submit()
        transaction.begin()

    def check_remark_comes_back(self):
        """Have what was typed come back, to be sent by a press of the button."""
        self.assertIn('id="kept"', self.browser.contents)
        self.assertEqual("draft", api.content.get_state(self.news))
        log_in(self.browser)
        self.go_on()
        self.assertIn('id="returned"', self.browser.contents)
        control = self.browser.getControl(name="comment")
        self.assertEqual(TEXT.split(), control.value.split())
        self.assertEqual("draft", api.content.get_state(self.news))
        self.send_remark()
        self.assertEqual("pending", api.content.get_state(self.news))
        history = api.portal.get_tool("portal_workflow").getInfoFor(
            self.news, "review_history"
        )
        self.assertEqual(TEXT.split(), history[-1]["comments"].split())

    def test_a_remark_for_a_reviewer(self):
        self.open_remark()
        self.lose_session()
        self.send_remark()
        self.check_remark_comes_back()

    def test_a_remark_of_an_earlier_log_in(self):
        self.open_remark()
        self.browser.getControl(name="_authenticator").value = "0" * 40
        self.send_remark()
        self.check_remark_comes_back()

    def test_a_form_that_protects_itself(self):
        """Such forms ask for the token before plone.protect does."""
        self.open("news/n/object_rename")
        self.browser.getControl(name="form.widgets.new_title").value = "另一个长标题"
        form = self.browser.getForm(id="form")
        form.getControl(name="_authenticator", index=0).value = "0" * 40
        self.click("form.buttons.Rename")
        self.assertIn('id="kept"', self.browser.contents)
        self.go_on()
        control = self.browser.getControl(name="form.widgets.new_title")
        self.assertEqual("另一个长标题", control.value)
        self.assertEqual("记录", self.news.title)

    def test_two_who_save_at_the_same_moment(self):
        """Zope tries a few times; then it is said, and what was typed is there."""
        others = []

        def be_faster(content, event):
            manager = transaction.TransactionManager()
            connection = self.portal._p_jar.db().open(manager)
            # Nothing that the form shows: that would be told as ever.
            connection.get(content._p_oid).noted = len(others)
            manager.commit()
            connection.close()
            others.append(content)

        self.open("news/n/edit")
        self.browser.getControl(name=DESCRIPTION).value = TEXT
        handler = (be_faster, (INewsItem, IObjectModifiedEvent))
        getGlobalSiteManager().registerHandler(*handler)
        try:
            # As often as a server tries.
            with (
                mock.patch.object(HTTPRequest, "retry_max_count", 3),
                mock.patch.object(HTTPRequest, "delay_retry"),
            ):
                self.click()
        finally:
            getGlobalSiteManager().unregisterHandler(*handler)
        self.assertEqual(4, len(others))
        self.assertTrue(self.browser.headers["Status"].startswith("503"))
        self.assertIn("有几个人在同时保存", self.browser.contents)
        self.assertIn("第一行“引号”&lt;b&gt;", self.browser.contents)
        self.assertIn("data-repeat", self.browser.contents)
        self.assertNotIn("ConflictError", self.browser.contents)
        self.assertEqual("", self.news.description)

    def upload(self, token):
        """Upload a file into news as the editor does."""
        return self.browser.testapp.post(
            "/plone/news/@@fileUpload",
            {"_authenticator": token},
            upload_files=[("file", "a.txt", b"text")],
            headers={"Accept": "application/json"},
            expect_errors=True,
        )

    def test_an_upload(self):
        self.open("news/n/@@publication?transition=submit")
        token = self.browser.getControl(name="_authenticator").value
        for is_lost, words in ((True, "您的登录已失效"), (False, "您已重新登录")):
            with self.subTest(words):
                if is_lost:
                    self.lose_session()
                else:
                    log_in(self.browser)
                answer = self.upload(token if is_lost else "0" * 40)
                self.assertEqual(403, answer.status_int, answer.text)
                self.assertEqual("text/plain", answer.content_type)
                self.assertIn("没有上传", answer.text)
                self.assertIn(words, answer.text)
                self.assertNotIn("a.txt", self.portal["news"])
        answer = self.upload(token)
        self.assertEqual(200, answer.status_int, answer.text)
        transaction.begin()
        self.assertIn("a.txt", self.portal["news"])

    def test_files_are_named(self):
        self.open("news/n/edit")
        field = "form.widgets.ILeadImageBehavior.image"
        self.browser.getControl(name=field).add_file(b"x", "image/png", "现场照片.png")
        self.browser.getControl(name=DESCRIPTION).value = TEXT
        self.lose_session()
        self.click()
        self.assertIn('id="kept-files"', self.browser.contents)
        self.assertIn("现场照片.png", self.browser.contents)

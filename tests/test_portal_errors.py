"""What a resident sees when a page is missing, closed, or broken."""

from lxml import html
from onewindow_policy.browse.browser.home import HomeView
from onewindow_policy.cases.browser.track import TrackView
from onewindow_policy.portal.browser.main_template import MainTemplate
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from unittest import mock

import transaction
import unittest


class TestErrors(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")

    def open(self, path=""):
        self.browser.open(f"{self.url}/{path}")
        return self.browser.contents

    @property
    def status(self):
        return int(self.browser.headers["status"].split()[0])

    def test_missing_page_offers_a_search_and_the_hotline(self):
        for path in ("nothing", "catalogue/sq-xx-000", "news/n002/nothing/at/all"):
            with self.subTest(path=path):
                page = html.fromstring(self.open(path))
                self.assertEqual(404, self.status)
                self.assertEqual("没有找到这一页", page.cssselect("h1")[0].text)
                self.assertTrue(page.cssselect("main form[action$='@@find']"))
                self.assertTrue(page.cssselect("main a[href='tel:12345']"))
                self.assertEqual(1, len(page.cssselect("input[type=search]")))

    def test_page_that_was_moved_is_redirected_to(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        self.portal.news.manage_renameObject("n002", "n002-moved")
        transaction.commit()
        self.open("news/n002")
        self.assertEqual(f"{self.url}/news/n002-moved", self.browser.url)

    def test_what_could_not_be_saved_is_sent_again_by_one_press(self):
        away = mock.patch.object(
            TrackView, "answer", side_effect=DatabaseUnavailable("away")
        )
        with away:
            self.browser.post(f"{self.url}/@@track", "number=1")
            page = html.fromstring(self.browser.contents)
            self.assertEqual(503, self.status)
            self.assertEqual("现在暂时办不了", page.cssselect("h1")[0].text)
            (button,) = page.cssselect("main button[data-repeat]")
            self.assertEqual("再发送一次", button.text.strip())
            self.assertIn("F5", self.browser.contents)
            self.assertEqual([], page.cssselect("[data-retry]"))
            # Who only looks has nothing to repeat: the page asks again by itself.
            page = html.fromstring(self.open("@@track"))
            self.assertEqual(503, self.status)
            self.assertEqual(1, len(page.cssselect("[data-retry]")))
            self.assertEqual([], page.cssselect("[data-repeat]"))

    def test_failure_is_admitted_without_details(self):
        with mock.patch.object(HomeView, "body", side_effect=ValueError("秘密 42")):
            contents = self.open()
        self.assertEqual(500, self.status)
        self.assertIn("我们这边出了点问题", contents)
        for secret in ("ValueError", "秘密 42", "Traceback", "没有保存"):
            self.assertNotIn(secret, contents)

    def test_failure_of_the_frame_itself_is_admitted_too(self):
        broken = property(mock.Mock(side_effect=ValueError("秘密 42")))
        with mock.patch.object(MainTemplate, "template", broken):
            contents = self.open()
        self.assertEqual(500, self.status)
        self.assertIn("我们这边出了点问题", contents)
        self.assertIn("12345", contents)
        self.assertNotIn("秘密 42", contents)

    def test_who_takes_anything_gets_the_page(self):
        for accepted in ("*/*", ""):
            with self.subTest(accepted=accepted):
                browser = Browser(self.layer["app"])
                browser.raiseHttpErrors = False
                browser.addHeader("Accept", accepted)
                browser.open(f"{self.url}/nowhere")
                self.assertTrue(browser.headers["Status"].startswith("404"))
                self.assertIn("text/html", browser.headers["Content-Type"])
                self.assertIn("12345", browser.contents)

    def test_programs_get_their_errors_as_json(self):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "application/json")
        browser.open(f"{self.url}/++resource++onewindow_policy/nothing.css")
        self.assertIn("404", browser.headers["status"])
        self.assertIn("application/json", browser.headers["Content-Type"])

    def test_page_that_is_not_public_asks_visitors_to_log_in(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901")
        transaction.commit()
        contents = self.open("catalogue/sq-xx-901")
        self.assertIn("/login?came_from=", self.browser.url)
        self.assertIn('name="__ac_password"', contents)

    def test_login_says_that_residents_need_none(self):
        said = html.fromstring(self.open("login")).cssselect("main")[0]
        self.assertIn("居民办事不用登录", said.text_content())
        self.assertTrue(said.cssselect("a[href='tel:12345']"))

    def test_login_can_be_left_to_a_password_manager(self):
        page = html.fromstring(self.open("login"))
        self.assertEqual(
            {"__ac_name": "username", "__ac_password": "current-password"},
            {
                each.get("name"): each.get("autocomplete")
                for each in page.cssselect("main input[autocomplete]")
            },
        )

    def test_service_that_was_archived_is_not_there_for_visitors(self):
        item = self.portal.catalogue["sq-ll-001"]
        with api.env.adopt_user(SITE_OWNER_NAME):
            api.content.transition(item, "archive")
        transaction.commit()
        for path in ("sq-ll-001", "sq-ll-001/990102", "sq-ll-001/apply"):
            with self.subTest(path=path):
                said = html.fromstring(self.open(f"catalogue/{path}")).text_content()
                self.assertEqual(404, self.status)
                self.assertIn("没有找到这一页", said)
                self.assertTrue(self.browser.url.endswith(path))

    def test_page_that_is_not_for_them_is_explained_to_staff(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901")
        transaction.commit()
        self.open("login")
        self.browser.getControl(name="__ac_name").value = "window-staff"
        self.browser.getControl(name="__ac_password").value = "window-staff-sample"
        self.browser.getControl(name="buttons.login").click()
        contents = self.open("catalogue/sq-xx-901")
        self.assertIn("insufficient-privileges", self.browser.url)
        self.assertEqual(403, self.status)
        said = html.fromstring(contents).text_content()
        self.assertIn("您的账号没有查看这一页的权限", said)
        self.assertIn('class="main-nav"', contents)

    def test_editors_get_the_error_page_of_plone(self):
        log_in(self.browser)
        with mock.patch.object(HomeView, "body", side_effect=ValueError("细节 42")):
            contents = self.open()
        self.assertEqual(500, self.status)
        self.assertIn("细节 42", contents)

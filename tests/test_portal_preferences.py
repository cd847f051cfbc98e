"""What readers choose for all pages, and that no choice leads out of the portal."""

from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing import INTEGRATION_TESTING
from plone.testing.zope import Browser
from urllib.parse import urlencode
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import unittest


class TestCameFrom(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.request = self.layer["request"]
        alsoProvides(self.request, IOneWindowLayer)
        self.home = self.portal.absolute_url()

    def came_from(self, url):
        self.request.form["came_from"] = url
        view = getMultiAdapter((self.portal, self.request), name="set-language")
        return view.came_from()

    def test_pages_of_the_portal_are_gone_back_to(self):
        for path in (
            "",
            "/catalogue",
            "/catalogue?life_event=%E5%85%BB%E8%80%81&b_start=20",
            "?a=b",
            "/news/n002",
            "/@@find?q=http://example.com",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.home + path, self.came_from(self.home + path))

    def test_other_addresses_lead_to_the_home_page(self):
        host = self.home.removeprefix("http://").partition("/")[0]
        for url in (
            "http://example.com/",
            "https://example.com/",
            "//example.com",
            "/\\example.com",
            "\\\\example.com",
            "javascript:alert(1)",
            "data:text/html,x",
            f"http://{host}.example.com/plone/",
            f"{self.home}.example.com/",
            f"{self.home}evil/",
            f"http://user@example.com/{self.home}",
            f"{self.home}/../elsewhere",
            f"{self.home}/%2e%2e/elsewhere",
            f"{self.home}/\\..\\elsewhere",
            f"{self.home}/a\r\nSet-Cookie: a=b",
            f"{self.home}/\x00",
            "http://[",
            "relative/path",
            "",
            None,
            ["http://example.com"],
            {"url": "http://example.com"},
        ):
            with self.subTest(url=url):
                self.assertEqual(self.home, self.came_from(url))

    def test_the_view_itself_is_not_gone_back_to(self):
        for path in ("/@@set-language?language=en", "/%40%40set-elder-mode?on=1"):
            with self.subTest(path=path):
                self.assertEqual(self.home, self.came_from(self.home + path))


class TestPreferences(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.home = self.layer["portal"].absolute_url()
        self.browser = Browser(self.layer["app"])

    def open(self, path=""):
        self.browser.open(f"{self.home}/{path}")
        return self.browser.contents

    def test_link_switches_the_language_and_stays_on_the_page(self):
        self.assertIn(
            '<html xmlns="http://www.w3.org/1999/xhtml" lang="zh-CN"', self.open()
        )
        self.open("catalogue?q=x")
        self.browser.getLink("English").click()
        self.assertEqual(f"{self.home}/catalogue?q=x", self.browser.url)
        self.assertIn('lang="en"', self.browser.contents)
        self.assertIn("Skip to content", self.browser.contents)
        self.browser.getLink("中文").click()
        self.assertEqual(f"{self.home}/catalogue?q=x", self.browser.url)
        self.assertIn("跳到正文", self.browser.contents)

    def test_language_that_the_site_does_not_have_changes_nothing(self):
        for language in ("de", "", "../en", "en\r\nX: y"):
            with self.subTest(language=language):
                self.open("@@set-language?" + urlencode({"language": language}))
                self.assertIn('lang="zh-CN"', self.browser.contents)

    def test_redirect_goes_to_the_page_and_sets_one_cookie(self):
        self.browser.followRedirects = False
        query = urlencode({"language": "en", "came_from": "http://example.com/"})
        self.open(f"@@set-language?{query}")
        self.assertEqual(self.home, self.browser.headers["location"])
        cookies = self.browser.headers.get_all("set-cookie")
        self.assertEqual(1, len(cookies))
        self.assertIn("I18N_LANGUAGE=", cookies[0])
        self.assertIn("samesite=lax", cookies[0].lower())

    def test_elder_mode_stays_on_until_it_is_switched_off(self):
        self.assertNotIn('class="elder"', self.open())
        self.browser.getLink("关怀版").click()
        self.assertIn('class="elder"', self.browser.contents)
        self.assertIn('class="elder"', self.open("news"))
        self.browser.getLink("标准版").click()
        self.assertNotIn('class="elder"', self.browser.contents)
        self.assertEqual(f"{self.home}/news", self.browser.url)

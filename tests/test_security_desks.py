"""Who logs in comes back to where they came from, or to their work."""

from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from urllib.parse import quote

import unittest


class TestLanding(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()

    def log_in(self, account, page="login"):
        """Log somebody in by the form of a page; return the browser."""
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(f"{self.url}/{page}")
        browser.getControl(name="__ac_name").value = account
        browser.getControl(name="__ac_password").value = sample_password(account)
        browser.getControl(name="buttons.login").click()
        return browser

    def test_who_came_from_a_page_comes_back_to_it_and_from_the_home_page_to_work(self):
        for came_from, landed in (
            ("/news/n001?from=x", "/news/n001?from=x"),
            ("/@@desk/260115483920001", "/@@desk/260115483920001"),
            ("", "/@@work"),
            ("/", "/@@work"),
            ("/?community=990102001001", "/@@work"),
        ):
            with self.subTest(came_from=came_from):
                page = f"login?came_from={quote(self.url + came_from)}"
                browser = self.log_in("window-staff", page)
                self.assertEqual(f"{self.url}{landed}", browser.url)

    def test_nobody_is_led_to_another_site(self):
        page = f"login?came_from={quote('https://example.com/')}"
        browser = self.log_in("window-staff", page)
        self.assertEqual(f"{self.url}/@@work", browser.url)

"""Each role logs in as a person does, and comes to its work and from there to its desk."""

from html import unescape
from lxml import html
from onewindow_policy.sites.accounts import SAMPLE_ACCOUNTS
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from urllib.parse import quote

import unittest

#: By account: the first of its pages, and the heading there. None for who has no work yet.
DESKS = {
    "editor": ("@@editorial-desk", "编辑台"),
    "reviewer": ("@@editorial-desk", "编辑台"),
    "district-editor": ("@@editorial-desk", "编辑台"),
    "window-staff": ("@@desk", "办件"),
    "grid-worker": ("catalogue", "办事指南"),
    "department-officer": ("@@desk", "办件"),
    "street-officer": ("@@desk", "办件"),
    "supervisor": ("@@suggestion-desk", "意见处理"),
    "coordinator": ("@@desk", "办件"),
    "district-coordinator": ("@@desk", "办件"),
    "personnel": None,
    "auditor": ("@@onewindow-audit", "审计"),
}


class TestDesks(unittest.TestCase):
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

    def assertHeading(self, heading, browser):
        self.assertTrue(browser.headers["status"].startswith("200"))
        page = html.fromstring(browser.contents)
        (found,) = page.cssselect("h1")
        self.assertEqual(heading, found.text_content().strip())

    def test_each_role_logs_in_and_comes_to_its_first_piece_of_work(self):
        self.assertEqual({each.user_id for each in SAMPLE_ACCOUNTS}, set(DESKS))
        for account in SAMPLE_ACCOUNTS:
            with self.subTest(account=account.user_id):
                browser = self.log_in(account.user_id)
                self.assertIn(account.fullname, unescape(browser.contents))
                if DESKS[account.user_id] is None:
                    # Nobody is led to a page that has nothing for them.
                    self.assertEqual(self.url, browser.url)
                    continue
                desk, heading = DESKS[account.user_id]
                self.assertEqual(f"{self.url}/@@work", browser.url)
                self.assertHeading("工作台", browser)
                page = html.fromstring(browser.contents)
                first = page.cssselect("#pages a")[0].get("href")
                self.assertEqual(f"{self.url}/{desk}", first)
                browser.open(first)
                self.assertHeading(heading, browser)

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

"""Each role logs in as a person does, and works at a desk of its own."""

from lxml import html
from onewindow_policy.sites.accounts import SAMPLE_ACCOUNTS
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser

import unittest

#: By account: the desk and its heading.
DESKS = {
    "editor": ("@@editorial-desk", "编辑台"),
    "reviewer": ("@@editorial-desk", "编辑台"),
    "district-editor": ("@@editorial-desk", "编辑台"),
    "window-staff": ("@@desk", "办件"),
    "grid-worker": ("@@editorial-desk", "编辑台"),
    "department-officer": ("@@editorial-desk", "编辑台"),
    "supervisor": ("@@suggestion-desk", "意见处理"),
    "coordinator": ("@@desk", "办件"),
    "district-coordinator": ("@@desk", "办件"),
    "personnel": ("@@editorial-desk", "编辑台"),
    "auditor": ("@@onewindow-audit", "审计"),
}


class TestDesks(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_each_role_logs_in_and_sees_its_own_desk(self):
        url = self.layer["portal"].absolute_url()
        self.assertEqual({each.user_id for each in SAMPLE_ACCOUNTS}, set(DESKS))
        for account in SAMPLE_ACCOUNTS:
            with self.subTest(account=account.user_id):
                browser = Browser(self.layer["app"])
                browser.raiseHttpErrors = False
                browser.open(f"{url}/login")
                browser.getControl(name="__ac_name").value = account.user_id
                password = sample_password(account.user_id)
                browser.getControl(name="__ac_password").value = password
                browser.getControl(name="buttons.login").click()
                desk, heading = DESKS[account.user_id]
                browser.open(f"{url}/{desk}")
                self.assertTrue(browser.headers["status"].startswith("200"))
                page = html.fromstring(browser.contents)
                (found,) = page.cssselect("h1")
                self.assertEqual(heading, found.text_content().strip())
                self.assertIn(account.fullname, page.text_content())

"""Two who edit the same thing at the same time."""

from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.tickets import MANAGER
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser

import transaction
import unittest

NOT_SAVED = "还没有保存"


class TwoEditors(unittest.TestCase):
    """Opens a form twice, saves it by one, then by the other."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        self.portal = self.layer["portal"]

    def open(self, path, name=MANAGER):
        browser = Browser(self.layer["app"])
        log_in(browser, name)
        browser.open(f"{self.portal.absolute_url()}/{path}")
        return browser

    def save(self, browser, button="form.buttons.save"):
        browser.getControl(name=button).click()
        transaction.begin()

    def assert_refused(self, browser, *typed):
        self.assertIn('id="changed-meanwhile"', browser.contents)
        self.assertIn(NOT_SAVED, browser.contents)
        for text in typed:
            self.assertIn(text, browser.contents)

    def save_over(self, browser, button="form.buttons.save"):
        browser.getControl(name="onewindow_over").controls[0].selected = True
        self.save(browser, button)

    def check(self, path, control, value_of, theirs, mine, button="form.buttons.save"):
        """Have one editor save `theirs`, and the other `mine` on top of it."""
        first, second = self.open(path), self.open(path)
        first.getControl(name=control).value = theirs
        self.save(first, button)
        self.assertEqual(theirs, value_of())
        second.getControl(name=control).value = mine
        self.save(second, button)
        self.assert_refused(second, mine, theirs)
        self.assertEqual(theirs, value_of())
        # Once more without saying so changes nothing.
        self.save(second, button)
        self.assert_refused(second, mine)
        self.assertEqual(theirs, value_of())
        self.save_over(second, button)
        self.assertEqual(mine, value_of())
        return second

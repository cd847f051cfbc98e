"""A credit code that does not add up is told, and kept."""

from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser

import html
import transaction
import unittest


class TestCreditCodes(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_form_warns_and_saves(self):
        unit = self.layer["portal"].communities["u-990100-mz"]
        browser = Browser(self.layer["app"])
        log_in(browser)
        for code, is_told in (
            ("TE5116020105116050", True),
            ("12441500196720244T", False),
        ):
            with self.subTest(code=code):
                browser.open(f"{unit.absolute_url()}/edit")
                name = "form.widgets.uscc"
                browser.getControl(name=name).value = code
                browser.getControl(name="form.buttons.save").click()
                transaction.begin()
                page = html.unescape(browser.contents)
                self.assertEqual(is_told, f"{code} 不是统一社会信用代码" in page)
                self.assertEqual(code, unit.uscc)

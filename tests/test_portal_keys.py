"""Keys of pages where staff work: the help lists those that the page has, no key acts while
somebody types, and all is there without scripts."""

from lxml import html
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.desks.keys import ALL
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from test_portal_accessibility import AxeTestCase

import transaction
import unittest

TAKE_IN = "catalogue/sq-ll-001/apply/@@take-in"


class TestKeysOfPages(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.case = register_case(submission())
        transaction.commit()

    def page(self, path, account):
        browser = Browser(self.layer["app"])
        log_in(browser, account)
        browser.open(f"{self.layer['portal'].absolute_url()}/{path}")
        page = html.fromstring(browser.contents)
        self.assertEqual(1, len(page.cssselect("main h1")))
        return page

    def keys(self, path, account="window-staff"):
        """Return the keys that elements of a page have, and those that its list names."""
        page = self.page(path, account)
        has = [each.get("accesskey") for each in page.cssselect("[accesskey]")]
        told = [each.text.lower() for each in page.cssselect("#desk-keys li kbd")]
        return sorted(has), sorted(told)

    def test_list_names_each_key_that_the_page_has_and_no_other(self):
        for path, own in (
            ("@@work", ""),
            ("@@duties", ""),
            ("@@desk", "x"),
            (f"@@desk/{self.case.number}", "x"),
            ("@@next-case", "x"),
            (TAKE_IN, "s"),
        ):
            with self.subTest(path):
                has, told = self.keys(path)
                self.assertEqual(sorted(f"wtqgbk{own}"), has)
                self.assertEqual(has, told)

    def test_nobody_is_led_where_they_have_nothing(self):
        has, told = self.keys("@@work", "supervisor")
        self.assertEqual(sorted("wqgbk"), has)
        self.assertEqual(has, told)
        has, told = self.keys("@@work", "personnel")
        self.assertEqual(["k", "w"], has)
        self.assertEqual(has, told)

    def test_pages_of_residents_have_none(self):
        for path in ("catalogue", "catalogue/sq-ll-001/apply"):
            with self.subTest(path):
                self.assertEqual(([], []), self.keys(path))

    def test_each_key_has_a_letter_of_its_own_and_the_link_to_help_leads_to_the_list(
        self,
    ):
        letters = [each.letter for each in ALL]
        self.assertEqual(len(letters), len(set(letters)))
        page = self.page("@@work", "window-staff")
        (link,) = page.cssselect(".masthead [accesskey='k']")
        (target,) = page.cssselect(link.get("href"))
        self.assertNotEqual([], target.cssselect("li a[href$='@@take-in']"))


class TestDialog(AxeTestCase):
    def is_open(self, page):
        return page.evaluate("document.getElementById('keys-dialog').open")

    def test_mark_opens_it_outside_of_fields_and_the_focus_comes_back(self):
        page = self.visit("@@find-cases", login="window-staff")
        page.focus("#text")
        page.keyboard.type("?")
        self.assertFalse(self.is_open(page))
        self.assertEqual("?", page.input_value("#text"))
        page.focus(".brand")
        page.keyboard.press("?")
        self.assertTrue(self.is_open(page))
        shown = page.eval_on_selector_all(
            "#keys-dialog kbd", "(all) => all.map((each) => each.textContent)"
        )
        self.assertEqual(list("WTQGBK"), shown)
        page.keyboard.press("Escape")
        self.assertFalse(self.is_open(page))
        self.assertEqual("brand", page.evaluate("document.activeElement.className"))

    def test_mark_can_be_switched_off_and_the_link_opens_it_still(self):
        page = self.visit("@@work", login="window-staff")
        page.click("[data-keys-open]")
        self.assertTrue(self.is_open(page))
        page.uncheck("#keys-mark")
        page.click("#keys-close")
        page.reload()
        page.focus(".brand")
        page.keyboard.press("?")
        self.assertFalse(self.is_open(page))
        page.click("[data-keys-open]")
        self.assertTrue(self.is_open(page))

    def test_nothing_is_found_in_it(self):
        for way, width in ((("zh-cn", False), 360), (("zh-cn", True), 1440)):
            with self.reader(way, width, "window-staff") as page:
                page.goto(f"{self.base}/@@work")
                # Phones have no room for the link.
                page.keyboard.press("?")
                self.assertTrue(self.is_open(page))
                self.judge(page, way[1], ("keys", *way, width))
        self.assert_nothing_found()

"""Who finds nothing tells the editors by one button; nothing says who it was."""

from datetime import timedelta
from lxml import html
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.search import wishes
from onewindow_policy.search.models import Wish
from onewindow_policy.search.wishes import drop_old_wishes
from onewindow_policy.search.wishes import masked
from onewindow_policy.search.wishes import told_wishes
from plone.testing.zope import Browser
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import text
from test_search_controlpanel import EditorsTestCase
from unittest import mock
from urllib.parse import quote
from urllib.parse import urlencode

import transaction


class TestWishes(EditorsTestCase):
    def visitor(self):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        return browser

    def tell(self, words, **headers):
        browser = self.visitor()
        for name, value in headers.items():
            browser.addHeader(name.replace("_", "-"), value)
        browser.post(f"{self.url}/@@wish", urlencode({"q": words}))
        transaction.abort()
        return browser

    def status(self, browser):
        return int(browser.headers["status"].split()[0])

    def told(self):
        transaction.abort()
        return [each.text for each in told_wishes()]

    def test_one_button_tells_what_was_not_found(self):
        browser = self.visitor()
        browser.open(f"{self.url}/@@find?q={quote('给鹦鹉上户口')}")
        browser.getControl("告诉我们您要办什么").click()
        page = html.fromstring(browser.contents)
        self.assertEqual("已经记下您要办的事", page.cssselect("h1")[0].text_content())
        self.assertIn("给鹦鹉上户口", browser.contents)
        self.assertIn("no-store", browser.headers["Cache-Control"])
        self.assertEqual(["给鹦鹉上户口"], self.told())

    def test_numbers_and_addresses_are_masked_before_anything_is_kept(self):
        for words, kept in (
            ("王小明 13800001111 要办狗证", "王小明 *** 要办狗证"),
            ("110101 19900101 123X", "***"),
            ("a.b@example.com", "***"),
            ("一三八零零零零一一一一", "***"),
            ("80岁 12345", "80岁 12345"),
        ):
            with self.subTest(words):
                self.assertEqual(kept, masked(words))

    def test_words_are_sealed_in_their_row(self):
        self.tell("给鹦鹉上户口")
        row = read_session().execute(text("SELECT * FROM wishes")).one()
        self.assertEqual(["给鹦鹉上户口"], self.told())
        self.assertNotIn("鹦鹉".encode(), bytes(row.text_sealed))
        self.assertNotIn("鹦鹉", repr(row))

    def test_another_sites_page_tells_nothing(self):
        browser = self.tell("鹦鹉", Origin="https://example.com")
        self.assertEqual(403, self.status(browser))
        self.assertEqual([], self.told())

    def test_address_alone_tells_nothing(self):
        browser = self.visitor()
        browser.open(f"{self.url}/@@wish?q={quote('鹦鹉')}")
        self.assertEqual(404, self.status(browser))
        self.assertEqual([], self.told())

    def test_too_much_of_one_address_is_refused_in_words(self):
        limit = wishes.Limit(2, timedelta(days=1))
        with mock.patch.object(wishes, "LIMITS", (limit,)):
            self.tell("一")
            self.tell("二")
            browser = self.tell("三")
        self.assertEqual(429, self.status(browser))
        self.assertIn("12345", browser.contents)
        self.assertEqual({"一", "二"}, set(self.told()))

    def test_editors_read_and_erase_what_was_told(self):
        self.tell("给鹦鹉上户口")
        browser = self.browser_of("editor")
        browser.open(f"{self.url}/catalogue/@@search-desk")
        self.assertEqual(["给鹦鹉上户口"], self.texts(browser, "#wishes tbody th"))
        browser.getControl("已处理，删除").click()
        self.assertEqual([], self.texts(browser, "#wishes tbody th"))
        self.assertIn("没有人留言", browser.contents)
        self.assertEqual([], self.told())
        self.assertEqual(
            0, read_session().scalar(select(func.count()).select_from(Wish))
        )

    def test_erasing_needs_the_desk_and_its_token(self):
        self.tell("鹦鹉")
        (wish,) = told_wishes()
        for browser in (self.visitor(), self.browser_of("editor")):
            browser.post(
                f"{self.url}/catalogue/@@search-desk", urlencode({"wish": wish.id})
            )
            self.assertEqual(["鹦鹉"], self.told())

    def test_a_month_later_it_is_gone_with_its_key(self):
        with own_transaction() as session:
            before = session.scalar(select(func.count()).select_from(DataKey))
            old = utc_now() - timedelta(days=31)
            session.add(Wish(DataKey.create(), told_at=old, text="旧"))
            session.add(Wish(DataKey.create(), told_at=utc_now(), text="新"))
        self.assertEqual(1, drop_old_wishes(utc_now()))
        transaction.commit()
        self.assertEqual(["新"], self.told())
        after = read_session().scalar(select(func.count()).select_from(DataKey))
        self.assertEqual(before + 1, after)

"""The whole interface is there in English: no Chinese but what the city wrote."""

from lxml import html
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from urllib.parse import quote

import re
import unittest

CHINESE = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")

#: What people read of an element besides its text.
READ_ATTRIBUTES = ("aria-label", "alt", "placeholder", "title", "label")


def unmarked_chinese(page) -> list[str]:
    """Return the Chinese texts on an English page that are not marked as Chinese.

    Signs of one character, hidden from screen readers, are decoration.
    """
    found = []
    for element in page.cssselect("body")[0].iter():
        if not isinstance(element.tag, str):
            continue
        ancestors = [element, *element.iterancestors()]
        if any(each.get("aria-hidden") == "true" for each in ancestors):
            continue
        language = next(each.get("lang") for each in ancestors if each.get("lang"))
        texts = [element.text, *(child.tail for child in element)]
        texts += [element.get(name) for name in READ_ATTRIBUTES]
        if not language.startswith("zh"):
            found += [text.strip() for text in texts if text and CHINESE.search(text)]
    return found


class TestEnglish(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")
        self.browser.open(f"{self.url}/@@set-language?language=en")

    def open(self, path):
        self.browser.open(f"{self.url}/{quote(path, safe='/?&=@')}")
        return html.fromstring(self.browser.contents)

    def test_no_page_of_the_portal_shows_chinese_of_ours(self):
        for path in (
            "",
            "catalogue",
            "catalogue?district=990103&life_event=养老&channel=online",
            "catalogue?category=XX&q=nothing",
            "catalogue/@@not-issued",
            "@@find",
            "@@find?q=nothing",
            "news",
            "news?category=notice",
            "nothing-here",
            "sitemap",
        ):
            with self.subTest(path=path):
                self.assertEqual([], unmarked_chinese(self.open(path)))

    def test_results_show_no_chinese_but_the_words_searched_for(self):
        page = self.open("@@find?q=津贴")
        self.assertTrue(page.cssselect(".result"))
        for text in unmarked_chinese(page):
            self.assertNotRegex(text.replace("津贴", ""), CHINESE)

    def test_news_item_shows_no_chinese_but_its_own(self):
        page = self.open("news/n002")
        crumb = page.cssselect(".breadcrumbs [aria-current=page]")[0].text
        self.assertEqual([], [text for text in unmarked_chinese(page) if text != crumb])

    def test_the_test_itself_sees_chinese(self):
        page = html.fromstring(
            '<html lang="en"><body><p>你好</p><p lang="zh-CN">您好</p>'
            '<input placeholder="搜索"/><span aria-hidden="true">办</span></body></html>'
        )
        self.assertEqual(["你好", "搜索"], unmarked_chinese(page))

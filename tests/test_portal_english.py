"""The whole interface is there in English: no Chinese but what the city wrote."""

from lxml import html
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.web.languages import with_language
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
    for element in (page.cssselect("body") or [page])[0].iter():
        if not isinstance(element.tag, str):
            continue
        ancestors = [element, *element.iterancestors()]
        if any(each.get("aria-hidden") == "true" for each in ancestors):
            continue
        language = next(
            (each.get("lang") for each in ancestors if each.get("lang")), "en"
        )
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
            "accessibility",
        ):
            with self.subTest(path=path):
                self.assertEqual([], unmarked_chinese(self.open(path)))

    def test_what_the_city_wrote_says_that_it_is_chinese_wherever_it_stands(self):
        for path in (
            "catalogue/sq-ll-001/990102",
            "catalogue/sq-ll-001?community=990102001001",
            "catalogue/sq-ll-001/apply",
            "catalogue/sq-ll-001/blank-1",
            "catalogue/sq-ll-001/990199",
            "samples",
            "communities",
            "communities?item=sq-ll-001",
            "communities/990102",
            "communities/990102/990102001/990102001001",
            "communities/990102/990102001/990102001001/@@my-window",
            "news/n002",
            "@@find?q=津贴",
        ):
            with self.subTest(path=path):
                page = self.open(path)
                marked = page.cssselect("[lang|=zh]")
                self.assertTrue(any(CHINESE.search(each.text or "") for each in marked))
                self.assertEqual([], unmarked_chinese(page))

    def test_page_that_is_there_in_chinese_only_says_so_and_whom_to_ask(self):
        for path in (
            "catalogue/sq-ll-001/apply",
            "forms/suggest",
            "journeys",
            "journeys/bereavement",
            "journeys/bereavement?place=home&pension=resident&hardship=none&district=city",
        ):
            with self.subTest(path=path):
                page = self.open(path)
                said = [each.text_content() for each in page.cssselect("main .notice")]
                self.assertTrue(any("in Chinese only" in each for each in said), said)
                foot = page.cssselect("footer")[0].text_content()
                self.assertIn("in Chinese only", " ".join(foot.split()))
        self.browser.open(f"{self.url}/@@set-language?language=zh-cn")
        page = self.open("journeys")
        self.assertIn("人生大事", page.cssselect("h1")[0].text_content())
        self.assertNotIn("in Chinese only", page.text_content())

    def test_service_is_found_by_english_words_and_named_by_them(self):
        page = self.open("@@find?q=residence permit")
        result = page.cssselect(".result")[0]
        (name,) = result.cssselect("h2")
        self.assertEqual(
            "Residence registration and residence permit", name.text_content().strip()
        )
        self.assertIn("居住登记与居住证申领", result.text_content())
        self.assertEqual([], unmarked_chinese(page))

    def test_names_of_rooms_above_a_page_are_english(self):
        page = self.open("catalogue/sq-ll-001/990102")
        crumbs = [each.text_content() for each in page.cssselect(".breadcrumbs a")]
        self.assertEqual(["Home", "Services", "Ageing"], crumbs[:3])

    def test_the_test_itself_sees_chinese(self):
        page = html.fromstring(
            '<html lang="en"><body><p>你好</p><p lang="zh-CN">您好</p>'
            '<input placeholder="搜索"/><span aria-hidden="true">办</span></body></html>'
        )
        self.assertEqual(["你好", "搜索"], unmarked_chinese(page))


class TestLanguageOfParts(unittest.TestCase):
    def assertShown(self, shown, written):
        self.assertEqual(shown, with_language(written, "zh-CN"))

    def test_element_of_chinese_alone_says_it_itself(self):
        self.assertShown(
            '<p class="a" lang="zh-CN">年满80周岁,具有本市户籍。</p>',
            '<p class="a">年满80周岁,具有本市户籍。</p>',
        )
        self.assertShown(
            '<option value="1" lang="zh-CN">晨光社区</option>',
            '<option value="1">晨光社区</option>',
        )

    def test_group_of_options_says_it_for_its_name(self):
        self.assertShown(
            '<optgroup lang="zh-CN" label="望云街道"></optgroup>',
            '<optgroup label="望云街道"></optgroup>',
        )

    def test_chinese_within_a_sentence_says_it_in_its_place(self):
        self.assertShown(
            '<p>For those with <span lang="zh-CN">《居住证》</span>, at 80.</p>',
            "<p>For those with 《居住证》, at 80.</p>",
        )
        self.assertShown(
            '<li><b>1</b> <span lang="zh-CN">收件</span><i>x</i></li>',
            "<li><b>1</b> 收件<i>x</i></li>",
        )

    def test_what_says_it_already_or_holds_no_elements_stays(self):
        for written in (
            '<p lang="zh-CN">您好</p>',
            "<title>Services - 示例市</title>",
            "<textarea>My name is 样本</textarea>",
            '<script type="application/ld+json">{"name": "津贴"}</script>',
            '<input value="津贴" placeholder="a > 津贴" />',
            "<p>1 &lt; 2</p>",
        ):
            with self.subTest(written=written):
                self.assertShown(written, written)

    def test_brackets_in_attributes_are_no_tags(self):
        written = '<a title="1 > 2 津贴" href="/x">go</a>'
        self.assertShown(written, written)

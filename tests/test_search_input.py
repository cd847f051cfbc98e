"""Whatever is sent to the search, it answers or says that it cannot read it."""

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from urllib.parse import quote
from urllib.parse import urlencode

import unittest

TEXTS = (
    "",
    " " * 1000,
    "and",
    "or or or",
    "NOT 津贴",
    "津贴 and (",
    ') OR ("',
    '"津贴',
    "津贴*",
    "title:津贴^2 NEAR(津 贴, 3)",
    "{津贴 高龄} - 低保",
    "'; DROP TABLE documents; --",
    "' OR 1=1 --",
    "%_%",
    "\\",
    "😀👨‍👩‍👧 津贴",
    "\x00\x08\x1b津贴\x7f",
    "\u202e\u200b\ufeff",
    "\ud800",
    "<script>alert(1)</script>",
    "${request} <tal:x> {{7*7}}",
    "长" * 10_240,
    "a" * 10_240,
    "1" * 10_240,
    "é́" * 5_000,
    " ".join("词语"[n % 2] + str(n) for n in range(2_000)),
    "𠮷野家",
    "ﷺ" * 600,
    "高齡津貼",
    "ＧＬＪＴ",
)

QUERIES = (
    "",
    "q",
    "q=%ff%fe%00",
    "q=%e9%ab",
    "q=津贴".encode().decode("latin-1"),
    "q=a&q=b&q=c",
    "q:list=a&q:list=b",
    "q:int=5",
    "q:int=five",
    "q.query:record=a&q.range:record=max",
    "q:records=a",
    "q=a&type=item&type=news",
    "q=a&type:list=item",
    "q=a&district:int=990102",
    "q=a&category=%00",
    "q=a&b_start=abc",
    "q=a&b_start=-5",
    "q=a&b_start=" + "9" * 6_000,
    "q=a&b_size=1e9",
    "q=a&b_start=%D9%A1",
    "q=a&b_start:list=1&b_start:list=2",
    "q=a&path=/&portal_type=Screen&sort_on=nothing",
    "set_language=xx&q=a",
    "&".join(f"q{number}=a" for number in range(500)),
)

#: What an answer may be: found or not, or not readable.
ANSWERED = (200, 400)


class InputTestCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.followRedirects = False

    def open(self, path):
        self.browser.open(f"{self.url}/{path}")
        return int(self.browser.headers["status"].split()[0])


class TestServices(InputTestCase):
    services = ("@find", "@suggest")

    def setUp(self):
        super().setUp()
        self.browser.addHeader("Accept", "application/json")

    def test_any_text_is_answered(self):
        for service in self.services:
            for text in TEXTS:
                text = text.encode("utf-8", "surrogatepass")
                with self.subTest(service=service, text=text[:20]):
                    self.assertEqual(200, self.open(f"{service}?q={quote(text)}"))

    def test_any_query_string_is_answered_or_refused(self):
        for service in self.services:
            for query in QUERIES:
                with self.subTest(service=service, query=query[:40]):
                    self.assertIn(self.open(f"{service}?{query}"), ANSWERED)

    def test_ten_kilobytes_are_cut(self):
        self.open(f"@find?q={quote('高龄津贴' * 900)}")
        self.assertIn(b"sq-ll-001", self.browser.contents)

    @settings(max_examples=80)
    @given(
        strategies.dictionaries(
            strategies.sampled_from(
                ("q", "type", "district", "category", "b_start", "b_size")
            ),
            strategies.one_of(
                strategies.text(max_size=40),
                strategies.binary(max_size=40),
                strategies.sampled_from(("item", "990102", "MZ", "0", "10", "津贴")),
            ),
        )
    )
    def test_any_parameters_are_answered_or_refused(self, parameters):
        query = urlencode(
            {
                name: value.encode("utf-8", "surrogatepass")
                if isinstance(value, str)
                else value
                for name, value in parameters.items()
            }
        )
        for service in self.services:
            self.assertIn(self.open(f"{service}?{query}"), ANSWERED)

"""Whatever is asked, there is an answer, in bounded work, on both databases."""

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies
from onewindow_policy.search.api import find
from onewindow_policy.search.api import Question
from onewindow_policy.search.reading import HEAD
from onewindow_policy.search.reading import Reader
from onewindow_policy.search.suggesting import suggest
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from unittest import mock

import unittest

HOSTILE = (
    "低保" * 5000,
    " " * 1000,
    "'; DROP TABLE documents; --",
    '低保" OR 1=1',
    "NEAR(低保 医保, 2) AND * NOT ^低保",
    "%_%",
    "低保\x00\x01\x1b",
    "😀👵🏽",
    "\udcff\udcfe",
    "a" * 10_000,
    "zhangzhangzhang" * 700,
    "1" * 5000,
    "的的的的的",
    "ﷺ" * 1000,
    "İıſ",
    "\u202e保低",
)


class HostileTests:
    def test_hostile_texts_get_an_answer(self):
        for text in HOSTILE:
            with self.subTest(text[:20]):
                find(Question(text))
                suggest(text)

    def test_any_text_gets_an_answer(self):
        @settings(max_examples=150)
        @given(strategies.text(max_size=60))
        def ask(text):
            find(Question(text))
            suggest(text)

        ask()

    def test_long_questions_ask_the_index_no_more_than_others(self):
        asked = []
        heads = Reader.heads

        def counted(reader, terms, most=HEAD):
            asked.append(len(terms))
            return heads(reader, terms, most)

        with mock.patch.object(Reader, "heads", counted):
            find(Question("残疾老人孩子失业看病租房上学低保高龄" * 600))
        self.assertLess(sum(asked), 5000)
        self.assertLessEqual(len(asked), 2)


class TestHostileOnSQLite(HostileTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestHostileOnPostgreSQL(HostileTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING

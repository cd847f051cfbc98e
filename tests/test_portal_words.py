"""What a reader's words become, without a site."""

from onewindow_policy.portal.notissued import asked_for
from onewindow_policy.portal.popularity import rank
from onewindow_policy.portal.words import MOST_TERMS
from onewindow_policy.portal.words import search_index
from onewindow_policy.portal.words import terms_of

import unittest

CERTIFICATES = [
    "亲属关系证明",
    "居民身份信息证明",
    "无犯罪记录证明",
    "社区戒毒社区康复人员情况证明(表现证明)",
    "婚姻状况证明",
    "健在证明",
    "疾病状况证明",
    "残疾状况证明",
    "居民就业状况证明",
]


class TestTerms(unittest.TestCase):
    def test_chinese_is_cut_into_pairs_as_the_index_has_it(self):
        self.assertEqual(["社保", "保卡"], terms_of("社保卡"))

    def test_single_character_is_the_beginning_of_pairs(self):
        self.assertEqual(["医*"], terms_of("医"))

    def test_other_words_are_beginnings(self):
        self.assertEqual(
            ["dibao*", "sq*", "ll*", "001*"], terms_of("dibao SQ-LL-001".lower())
        )

    def test_words_and_chinese_in_one_run_are_cut_apart(self):
        self.assertEqual(["A4*", "表格", "2026*"], terms_of("A4表格2026"))

    def test_full_width_letters_are_read_as_plain_ones(self):
        self.assertEqual(["abc*"], terms_of("ａｂｃ"))

    def test_operators_of_the_index_are_words(self):
        self.assertEqual(['"and"', '"NOT"', '"or"'], terms_of("and NOT or"))

    def test_nothing_but_words_is_left(self):
        self.assertEqual([], terms_of('()"*?!&|\\/<>_-+~ 😀\u200d'))

    def test_long_text_gives_a_bounded_query(self):
        self.assertEqual(
            MOST_TERMS, len(terms_of("".join(map(chr, range(0x4E00, 0x7000)))))
        )


class TestSearching(unittest.TestCase):
    def search(self, text, answers):
        asked = []

        def search(SearchableText):
            asked.append(SearchableText)
            return answers.get(SearchableText, [])

        return search_index(search, text), asked

    def test_all_words_are_asked_for_first(self):
        found, asked = self.search("低保卡", {"低保 AND 保卡": [1]})
        self.assertEqual([1], found)
        self.assertEqual(["低保 AND 保卡"], asked)

    def test_any_word_is_asked_for_when_nothing_has_all(self):
        found, asked = self.search("低保卡", {"低保 OR 保卡": [2]})
        self.assertEqual([2], found)
        self.assertEqual(["低保 AND 保卡", "低保 OR 保卡"], asked)

    def test_text_without_words_asks_nothing(self):
        found, asked = self.search("(((", {})
        self.assertEqual(0, len(found))
        self.assertEqual([], asked)


class TestCertificatesNotIssued(unittest.TestCase):
    def test_name_within_a_question_is_found(self):
        self.assertEqual(["健在证明"], asked_for("健在证明怎么开", CERTIFICATES))

    def test_shortened_names_are_found(self):
        for text, name in (
            ("无犯罪证明", "无犯罪记录证明"),
            ("开亲属证明", "亲属关系证明"),
            ("婚姻证明", "婚姻状况证明"),
            ("身份证明", "居民身份信息证明"),
        ):
            with self.subTest(text=text):
                self.assertEqual([name], asked_for(text, CERTIFICATES))

    def test_words_that_many_names_share_find_none(self):
        for text in ("证明", "居民证明", "状况证明", "社区证明", "开证明"):
            with self.subTest(text=text):
                self.assertEqual([], asked_for(text, CERTIFICATES))

    def test_subject_alone_is_no_question_for_a_certificate(self):
        self.assertEqual([], asked_for("残疾", CERTIFICATES))
        self.assertEqual([], asked_for("残疾证", CERTIFICATES))


class TestPopularity(unittest.TestCase):
    def test_news_naming_an_item_twice_counts_once(self):
        self.assertEqual({"A": 2, "B": 1}, dict(rank([["A", "A", "B"], ["A"], []])))

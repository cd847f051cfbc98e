"""Text as it is compared: widths, characters, words, sounds."""

from onewindow_policy.search.asking import ask
from onewindow_policy.search.sounds import fold
from onewindow_policy.search.sounds import initials
from onewindow_policy.search.sounds import sound
from onewindow_policy.search.sounds import split
from onewindow_policy.search.sounds import syllables
from onewindow_policy.search.sounds import unfinished
from onewindow_policy.search.texts import normalise
from onewindow_policy.search.texts import pairs
from onewindow_policy.search.texts import phrase
from onewindow_policy.search.texts import slipped_pairs
from onewindow_policy.search.texts import words

import unittest


class TestNormalising(unittest.TestCase):
    def test_full_width_and_capitals_are_one_with_half_width_and_small_letters(self):
        self.assertEqual("sbk4050", normalise("ＳＢＫ４０５０"))

    def test_traditional_characters_become_simplified(self):
        self.assertEqual("高龄津贴", normalise("高齡津貼"))

    def test_what_is_no_letter_or_digit_parts_words(self):
        self.assertEqual("低保 or 1 1", normalise("  低保' OR\x00 1=1 --😀　"))

    def test_pinyin_as_it_is_printed_is_as_it_is_typed(self):
        self.assertEqual("falv yuanzhu lv", normalise("fǎlǜ yuánzhù lü"))

    def test_heap_of_marks_leaves_the_letter(self):
        self.assertEqual("a", normalise("a" + "\u0301" * 9000))

    def test_half_a_surrogate_is_no_text(self):
        self.assertEqual("低保", normalise("低保\udcff"))


class TestWords(unittest.TestCase):
    def test_words_of_asking_say_nothing(self):
        self.assertEqual(["低保"], list(words(normalise("请问低保怎么办理?"))))

    def test_long_words_bring_their_parts(self):
        self.assertEqual(("养老", "老金"), words("养老金")["养老金"])

    def test_characters_of_unknown_words_count_by_pairs(self):
        self.assertEqual({"特扶", "扶金"}, set(words("特扶金")))

    def test_one_wrong_character_leaves_a_pair(self):
        self.assertIn("居_证", set(pairs("居住证")) & set(pairs("居往证")))

    def test_characters_that_slipped_leave_a_pair(self):
        for typed, name in (("居证住", "居住证"), ("助老餐", "助餐")):
            with self.subTest(typed):
                self.assertTrue(set(slipped_pairs(typed)) & set(pairs(name)))

    def test_phrase_is_words_that_say_something_and_nothing_else(self):
        self.assertEqual(("经济", "困难"), phrase("经济困难"))
        for text in ("困难", "没有收入", "揭不开锅"):
            with self.subTest(text):
                self.assertEqual((), phrase(text))

    def test_question_of_nothing_but_words_of_asking_asks_for_them(self):
        self.assertEqual(["材料"], list(ask("材料").words))


class TestSounds(unittest.TestCase):
    def test_characters_are_read_as_their_words_are(self):
        for text, reading in (
            ("重度残疾", "zhong du can ji"),
            ("重残补贴", "zhong can bu tie"),
            ("重庆", "chong qing"),
            ("长者食堂", "zhang zhe shi tang"),
            ("长寿补贴", "chang shou bu tie"),
            ("银行卡", "yin hang ka"),
            ("行动不便", "xing dong bu bian"),
            ("音乐", "yin yue"),
            ("乐龄", "le ling"),
            ("人民调解", "ren min tiao jie"),
        ):
            with self.subTest(text):
                self.assertEqual(reading.split(), list(syllables(text)))

    def test_letters_are_cut_into_syllables(self):
        self.assertEqual(("lin", "shi", "jiu", "zhu"), split("linshijiuzhu"))
        self.assertEqual((), split("sbk"))

    def test_letters_among_characters_are_sounds_too(self):
        self.assertEqual(sound(syllables("医保卡")), sound(syllables("yi保卡")))

    def test_syllables_that_are_confused_are_one(self):
        for one, other in (
            ("ling", "lin"),
            ("zheng", "zen"),
            ("shi", "si"),
            ("nan", "lan"),
            ("lv", "lu"),
        ):
            with self.subTest(one):
                self.assertEqual(fold(one), fold(other))
        self.assertNotEqual(fold("dong"), fold("dun"))

    def test_initials_keep_numbers(self):
        self.assertEqual("80sbt", initials(syllables("80岁补贴")))

    def test_unfinished_syllable_sounds_as_far_as_it_goes(self):
        whole = sound(syllables("高龄津贴"))
        self.assertTrue(whole.startswith(unfinished("gaolingj")))


class TestAsking(unittest.TestCase):
    def test_core_is_what_is_asked_for(self):
        self.assertEqual("低保", ask("请问低保怎么办理").core)

    def test_name_in_the_middle_of_a_question_has_its_share(self):
        asked = ask("外地人孩子怎么上小学")
        self.assertLess(0.1, asked.windows["上小学"])
        self.assertLess(asked.windows["上小学"], 0.5)

    def test_very_long_questions_are_cut(self):
        self.assertLessEqual(len(ask("低保" * 5000).text), 100)

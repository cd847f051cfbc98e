"""What lists show of people tells them apart and gives nobody away."""

from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.cases.masks import marked_name
from onewindow_policy.cases.masks import masked_id_number
from onewindow_policy.cases.masks import masked_name
from onewindow_policy.cases.masks import masked_numbers
from onewindow_policy.cases.masks import masked_phone

import unittest

han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1)
digits = st.text("0123456789X", max_size=30)


def shown(masked):
    return len(masked.replace("*", ""))


class TestMasks(unittest.TestCase):
    def test_names(self):
        for name, masked in (
            ("张三", "张*"),
            ("张小三", "张*三"),
            ("欧阳小三", "欧**三"),
            ("张 小 三", "张*三"),
            ("买买提·艾力江", "买***江"),
            ("赵", "*"),
            ("", "*"),
        ):
            with self.subTest(name):
                self.assertEqual(masked, masked_name(name))

    def test_numbers_within_a_text_show_their_last_four(self):
        for text, masked in (
            ("990102193901010016", "***0016"),
            ("99010219390101001X", "***001X"),
            ("6222 0200 0000 0000 000", "***0000"),
            ("护照E12345678，已过期", "护照***5678，已过期"),
            ("账号：6222020000000000000（本人）", "账号：***0000（本人）"),
            ("6222-0200-0000-0000", "***0000"),
            ("1234 5678 9012 3456 7890", "***7890"),
            ("2" * 24, "***2222"),
            ("USA330181010101", "***0101"),
            ("身份证990102193901010016.jpg", "身份证***0016.jpg"),
            ("ICBC6222021234567890123", "I***0123"),
            ("6222021234567890123ICBC", "***0123ICBC"),
            ("6222.0212.3456.7890", "***7890"),
            ("卡号６２２２０２１２３４５６７８９０", "卡号***7890"),
            ("990102193901010016 2026-11-06", "***0016 2026-11-06"),
        ):
            with self.subTest(text):
                self.assertEqual(masked, masked_numbers(text))

    def test_phones_days_and_amounts_are_no_such_numbers(self):
        for text in (
            *("13900001234", "0539-8888888", "1939-01-01", "2026年11月6日", "276000"),
            *("1000000元", "SQ-LL-001-M03", "晨光路12号3单元402室", ""),
            *("053988881234", "0539 88881234", "+8613900001234", "2026-11-06"),
            *("2026.11.06", "１３９００００１２３４", "2026-11-06 14:30"),
        ):
            with self.subTest(text):
                self.assertEqual(text, masked_numbers(text))

    def test_surname_and_marks_tell_a_family_apart_and_nothing_else(self):
        for name, marked in (
            ("张三", "张**"),
            ("张小三", "张**"),
            ("欧阳小三", "欧阳**"),
            ("司马光", "司马**"),
            # A whole name is no surname.
            ("欧阳", "欧**"),
            ("买买提·艾力江", "买**"),
            ("John Smith", "J**"),
            ("", "**"),
        ):
            with self.subTest(name):
                self.assertEqual(marked, marked_name(name))

    def test_identity_numbers(self):
        for number, masked in (
            ("11010119900307123X", "110***********123X"),
            (" 11010119900307123X ", "110***********123X"),
            ("E12345678", "***78"),
            ("12345", "***"),
            ("", ""),
        ):
            with self.subTest(number):
                self.assertEqual(masked, masked_id_number(number))

    def test_phones(self):
        for phone, masked in (
            ("13800001234", "138****1234"),
            ("138 0000 1234", "138****1234"),
            ("0571-88881234", "***34"),
            ("88881234", "***34"),
            ("12345", "***"),
            ("", ""),
        ):
            with self.subTest(phone):
                self.assertEqual(masked, masked_phone(phone))

    @given(han)
    def test_a_name_shows_two_characters_at_most_and_hides_one_at_least(self, name):
        masked = masked_name(name)
        self.assertLessEqual(shown(masked), min(2, len(name) - 1))
        self.assertIn("*", masked)
        self.assertLessEqual(len(masked), 5)

    @given(digits)
    def test_a_number_shows_seven_characters_at_most(self, number):
        for masked in (masked_id_number(number), masked_phone(number)):
            self.assertLessEqual(shown(masked), 7)
            if number:
                self.assertIn("*", masked)
                self.assertLess(shown(masked), max(len(number), 1))

    @given(st.text())
    def test_no_text_makes_them_fail(self, text):
        for mask in (masked_name, masked_id_number, masked_phone):
            self.assertIsInstance(mask(text), str)

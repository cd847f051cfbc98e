"""Identity, phone and card numbers, and names, as people type them."""

from datetime import date
from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.typed import numbers
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.exceptions import UnfitName
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.names import doubts_about_person_name
from onewindow_policy.typed.names import read_person_name
from onewindow_policy.typed.phones import read_phone
from onewindow_policy.typed.texts import clean_text
from onewindow_policy.typed.texts import compact_number
from stdnum.cn import ric

import unittest

ON = date(2026, 3, 20)

#: Of nobody: no area has the prefix 99.
NUMBER = "990102194503150023"

WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")

SERIALS = st.integers(0, 999).map("{:03}".format)
AREAS = st.integers(100_000, 999_999).map(str)
DAYS = st.dates(date(1900, 1, 1), ON).map("{:%Y%m%d}".format)

#: What phones copy along: `{0}` is the number, `{1}` the number with gaps.
PASTED = (
    "身份证号：{0}（本人）",
    "身份证号码:{1}请保密",
    "样本老人 {0} 13800000000",
    "ID number: {1}.",
    "\u200e{1}\u200b\u2060\ufeff",
    "样本老人，身份证{0}，电话0571-88881234",
)


def complete(seventeen):
    """Return an identity number with its check character."""
    return seventeen + ric.calc_check_digit(f"{seventeen}0")


ID_NUMBERS = st.tuples(AREAS, DAYS, SERIALS).map("".join).map(complete)


def spoken(error):
    return error.exception.args[0]


class TestIdNumber(unittest.TestCase):
    def refused(self, text):
        with self.assertRaises(UnfitNumber) as error:
            numbers.read_id_number(text, ON)
        return spoken(error)

    def test_number_is_read_as_it_stands_on_the_card(self):
        self.assertEqual(NUMBER, numbers.read_id_number(NUMBER, ON))

    @given(ID_NUMBERS, st.sampled_from([" ", "　", "-", "—", "\u200b", "\t", ""]))
    @example(NUMBER, " ")
    def test_any_valid_number_is_read_however_it_was_typed(self, number, gap):
        typed = gap.join((number[:6], number[6:14], number[14:]))
        for text in (typed, typed.lower(), typed.translate(WIDE), f" {typed}\r\n"):
            self.assertEqual(number, numbers.read_id_number(text, ON))

    @given(ID_NUMBERS, st.sampled_from(PASTED))
    def test_number_is_found_in_what_was_pasted_around_it(self, number, pasted):
        text = pasted.format(number, f"{number[:6]} {number[6:14]} {number[14:]}")
        self.assertEqual(number, numbers.read_id_number(text, ON))
        self.assertEqual(number, numbers.read_id_number(text.translate(WIDE), ON))

    @given(ID_NUMBERS, st.integers(0, 17), st.integers(1, 9))
    def test_no_single_wrong_digit_goes_through(self, number, place, distance):
        if not number[place].isdigit():
            number, place = NUMBER, 3
        digit = str((int(number[place]) + distance) % 10)
        self.refused(number[:place] + digit + number[place + 1 :])

    @given(ID_NUMBERS, st.integers(0, 15))
    def test_no_swap_of_neighbours_goes_through(self, number, place):
        one, other = number[place], number[place + 1]
        if one != other:
            self.refused(number[:place] + other + one + number[place + 2 :])

    @given(st.text())
    def test_any_text_is_read_or_refused_in_words(self, text):
        try:
            self.assertRegex(numbers.read_id_number(text, ON), r"^[0-9]{17}[0-9X]$")
        except UnfitAnswer as error:
            self.assertTrue(error.args[0].default)

    def test_each_fault_is_named(self):
        for text, fault in (
            ("990102450315002", "error_id_number_old"),
            (NUMBER[:-1], "error_id_number_length"),
            (NUMBER + "1", "error_id_number_length"),
            ("9901021945X3150023", "error_id_number_characters"),
            ("身份证号：990102194503150024（本人）", "error_id_number_check"),
            ("身份证990102", "error_left_over"),
            (f"{NUMBER}，{complete('99010219400101001')}", "error_several_numbers"),
            (complete("99010219450230002"), "error_id_number_date"),
            (complete("99010220260321002"), "error_id_number_future"),
            (complete("99010210260321002"), "error_id_number_future"),
            ("990102194503150024", "error_id_number_check"),
            ("", "error_id_number_length"),
        ):
            with self.subTest(text=text):
                self.assertEqual(fault, self.refused(text))

    def test_who_is_born_today_has_a_number(self):
        number = complete("99010220260320002")
        self.assertEqual(number, numbers.read_id_number(number, ON))

    def test_message_never_repeats_the_number(self):
        for text in ("990102194503150024", "9901021945", "9901021945X3150023"):
            with self.assertRaises(UnfitNumber) as error:
                numbers.read_id_number(text, ON)
            self.assertNotIn("9901", str(spoken(error).mapping))

    def test_unknown_area_is_a_doubt_only(self):
        (doubt,) = numbers.doubts_about_id_number("770102194503150023")
        self.assertEqual("warning_id_number_region", doubt)
        known = ("360426199101010071", "810000199001010011", "820000199001010011")
        for number in (*known, "830000199001010011", "911840199001010011", NUMBER):
            self.assertEqual((), numbers.doubts_about_id_number(number), number)

    def test_birth_and_age_are_read_off(self):
        self.assertEqual(date(1945, 3, 15), numbers.birth_date_of(NUMBER))
        born = date(2012, 3, 21)
        self.assertEqual(13, numbers.age_on(born, ON))
        self.assertEqual(14, numbers.age_on(born, date(2026, 3, 21)))

    def test_child_needs_a_guardian_until_the_fourteenth_birthday(self):
        born = date(2012, 3, 21)
        self.assertTrue(numbers.needs_guardian(born, ON))
        self.assertFalse(numbers.needs_guardian(born, date(2026, 3, 21)))

    def test_leap_day_child_is_fourteen_on_the_first_of_march(self):
        born = date(2012, 2, 29)
        self.assertEqual(13, numbers.age_on(born, date(2026, 2, 28)))
        self.assertEqual(14, numbers.age_on(born, date(2026, 3, 1)))


class TestPhone(unittest.TestCase):
    def refused(self, text):
        with self.assertRaises(UnfitNumber) as error:
            read_phone(text)
        return spoken(error)

    def test_mobile_number_is_read_however_it_was_typed(self):
        for text in (
            "13800000000",
            "138 0000 0000",
            "138-0000-0000",
            "+86 138 0000 0000",
            "＋８６１３８００００００００",
            "86 13800000000",
            "0086 138-0000-0000",
            "　138—0000—0000 ",
            "手机：138 0000 0000（儿子）",
            "138\u200b0000\u202c0000",
        ):
            with self.subTest(text=text):
                self.assertEqual("13800000000", read_phone(text))

    def test_landlines_and_numbers_from_elsewhere_are_phones(self):
        for text, number in (
            ("057188881234", "0571-88881234"),
            ("(0571) 8888 1234", "0571-88881234"),
            ("+86 571 8888 1234", "0571-88881234"),
            ("０１０—６６６６８８８８", "010-66668888"),
            ("010 6666 8888转8001", "010-66668888-8001"),
            ("0571-88881234-8001", "0571-88881234-8001"),
            ("家里：0571-8888123", "0571-8888123"),
            ("+852 9123 4567", "+85291234567"),
            ("00853 6612 3456", "+85366123456"),
            ("+1 (415) 555-2671", "+14155552671"),
            ("400-820-8888", "4008208888"),
        ):
            with self.subTest(text=text):
                self.assertEqual(number, read_phone(text))
                self.assertEqual(number, read_phone(number))

    def test_what_is_wrong_is_said_truly(self):
        for text, fault in (
            ("12800000000", "error_mobile_phone"),
            ("1380000000", "error_mobile_phone"),
            ("138000000000", "error_mobile_phone"),
            ("88881234", "error_phone_without_area"),
            ("0000-0012345", "error_phone"),
            ("13800000000/13900000000", "error_several_numbers"),
            ("没有", "error_phone_missing"),
            ("x", "error_phone_missing"),
            ("138 0000 0000转8", "error_left_over"),
        ):
            with self.subTest(text=text):
                self.assertEqual(fault, self.refused(text))

    @given(st.text())
    def test_any_text_is_read_or_refused_in_words(self, text):
        try:
            number = read_phone(text)
            self.assertRegex(number, r"^[+0-9][0-9-]{6,}$")
            self.assertEqual(number, read_phone(number))
        except UnfitAnswer as error:
            self.assertTrue(error.args[0].default)


class TestBankCard(unittest.TestCase):
    def test_number_of_a_card_is_read_without_its_gaps(self):
        self.assertEqual(
            "6228480402564890018", numbers.read_bank_card("6228 4804 0256 4890 018")
        )
        self.assertEqual((), numbers.doubts_about_bank_card("6228480402564890018"))

    def test_wrong_last_digit_is_a_doubt_only(self):
        number = numbers.read_bank_card("0000 0000 0000 0005")
        (doubt,) = numbers.doubts_about_bank_card(number)
        self.assertEqual("warning_bank_card", doubt)

    def test_too_short_too_long_and_letters_are_refused(self):
        for text in ("1" * 11, "1" * 20, "6228 4804 O256 4890", ""):
            with self.subTest(text=text), self.assertRaises(UnfitNumber):
                numbers.read_bank_card(text)


class TestName(unittest.TestCase):
    def test_names_are_read_in_one_shape(self):
        for text, name in (
            ("样本老人", "样本老人"),
            ("张 三", "张三"),
            ("　张　三　", "张三"),
            ("阿卜杜拉•艾合买提", "阿卜杜拉·艾合买提"),
            ("阿卜杜拉 ・ 艾合买提", "阿卜杜拉·艾合买提"),
            ("阿卜杜拉．艾合买提", "阿卜杜拉·艾合买提"),
            ("Ｍａｒｉａ Müller-Lüdenscheidt", "Maria Müller-Lüdenscheidt"),
            ("𠮷野", "𠮷野"),
            ("张\ue000", "张\ue000"),
            ("王〇", "王〇"),
            ("王 YAN", "王YAN"),
            ("Anna M. Berg", "Anna M. Berg"),
            ("J.R. Smith Jr.", "J.R. Smith Jr."),
            ("买买提.艾力江", "买买提·艾力江"),
            ("买买提。艾力江", "买买提·艾力江"),
            ("ئەخمەت. مۇھەممەت", "ئەخمەت·مۇھەممەت"),
            ("བསྟན་འཛིན་", "བསྟན་འཛིན་"),
            ("ᠪᠠᠲᠤ", "ᠪᠠᠲᠤ"),
            ("张", "张"),
            # Extensions B to H, of which Python's tables lack the last.
            ("\U00020000\U0002a700\U0002ceb0", "\U00020000\U0002a700\U0002ceb0"),
            ("\U00030000三\U00031350\U000323af", "\U00030000三\U00031350\U000323af"),
            # As it is copied out of a PDF: radicals.
            ("\u2f5f\u2f42", "玉文"),
            ("·张三.", "张三"),
        ):
            with self.subTest(text=text):
                self.assertEqual(name, read_person_name(text))
                self.assertEqual(name, read_person_name(name))

    def test_one_character_is_a_doubt_only(self):
        (doubt,) = doubts_about_person_name("张")
        self.assertEqual("warning_name_short", doubt)
        self.assertEqual((), doubts_about_person_name("张三"))

    def test_who_cannot_type_a_character_is_told_how(self):
        with self.assertRaises(UnfitName) as error:
            read_person_name("王[石+研]")
        self.assertIn("王YAN", spoken(error).default)
        self.assertEqual("[+]", spoken(error).mapping["marks"])

    def test_rare_characters_are_never_replaced_by_their_look_alikes(self):
        # NFKC would make 福 of it.
        self.assertEqual("张\ufa1b", read_person_name("张\ufa1b"))

    def test_digits_marks_and_half_names_are_refused(self):
        for text, fault in (
            ("张三1", "error_name_digits"),
            ("张三①", "error_name_digits"),
            ("", "error_name_missing"),
            ("长" * 51, "error_name_long"),
            ("-张", "error_name_characters"),
            ("张三（子）", "error_name_characters"),
            ("<张三>", "error_name_characters"),
        ):
            with self.subTest(text=text), self.assertRaises(UnfitName) as error:
                read_person_name(text)
            self.assertEqual(fault, spoken(error))

    @given(st.text(max_size=80))
    def test_reading_a_name_twice_changes_nothing(self, text):
        try:
            name = read_person_name(text)
        except UnfitName as error:
            self.assertTrue(error.args[0].default)
        else:
            self.assertEqual(name, read_person_name(name))


class TestTyped(unittest.TestCase):
    @given(st.text(alphabet=st.characters()))
    def test_clean_text_can_be_encoded_and_is_clean(self, text):
        cleaned = clean_text(text)
        cleaned.encode("utf-8")
        self.assertEqual(cleaned, clean_text(cleaned))

    def test_halves_of_characters_and_what_turns_the_line_are_dropped(self):
        self.assertEqual("甲乙", clean_text(" \ud800甲\u202e乙\x00　"))

    def test_punctuation_of_chinese_text_stays(self):
        self.assertEqual("甲，乙。", clean_text("甲，乙。"))

    @given(st.text())
    def test_compact_number_holds_no_space(self, text):
        compact = compact_number(text)
        self.assertIsInstance(compact, str)
        self.assertNotRegex(compact, r"\s")

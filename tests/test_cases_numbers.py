"""Case numbers and query codes: drawn, printed, said aloud, typed again."""

from datetime import date
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import QueryCodeMistyped
from onewindow_policy.cases.numbers import CASE_NUMBER
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import CODE_DIGITS
from onewindow_policy.cases.numbers import new_case_number
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.numbers import parse_query_code
from onewindow_policy.typed.serials import code_text
from onewindow_policy.typed.serials import draw_code
from stdnum.iso7064 import mod_11_2

import unittest

DAY = date(2026, 1, 15)
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


def checked(body):
    """Return a number with its check character."""
    return body + mod_11_2.calc_check_digit(body)


#: Drawn by Hypothesis, so that what fails once can be tried again.
numbers = (
    st.builds(
        "{:%y%m%d}{:08}".format,
        st.dates(date(2020, 1, 1), date(2099, 12, 31)),
        st.integers(0, 10**8 - 1),
    )
    .map(checked)
    .filter(str.isdigit)
)


class TestCaseNumber(unittest.TestCase):
    def test_number_is_the_day_a_block_and_a_check_digit_with_no_letter(self):
        drawn = [new_case_number(DAY) for _each in range(500)]
        for number in drawn:
            self.assertRegex(number, rf"\A260115\d{{{CASE_NUMBER.digits - 6}}}\Z")
            self.assertEqual(number, parse_case_number(number))
        # Two of them are the same by chance once in 700 runs, many never.
        self.assertGreater(len(set(drawn)), 490)

    def test_number_is_printed_in_groups(self):
        self.assertEqual("260115-4839-20775", case_number_text("260115483920775"))

    @given(numbers)
    def test_what_is_printed_is_understood(self, number):
        self.assertEqual(number, parse_case_number(case_number_text(number)))

    @given(numbers, st.sampled_from(" -–—.　\t"))
    def test_full_width_digits_spaces_and_dashes_do_no_harm(self, number, separator):
        typed = separator.join(case_number_text(number)).translate(FULL_WIDTH)
        self.assertEqual(number, parse_case_number(f" {typed}\n"))

    @given(numbers)
    def test_letters_that_look_like_digits_do_no_harm(self, number):
        typed = number.replace("0", "O").replace("1", "l")
        self.assertEqual(number, parse_case_number(typed))
        self.assertEqual(number, parse_case_number(typed.swapcase().replace("L", "I")))

    @given(
        numbers, st.integers(0, CASE_NUMBER.digits - 1), st.sampled_from("0123456789")
    )
    def test_every_wrong_digit_is_told(self, number, place, digit):
        assume(number[place] != digit)
        with self.assertRaises(CaseNumberMistyped):
            parse_case_number(number[:place] + digit + number[place + 1 :])

    @given(numbers, st.integers(0, CASE_NUMBER.digits - 2))
    def test_every_two_neighbours_that_changed_places_are_told(self, number, place):
        first, second = number[place : place + 2]
        assume(first != second)
        swapped = number[:place] + second + first + number[place + 2 :]
        with self.assertRaises(CaseNumberMistyped):
            parse_case_number(swapped)

    @given(st.text())
    def test_no_text_makes_it_fail_otherwise(self, text):
        try:
            number = parse_case_number(text)
        except CaseNumberMistyped:
            return
        self.assertRegex(number, r"\A[0-9]{15}\Z")

    def test_what_is_too_short_too_long_or_no_ascii_digit_is_told(self):
        number = new_case_number(DAY)
        arabic = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        for typed in ("", number[:-1], number + "0", arabic, "1" * 10_000_000):
            with self.subTest(typed[:20]), self.assertRaises(CaseNumberMistyped):
                parse_case_number(typed)


class TestQueryCode(unittest.TestCase):
    def test_code_has_ten_digits_and_is_printed_in_groups(self):
        for _each in range(100):
            self.assertRegex(draw_code(), rf"\A\d{{{CODE_DIGITS}}}\Z")
        self.assertEqual("482 901 7735", code_text("4829017735"))

    def test_codes_fill_their_range(self):
        drawn = [draw_code() for _each in range(2000)]
        # Two of them are the same by chance once in 5,000 runs, many never.
        self.assertGreater(len(set(drawn)), 1990)
        for place in range(CODE_DIGITS):
            self.assertEqual(set("0123456789"), {code[place] for code in drawn})

    @given(st.text("0123456789", min_size=CODE_DIGITS, max_size=CODE_DIGITS))
    def test_what_is_printed_is_understood_in_full_width_too(self, code):
        printed = code_text(code)
        self.assertEqual(code, parse_query_code(printed))
        self.assertEqual(code, parse_query_code(printed.translate(FULL_WIDTH)))

    @given(st.text())
    def test_no_text_makes_it_fail_otherwise(self, text):
        try:
            code = parse_query_code(text)
        except QueryCodeMistyped:
            return
        self.assertRegex(code, r"\A[0-9]{10}\Z")

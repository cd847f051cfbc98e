"""Numbers of suggestions: drawn, checked, read as people type them."""

from datetime import datetime
from datetime import UTC
from onewindow_policy.feedback.exceptions import NumberMistyped
from onewindow_policy.feedback.numbers import new_number
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.feedback.numbers import parse_number

import unittest

#: Already the 16th where the city is.
EVENING = datetime(2026, 1, 15, 16, 30, tzinfo=UTC)


class TestNumbers(unittest.TestCase):
    def test_number_begins_with_the_day_in_the_city_and_has_digits_only(self):
        for _try in range(200):
            number = new_number(EVENING)
            self.assertRegex(number, r"\A260116\d{6}\Z")
            self.assertEqual(number, parse_number(number))

    def test_number_is_read_however_it_is_typed(self):
        number = new_number(EVENING)
        spaced = " ".join(number)
        wide = number.translate({ord("0") + n: ord("０") + n for n in range(10)})
        for typed in (number_text(number), spaced, wide, f" {number[:6]}—{number[6:]}"):
            with self.subTest(typed):
                self.assertEqual(number, parse_number(typed))

    def test_every_wrong_digit_and_every_swap_is_told(self):
        number = new_number(EVENING)
        wrong = [
            number[:place] + digit + number[place + 1 :]
            for place in range(len(number))
            for digit in "0123456789"
        ]
        wrong += [
            number[:place] + number[place + 1] + number[place] + number[place + 2 :]
            for place in range(len(number) - 1)
        ]
        for typed in set(wrong) - {number}:
            with self.subTest(typed), self.assertRaises(NumberMistyped):
                parse_number(typed)

    def test_what_is_no_number_is_refused(self):
        number = new_number(EVENING)
        for typed in ("", "abc", number[:-1], number + "0", "x" * 10**6, "²" * 12):
            with self.subTest(typed[:20]), self.assertRaises(NumberMistyped):
                parse_number(typed)

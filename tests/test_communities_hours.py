"""Opening hours are told the way people tell them."""

from onewindow_policy.communities.hours import clock_time
from onewindow_policy.communities.hours import hours_lines
from onewindow_policy.communities.hours import hours_sentence
from onewindow_policy.communities.hours import spans_of

import unittest

ROWS = [
    {"days": "saturday", "opens": "09:00", "closes": "11:30"},
    {"days": "weekdays", "opens": "13:30", "closes": "17:30"},
    {"days": "weekdays", "opens": "08:30", "closes": "12:00"},
]


def words(message):
    """Say messages in English, as a translation without a catalogue does."""
    return str(message.default)


class TestHours(unittest.TestCase):
    def test_spans_are_in_the_order_of_the_week_and_of_the_day(self):
        self.assertEqual(
            (
                ("weekdays", "08:30", "12:00"),
                ("weekdays", "13:30", "17:30"),
                ("saturday", "09:00", "11:30"),
            ),
            spans_of(ROWS),
        )

    def test_a_hall_without_hours_has_no_spans(self):
        self.assertEqual((), spans_of(None))
        self.assertEqual([], hours_lines((), words))

    def test_times_have_no_leading_zero(self):
        self.assertEqual("8:30", clock_time("08:30"))
        self.assertEqual("13:30", clock_time("13:30"))
        self.assertEqual("0:15", clock_time("00:15"))

    def test_days_that_are_closed_are_said_in_a_table_only(self):
        spans = spans_of(ROWS)
        self.assertEqual(2, len(hours_lines(spans, words)))
        self.assertEqual(
            [
                ("Mon to Fri", "8:30–12:00, 13:30–17:30"),
                ("Saturday", "9:00–11:30"),
                ("Sunday", "Closed"),
            ],
            hours_lines(spans, words, closed=True),
        )

    def test_one_line_says_it_all(self):
        self.assertEqual(
            "Mon to Fri 8:30–12:00, 13:30–17:30; Saturday 9:00–11:30",
            hours_sentence(spans_of(ROWS), words),
        )

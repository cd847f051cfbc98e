"""Filters and their counts, without a site."""

from onewindow_policy.browse.bits import bits_of
from onewindow_policy.browse.bits import moved
from onewindow_policy.browse.bits import numbers_of
from onewindow_policy.browse.facets import Choice
from onewindow_policy.browse.facets import counts
from onewindow_policy.browse.facets import Facet
from onewindow_policy.browse.facets import matching
from onewindow_policy.browse.facets import read_choice
from onewindow_policy.search.questions import LONGEST_TEXT

import unittest

EVENT = Facet("life_event", "life_events")
DISTRICT = Facet("district", "adopted_by")
CHANNEL = Facet("channel", "channels", combines=True)
FACETS = (EVENT, DISTRICT, CHANNEL)


def bits(*numbers):
    return bits_of(numbers, 10)


BASE = bits(1, 2, 3, 4, 5)
POSTINGS = {
    # 9 is something that the reader may not see.
    "life_event": {"birth": bits(1, 2, 9), "ageing": bits(3, 4, 5)},
    "district": {"north": bits(1, 2, 3, 4, 5), "south": bits(1, 3, 9)},
    "channel": {"online": bits(1, 3, 4), "home": bits(3, 5)},
}
KNOWN = {name: list(values) for name, values in POSTINGS.items()}


def chosen(*values, text=""):
    return Choice(text, values)


class TestCounting(unittest.TestCase):
    def count(self, *values):
        return counts(BASE, POSTINGS, FACETS, chosen(*values))

    def test_without_a_choice_each_value_counts_all_that_the_reader_may_see(self):
        self.assertEqual(
            {
                "life_event": {"birth": 2, "ageing": 3},
                "district": {"north": 5, "south": 2},
                "channel": {"online": 3, "home": 2},
            },
            self.count(),
        )

    def test_counts_follow_the_choice_in_other_facets(self):
        found = self.count(("district", "south"))
        self.assertEqual({"birth": 1, "ageing": 1}, found["life_event"])
        self.assertEqual({"online": 2, "home": 1}, found["channel"])

    def test_counts_of_a_facet_do_not_follow_its_own_choice(self):
        found = self.count(("life_event", "birth"))
        self.assertEqual({"birth": 2, "ageing": 3}, found["life_event"])

    def test_counts_of_a_combining_facet_follow_its_own_choice_too(self):
        self.assertEqual(
            {"online": 1, "home": 2}, self.count(("channel", "home"))["channel"]
        )

    def test_each_count_is_what_choosing_that_value_then_finds(self):
        start = chosen(("district", "north"), ("channel", "online"))
        found = counts(BASE, POSTINGS, FACETS, start)
        for facet in FACETS:
            for value, count in found[facet.name].items():
                with self.subTest(facet=facet.name, value=value):
                    after = matching(BASE, POSTINGS, start.choosing(facet, value))
                    self.assertEqual(count, len(numbers_of(after)))

    def test_value_that_nothing_has_finds_nothing(self):
        self.assertEqual(0, matching(BASE, POSTINGS, chosen(("district", "west"))))

    def test_records_moved_to_other_values_are_counted_there_only(self):
        having = moved(POSTINGS["channel"], {3: ("home",), 5: ("online", "instant")})
        self.assertEqual(
            {"online": bits(1, 4, 5), "home": bits(3), "instant": bits(5)}, having
        )
        self.assertEqual(bits(1, 3, 4), POSTINGS["channel"]["online"])


class TestBits(unittest.TestCase):
    def test_bits_give_back_their_numbers_in_order(self):
        for numbers in ([], [0], [9], [0, 3, 9], list(range(10))):
            with self.subTest(numbers=numbers):
                self.assertEqual(numbers, numbers_of(bits(*reversed(numbers))))

    def test_slice_of_the_numbers_is_that_of_their_list(self):
        numbers = [0, 2, 3, 5, 8]
        for start, stop in ((0, 2), (1, 3), (4, 9), (7, 9), (2, None)):
            with self.subTest(start=start, stop=stop):
                found = numbers_of(bits(*numbers), start, stop)
                self.assertEqual(numbers[start:stop], found)

    def test_many_numbers_are_many_bits(self):
        numbers = range(0, 50_000, 7)
        self.assertEqual(len(numbers), bits_of(numbers, 50_000).bit_count())
        self.assertEqual(
            list(numbers)[-3:], numbers_of(bits_of(numbers, 50_000), len(numbers) - 3)
        )


class TestChoosing(unittest.TestCase):
    def test_choosing_replaces_the_value_of_the_same_facet(self):
        choice = chosen(("life_event", "birth")).choosing(EVENT, "ageing")
        self.assertEqual(("ageing",), choice.of("life_event"))

    def test_choosing_adds_to_a_combining_facet(self):
        choice = chosen(("channel", "home")).choosing(CHANNEL, "online")
        self.assertEqual({"home", "online"}, set(choice.of("channel")))

    def test_choosing_and_dropping_begin_at_the_first_page(self):
        choice = Choice("", (("channel", "home"),), start=40)
        self.assertEqual(0, choice.choosing(EVENT, "birth").start)
        self.assertEqual(0, choice.dropping("channel", "home").start)

    def test_query_is_the_same_whatever_the_order_of_choosing(self):
        one = chosen().choosing(EVENT, "birth").choosing(DISTRICT, "north")
        other = chosen().choosing(DISTRICT, "north").choosing(EVENT, "birth")
        self.assertEqual(one.as_query(), other.as_query())

    def test_query_read_again_is_the_same_choice(self):
        choice = chosen(("channel", "home"), ("district", "south"), text="低保&a=b")
        form = {"q": "低保&a=b", "channel": "home", "district": "south"}
        self.assertEqual(
            choice.as_query(), read_choice(form, FACETS, KNOWN)[0].as_query()
        )
        self.assertIn("q=%E4%BD%8E%E4%BF%9D%26a%3Db", choice.as_query())


class TestReading(unittest.TestCase):
    def read(self, **form):
        return read_choice(form, FACETS, KNOWN)

    def test_unknown_values_are_left_out_and_told(self):
        choice, unknown = self.read(life_event="war", district="north")
        self.assertEqual((("district", "north"),), choice.values)
        self.assertEqual(("war",), unknown)

    def test_of_a_repeated_single_value_the_last_counts(self):
        choice, _unknown = self.read(life_event=["birth", "ageing"])
        self.assertEqual(("ageing",), choice.of("life_event"))

    def test_repeated_values_of_a_combining_facet_all_count_once(self):
        choice, _unknown = self.read(channel=["home", "online", "home"])
        self.assertEqual(("home", "online"), choice.of("channel"))

    def test_values_that_are_no_text_are_left_out(self):
        for value in (None, 3, object(), {"a": "b"}, [None, 4], ()):
            with self.subTest(value=value):
                choice, unknown = self.read(life_event=value, q=value, b_start=object())
                self.assertEqual((Choice(), ()), (choice, unknown))

    def test_start_that_is_no_page_is_the_first_page(self):
        for start in ("-20", "1e3", "", "abc", "9" * 5000, [], None, "٣٣٣٣٣٣٣٣"):
            with self.subTest(start=start):
                self.assertEqual(0, self.read(b_start=start)[0].start)
        self.assertEqual(40, self.read(b_start="40")[0].start)

    def test_text_is_printable_and_not_too_long(self):
        choice, _unknown = self.read(q="\x00低\u202e保\n" + "长" * 20_000)
        self.assertTrue(choice.text.isprintable())
        self.assertEqual(LONGEST_TEXT, len(choice.text))
        self.assertTrue(choice.text.startswith("低 保"))

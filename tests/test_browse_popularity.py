"""What the news name most."""

from onewindow_policy.browse.popularity import rank

import unittest


class TestPopularity(unittest.TestCase):
    def test_news_naming_an_item_twice_counts_once(self):
        self.assertEqual({"A": 2, "B": 1}, dict(rank([["A", "A", "B"], ["A"], []])))

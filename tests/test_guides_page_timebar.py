"""The bar of a process is true to its days."""

from onewindow_policy.guides.browser.timebar import time_bars
from onewindow_policy.guides.resolved import ProcessStep

import unittest


def step(days, counted=True):
    return ProcessStep("某步", "street", days=days, counted=counted)


class TestTimeBar(unittest.TestCase):
    def test_parts_are_as_wide_as_their_days(self):
        bars = time_bars([step(0), step(1), step(3)])
        self.assertEqual(["24.50%", "74.50%"], [bar.width for bar in bars])
        self.assertEqual([2, 3], [bar.number for bar in bars])

    def test_steps_that_do_not_count_look_different(self):
        bars = time_bars([step(5), step(5, counted=False)])
        self.assertNotIn("is-paused", bars[0].css_class)
        self.assertIn("is-paused", bars[1].css_class)

    def test_a_number_that_does_not_fit_is_left_out(self):
        self.assertIsNone(time_bars([step(1), step(99)])[0].number)

    def test_one_step_or_none_draws_nothing(self):
        self.assertEqual([], time_bars([step(0), step(7)]))
        self.assertEqual([], time_bars([]))

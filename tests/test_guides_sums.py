"""Sums as residents read them, in both languages."""

from onewindow_policy.guides.resolved import BenefitRate
from onewindow_policy.guides.sums import benefit_line
from onewindow_policy.guides.sums import rate_text
from onewindow_policy.guides.wording import Wording
from onewindow_policy.testing import INTEGRATION_TESTING
from unittest import TestCase


def rate(amount=None, amount_to=None, period="month", **more):
    return BenefitRate(
        "a", "甲", amount=amount, amount_to=amount_to, period=period, **more
    )


class SumsTest(TestCase):
    # Of the site only the code lists are asked.
    layer = INTEGRATION_TESTING

    def assert_says(self, chinese, english, one):
        self.assertEqual(chinese, rate_text(Wording("zh-cn"), one))
        self.assertEqual(english, rate_text(Wording("en"), one))

    def test_sum_says_how_often(self):
        self.assert_says("每月60元", "60 yuan a month", rate("60"))
        self.assert_says("一次性1200元", "1,200 yuan once", rate("1200", period="once"))

    def test_sums_have_the_figures_of_their_language(self):
        self.assert_says("每月62.5元", "62.5 yuan a month", rate("62.50"))
        self.assert_says("每年3600元", "3,600 yuan a year", rate("3600", period="year"))
        self.assert_says(
            "每年1.8万元", "18,000 yuan a year", rate("18000", period="year")
        )
        self.assert_says(
            "每年12345元", "12,345 yuan a year", rate("12345", period="year")
        )

    def test_sum_that_differs_from_case_to_case_has_bounds(self):
        self.assert_says(
            "每月300至900元", "300 to 900 yuan a month", rate("300", "900")
        )
        self.assert_says(
            "一次性最高3000元", "up to 3,000 yuan once", rate(None, "3000", "once")
        )

    def test_sum_says_for_whom_it_is_where_that_is_not_a_person(self):
        self.assert_says(
            "每户每月300元",
            "300 yuan a month for a household",
            rate("300", per="household"),
        )
        self.assert_says(
            "每孩每年3600元",
            "3,600 yuan a year for each child",
            rate("3600", period="year", per="child"),
        )

    def test_what_is_no_plain_sum_says_what_it_is(self):
        self.assert_says(
            "补足到每月780元",
            "Income topped up to 780 yuan a month",
            rate("780", measure="top_up"),
        )
        self.assert_says(
            "自付费用的75%",
            "75% of 自付费用",
            rate("75", period=None, measure="percent", basis="自付费用"),
        )
        self.assert_says(
            "自付费用的75%",
            "75% of what you pay",
            rate(
                "75",
                period=None,
                measure="percent",
                basis="自付费用",
                basis_en="what you pay",
            ),
        )
        self.assert_says(
            "住房", "住房", rate(period=None, measure="in_kind", note="住房")
        )
        self.assert_says(
            "住房",
            "A flat",
            rate(period=None, measure="in_kind", note="住房", note_en="A flat"),
        )

    def test_line_has_the_span_of_what_is_alike_and_says_that_there_is_more(self):
        words = Wording("zh-cn")
        self.assertEqual("", benefit_line(words, ()))
        self.assertEqual("每月60元", benefit_line(words, (rate("60"),)))
        several = (rate("100"), rate("50"), rate("500"))
        self.assertEqual("每月50至500元", benefit_line(words, several))
        mixed = (rate("50"), rate("3000", period="once"))
        self.assertEqual("每月50元等", benefit_line(words, mixed))

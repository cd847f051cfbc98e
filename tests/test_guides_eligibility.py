"""Typed conditions and sums: who meets them, and what is no condition and no sum."""

from datetime import date
from onewindow_policy.guides.eligibility import Band
from onewindow_policy.guides.eligibility import judge
from onewindow_policy.guides.eligibility import judge_rate
from onewindow_policy.guides.eligibility import Outcome
from onewindow_policy.guides.eligibility import sum_up
from onewindow_policy.guides.entitlements import fault_of_condition
from onewindow_policy.guides.entitlements import fault_of_rate
from onewindow_policy.guides.entitlements import is_amount
from onewindow_policy.guides.resolved import BenefitRate
from onewindow_policy.guides.resolved import Eligibility
from onewindow_policy.guides.resolved import freeze
from unittest import TestCase

TODAY = date(2026, 3, 1)

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN

SUBJECTS = {
    "disability_1": "disability",
    "disability_2": "disability",
    "hardship_minimum": "hardship",
}


def condition(about, key="one", whose="applicant", **more):
    return Eligibility(key, f"条件{key}", whose, about, **more)


def outcome(row, whose="applicant", **answers):
    (verdict,) = judge([row], {whose: answers}, TODAY)
    return verdict.outcome


class ConditionsTest(TestCase):
    def test_ages_count_from_the_birthday_on(self):
        eighty = condition("age", at_least=80)
        for born, expected in (
            (date(1946, 3, 1), MET),
            (date(1946, 3, 2), NOT_MET),
            (date(1940, 1, 1), MET),
        ):
            with self.subTest(born=born):
                self.assertEqual(expected, outcome(eighty, age=born))

    def test_below_three_lasts_until_the_day_before_the_third_birthday(self):
        infant = condition("age", whose="child", at_most=2)
        for born, expected in (
            (date(2023, 3, 2), MET),
            (date(2023, 3, 1), NOT_MET),
            (TODAY, MET),
        ):
            with self.subTest(born=born):
                self.assertEqual(expected, outcome(infant, "child", age=born))

    def test_who_was_born_on_a_leap_day_is_older_from_the_first_of_march_on(self):
        eighteen = condition("age", at_least=18)
        born = date(2008, 2, 29)
        for day, expected in ((date(2026, 2, 28), NOT_MET), (TODAY, MET)):
            with self.subTest(day=day):
                (verdict,) = judge([eighteen], {"applicant": {"age": born}}, day)
                self.assertEqual(expected, verdict.outcome)

    def test_birthday_in_the_future_says_nothing(self):
        row = condition("age", at_most=2)
        self.assertEqual(UNKNOWN, outcome(row, age=date(2026, 3, 2)))

    def test_band_is_judged_by_its_bounds(self):
        row = condition("age", at_least=60, at_most=79)
        for band, expected in (
            (Band(60, 79), MET),
            (Band(80), NOT_MET),
            (Band(0, 59), NOT_MET),
            (Band(50, 65), UNKNOWN),
            (Band(60), UNKNOWN),
            (Band(), UNKNOWN),
        ):
            with self.subTest(band=band):
                self.assertEqual(expected, outcome(row, age=band))

    def test_one_of_the_circumstances_is_enough(self):
        row = condition("disability", codes=("disability_1", "disability_2"))
        self.assertEqual(MET, outcome(row, disability="disability_2"))
        self.assertEqual(MET, outcome(row, disability=["disability_2", "x"]))
        self.assertEqual(NOT_MET, outcome(row, disability="disability_3"))
        self.assertEqual(UNKNOWN, outcome(row))
        self.assertEqual(UNKNOWN, outcome(row, disability=""))

    def test_what_an_office_looks_into_is_never_known(self):
        row = condition("assessed")
        self.assertEqual(UNKNOWN, outcome(row, assessed="yes"))

    def test_answers_about_somebody_else_say_nothing(self):
        row = condition("age", whose="child", at_most=2)
        self.assertEqual(UNKNOWN, outcome(row, age=date(2025, 1, 1)))

    def test_nothing_is_met_for_a_person_that_there_is_not(self):
        for row in (
            condition("age", whose="child", at_most=2),
            condition("assessed", whose="child"),
        ):
            (verdict,) = judge([row], {"child": None}, TODAY)
            self.assertEqual(NOT_MET, verdict.outcome)

    def test_of_alternatives_one_is_enough_and_all_are_said(self):
        rows = [
            condition("age", "a", at_least=60),
            condition("care", "b", codes=("needed",), group="need"),
            condition("age", "c", at_least=80, group="need"),
        ]
        for answers, expected in (
            ({"age": 81}, [MET, MET]),
            ({"age": 70, "care": "needed"}, [MET, MET]),
            ({"age": 70}, [MET, UNKNOWN]),
            ({"age": 70, "care": "none"}, [MET, NOT_MET]),
            ({"age": 50, "care": "needed"}, [NOT_MET, MET]),
        ):
            with self.subTest(answers=answers):
                found = judge(rows, {"applicant": answers}, TODAY)
                self.assertEqual(expected, [each.outcome for each in found])
                self.assertEqual(("条件b", "条件c"), found[1].sentences)

    def test_all_in_all_one_condition_that_is_not_met_decides(self):
        rows = [
            condition("age", "a", at_least=60),
            condition("household", "b", codes=("household_local",)),
        ]
        for answers, expected in (
            ({"age": 60, "household": "household_local"}, MET),
            ({"age": 60}, UNKNOWN),
            ({"age": 59}, NOT_MET),
        ):
            with self.subTest(answers=answers):
                found = judge(rows, {"applicant": answers}, TODAY)
                self.assertEqual(expected, sum_up(found))
        self.assertEqual(MET, sum_up([]))


class RatesTest(TestCase):
    def judged(self, rate, **answers):
        return judge_rate(rate, SUBJECTS, {"applicant": answers}, TODAY)

    def test_rate_is_for_its_ages_both_included(self):
        rate = BenefitRate("80-89", "80至89周岁", age_from=80, age_to=89)
        for age, expected in ((79, NOT_MET), (80, MET), (89, MET), (90, NOT_MET)):
            with self.subTest(age=age):
                self.assertEqual(expected, self.judged(rate, age=age))
        self.assertEqual(UNKNOWN, self.judged(rate))

    def test_one_circumstance_of_each_kind_is_needed(self):
        rate = BenefitRate("a", "甲", circumstances=tuple(SUBJECTS))
        for answers, expected in (
            ({"disability": "disability_2", "hardship": "hardship_minimum"}, MET),
            ({"disability": "disability_2"}, UNKNOWN),
            ({"disability": "disability_2", "hardship": "hardship_none"}, NOT_MET),
        ):
            with self.subTest(answers=answers):
                self.assertEqual(expected, self.judged(rate, **answers))

    def test_rate_for_everybody_needs_no_answer(self):
        self.assertEqual(MET, self.judged(BenefitRate("a", "甲")))

    def test_rows_that_list_nothing_can_be_judged(self):
        guide = freeze(
            {
                "benefit_rates": [{"key": "a", "who": "甲", "circumstances": None}],
                "eligibility": [
                    {
                        "key": "a",
                        "sentence": "甲",
                        "whose": "applicant",
                        "about": "care",
                        "codes": ["care_needed"],
                    }
                ],
            }
        )
        self.assertEqual(MET, self.judged(guide.benefit_rates[0]))
        self.assertEqual(("care_needed",), guide.eligibility[0].codes)
        # The page of a guide is remembered by all that it is made of.
        self.assertEqual(hash(guide), hash(guide))


class FaultsTest(TestCase):
    RATE = {"key": "a", "who": "甲", "amount": "60", "period": "month"}
    CONDITION = {"key": "a", "sentence": "甲", "about": "age", "at_least": 60}

    def test_sums_are_digits_with_two_places_at_most(self):
        for text in ("60", "62.5", "62.50", "0"):
            self.assertTrue(is_amount(text), text)
        for text in (
            "",
            "六十",
            "60元",
            "1,000",
            "-1",
            "62.505",
            "６０",
            "60\n",
            "1e3",
        ):
            self.assertFalse(is_amount(text), text)

    def test_faults_of_sums_are_named(self):
        for changes, expected in (
            ({}, None),
            ({"amount": None, "amount_to": "100"}, None),
            ({"amount": "99.5", "amount_to": "100"}, None),
            ({"measure": "percent", "basis": "自付费用", "period": None}, None),
            ({"measure": "in_kind", "amount": None, "note": "住房"}, None),
            ({"amount": None}, "error_rate_no_sum"),
            ({"amount": "100", "amount_to": "99.5"}, "error_rate_sums"),
            ({"age_from": 90, "age_to": 80}, "error_rate_ages"),
            ({"period": None}, "error_rate_no_period"),
            ({"measure": "percent"}, "error_rate_no_basis"),
            ({"measure": "in_kind", "amount": None}, "error_rate_no_thing"),
        ):
            with self.subTest(changes=changes):
                self.assertEqual(expected, fault_of_rate({**self.RATE, **changes}))

    def test_faults_of_conditions_are_named(self):
        for changes, expected in (
            ({}, None),
            ({"about": "care", "codes": ["care_needed"]}, None),
            ({"about": "assessed"}, None),
            ({"at_least": None}, "error_condition_no_number"),
            ({"at_most": 59}, "error_condition_numbers"),
            ({"about": "care"}, "error_condition_no_codes"),
        ):
            with self.subTest(changes=changes):
                row = {**self.CONDITION, **changes}
                self.assertEqual(expected, fault_of_condition(row))

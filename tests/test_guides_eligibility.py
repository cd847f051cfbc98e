"""Typed conditions and sums: who meets them, what is no condition and no sum, and which
contradict one another or the words beside them."""

from datetime import date
from onewindow_policy.guides import lintprose
from onewindow_policy.guides import lintrates
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
from onewindow_policy.guides.resolved import Question
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.vocabularies.api import Term
from unittest import mock
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


class ContradictionsTest(TestCase):
    """What the linter finds between rows, and between rows and words."""

    def setUp(self):
        terms = {
            code: Term(code, code, about=about) for code, about in SUBJECTS.items()
        }
        lists = {
            "circumstances": terms,
            "benefit_periods": {"month": Term("month", "")},
        }
        self.enterContext(mock.patch.object(lintrates, "code_list", lists.get))

    def found(self, rule, *rates, eligibility=(), **more):
        guide = ResolvedGuide(benefit_rates=rates, eligibility=eligibility, **more)
        return [(each.name, each.row) for each in rule(guide, "高龄津贴")]

    def rate(self, age_from=None, age_to=None, who="老年人", **more):
        return BenefitRate(
            who, who, **{"amount": "60", "age_from": age_from, "age_to": age_to} | more
        )

    def test_sum_in_words_that_no_row_has_is_found(self):
        rates = (self.rate(), self.rate(amount="1200", amount_to="18000"))
        for text, expected in (
            ("每人每月发放60元。", []),
            ("每月最高1,200元，一年补贴1.8万元", []),
            ("每月发放50元。", [("standard", 0)]),
            ("每年补贴1.9万元", [("standard", 0)]),
            ("人均月收入不超过880元的，可以领补贴。", []),
            ("每年缴费300元。", []),
        ):
            with self.subTest(text=text):
                rule = lintprose.find_other_sums
                self.assertEqual(expected, self.found(rule, *rates, standard=text))
        faqs = (Question("多少钱？", "按月发。每月发80元。"),)
        self.assertEqual(
            [("faqs", 1)], self.found(lintprose.find_other_sums, *rates, faqs=faqs)
        )

    def test_sum_in_words_is_no_contradiction_where_remarks_tell_it_or_nothing_is_typed(
        self,
    ):
        rule, text = lintprose.find_other_sums, "补贴每年5万元"
        noted = self.rate(note="年度补贴5万元")
        self.assertEqual([], self.found(rule, noted, standard=text))
        percent = self.rate(measure="percent", basis="费用")
        self.assertEqual([], self.found(rule, percent, standard=text))

    def test_age_in_words_that_no_row_has_is_found(self):
        rates = (self.rate(80, 89), self.rate(90))
        for text, expected in (
            ("年满80周岁", []),
            ("不满90周岁的，按第一档", []),
            ("年满70周岁", [("conditions", 1)]),
            ("监护人年满18周岁", []),
        ):
            with self.subTest(text=text):
                rule = lintprose.find_other_ages
                self.assertEqual(expected, self.found(rule, *rates, conditions=(text,)))
        self.assertEqual(
            [], self.found(lintprose.find_other_ages, conditions=("年满70周岁",))
        )

    def test_row_whose_words_say_another_age_than_its_numbers_is_found(self):
        rule = lintprose.find_ages_of_rows
        self.assertEqual([], self.found(rule, self.rate(80, 89, who="80至89周岁")))
        self.assertEqual(
            [], self.found(rule, self.rate(None, 2, who="3周岁以下婴幼儿"))
        )
        self.assertEqual(
            [("benefit_rates", 1)], self.found(rule, self.rate(70, who="80周岁以上"))
        )
        row = Eligibility("a", "年满80周岁", "applicant", "age", at_least=70)
        self.assertEqual([("eligibility", 1)], self.found(rule, eligibility=(row,)))

    def test_ages_between_two_sums_or_in_both_are_found(self):
        rule, first = lintrates.find_gaps_of_ages, self.rate(80, 89)
        for second, expected in (
            (self.rate(90, 99), []),
            (self.rate(89, 99), [("benefit_rates", 2)]),
            (self.rate(91), [("benefit_rates", 2)]),
            (self.rate(80, 89, who="丙"), []),
            (self.rate(91, whose="child"), []),
            (self.rate(85, circumstances=("disability_1",)), []),
            (self.rate(), []),
        ):
            with self.subTest(second=second):
                self.assertEqual(expected, self.found(rule, first, second))

    def test_sum_for_people_whom_a_condition_shuts_out_is_found(self):
        rule = lintrates.find_sums_of_nobody
        eighty = condition("age", at_least=80)
        poor = condition("hardship", codes=("hardship_minimum",))
        first_degree = condition("disability", codes=("disability_1",))
        for rate, row, expected in (
            (self.rate(80), eighty, []),
            (self.rate(70), eighty, [("benefit_rates", 1)]),
            (self.rate(None, 89), eighty, []),
            (self.rate(0, 18), condition("age", at_most=17), [("benefit_rates", 1)]),
            (self.rate(70), condition("age", at_least=80, group="need"), []),
            (self.rate(70, whose="child"), eighty, []),
            (self.rate(circumstances=("hardship_minimum",)), poor, []),
            (self.rate(circumstances=("disability_2",)), poor, []),
            (
                self.rate(circumstances=("disability_2",)),
                first_degree,
                [("benefit_rates", 1)],
            ),
        ):
            with self.subTest(rate=rate, row=row):
                self.assertEqual(expected, self.found(rule, rate, eligibility=(row,)))

    def test_age_that_may_apply_and_gets_nothing_is_found(self):
        rule = lintrates.find_ages_without_sum
        for rate, row, expected in (
            (self.rate(80), condition("age", at_least=80), []),
            (self.rate(80), condition("age", at_least=70), [("eligibility", 1)]),
            (self.rate(80, 89), condition("age", at_least=80), [("eligibility", 1)]),
            (self.rate(), condition("age", at_least=70), []),
            (self.rate(None, 17), condition("age", at_most=17), []),
            (self.rate(80), condition("age", at_least=70, group="need"), []),
        ):
            with self.subTest(rate=rate, row=row):
                self.assertEqual(expected, self.found(rule, rate, eligibility=(row,)))

    def test_code_that_nobody_can_answer_there_is_found(self):
        rule = lintrates.find_strange_codes
        for rate, expected in (
            (self.rate(circumstances=("disability_1",), period="month"), []),
            (self.rate(circumstances=("disability_9",)), [("benefit_rates", 1)]),
            (self.rate(period="fortnight"), [("benefit_rates", 1)]),
        ):
            with self.subTest(rate=rate):
                self.assertEqual(expected, self.found(rule, rate))
        for row, expected in (
            (condition("hardship", codes=("hardship_minimum",)), []),
            (condition("hardship", codes=("disability_1",)), [("eligibility", 1)]),
            (condition("assessed"), []),
        ):
            with self.subTest(row=row):
                self.assertEqual(expected, self.found(rule, eligibility=(row,)))

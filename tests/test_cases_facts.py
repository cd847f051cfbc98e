"""What has to be given with a step of a case, as it was typed and as it is kept."""

from datetime import date
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.facts import read_facts
from onewindow_policy.cases.states import TRANSITIONS
from onewindow_policy.cases.stepexceptions import DayNotPossible
from onewindow_policy.cases.stepexceptions import DaysNotPossible
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.stepexceptions import ReasonMissing
from onewindow_policy.cases.stepexceptions import ReasonTooLong

import unittest

TODAY = date(2026, 11, 30)
PROMISED = {"materials": ["M1", "M2", "M1"], "until": "2026-12-03", "agreed": "1"}


class TestFacts(unittest.TestCase):
    def read(self, name, **given):
        (transition,) = (each for each in TRANSITIONS if each.name == name)
        return read_facts(transition, given, TODAY)

    def test_step_that_takes_nothing_keeps_nothing(self):
        self.assertEqual({}, self.read("accept", reason="材料齐全", days="5"))

    def test_texts_are_kept_without_blanks_around_them(self):
        read = self.read("return", reason=" 重复申请 \n")
        self.assertEqual({"reason": "重复申请"}, read)
        for reason in ("", "  \n"):
            with self.assertRaises(ReasonMissing):
                self.read("return", reason=reason)

    def test_text_may_be_as_long_as_the_page_says(self):
        self.assertEqual(2000, len(self.read("return", reason="字" * 2000)["reason"]))
        for name, given, field in (
            ("return", {"reason": "字" * 2001}, "reason"),
            (
                "deliver",
                {"way": "window", "receiver": "字" * 201, "seen": "1"},
                "receiver",
            ),
        ):
            with self.assertRaises(ReasonTooLong) as caught:
                self.read(name, **given)
            self.assertEqual(field, caught.exception.field)

    def test_not_ours_says_whose_it_is(self):
        given = {"ground": "not_ours", "reason": "由区民政局办理"}
        with self.assertRaises(FactMissing) as caught:
            self.read("refuse_acceptance", **given)
        self.assertEqual("where", caught.exception.field)
        where = "东华区民政局，东华路1号"
        read = self.read("refuse_acceptance", where=where, **given)
        self.assertEqual({**given, "where": where}, read)
        other = {"ground": "not_needed", "reason": "不用申请"}
        self.assertEqual(other, self.read("refuse_acceptance", **other))

    def test_ground_is_one_of_those_that_there_are(self):
        for ground in ("", "other"):
            with self.assertRaises(FactMissing) as caught:
                self.read("refuse_acceptance", ground=ground, reason="x")
            self.assertEqual("ground", caught.exception.field)

    def test_promise_names_papers_day_and_signature(self):
        self.assertEqual(
            {"materials": ["M1", "M2"], "until": "2026-12-03", "agreed": "1"},
            self.read("accept_conditionally", **PROMISED),
        )
        for name in PROMISED:
            with self.subTest(name), self.assertRaises(FactMissing) as caught:
                self.read("accept_conditionally", **{**PROMISED, name: ""})
            self.assertEqual(name, caught.exception.field)

    def test_day_is_one_to_come(self):
        for until in ("2026-11-30", "2026-11-29", "2026-02-30", "明天", "2026"):
            with self.subTest(until), self.assertRaises(DayNotPossible):
                self.read("accept_conditionally", **{**PROMISED, "until": until})

    def test_number_of_days_is_one(self):
        read = self.read("extend", days="5", reason="等外省回函")
        self.assertEqual({"days": 5, "reason": "等外省回函"}, read)
        for days in ("五", "-1", "1.5", "0", "1000", "٥"):
            with self.subTest(days), self.assertRaises(DaysNotPossible):
                self.read("extend", days=days, reason="x")
        with self.assertRaises(FactMissing):
            self.read("extend", days="", reason="x")

    def test_whatever_is_refused_says_why_and_where(self):
        for each in TRANSITIONS:
            if each.needs:
                with self.subTest(each.name), self.assertRaises(CaseError) as caught:
                    read_facts(each, {}, TODAY)
                self.assertIn(caught.exception.field, each.needs)
                self.assertTrue(caught.exception.message.default)

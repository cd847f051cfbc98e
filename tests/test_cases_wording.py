"""A case in plain words, in Chinese and in English."""

from datetime import date
from datetime import datetime
from datetime import UTC
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.states import TRANSITIONS
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.testing import INTEGRATION_TESTING
from onewindow_policy.workdays.deadlines import DueDate

import re
import unittest

GONE = DueDate(date(2026, 1, 22), False)
LATER = DueDate(date(2999, 2, 5), True)


class TestCaseWording(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def setUp(self):
        self.chinese = CaseWording("zh-cn")
        self.english = CaseWording("en")

    def test_time_stands_beside_its_name_as_the_language_has_it(self):
        steps = [("公示", 7, "natural")]
        self.assertEqual("公示7天", self.chinese.named_durations(steps))
        self.assertEqual("公示 7 days", self.english.named_durations(steps))

    def test_every_state_and_event_has_words_in_both_languages(self):
        for wording in (self.chinese, self.english):
            said = [wording.event("register")]
            said += [wording.event(transition.name) for transition in TRANSITIONS]
            said += [wording.desk_event(each.name) for each in TRANSITIONS]
            for state in STATES:
                said += [wording.state(state), wording.meaning(state)]
                said += [wording.next_step(state, LATER), wording.due_label(state)]
                said += [wording.next_step(state, None)]
                said += [wording.next_step(state, GONE)]
            for sentence in said:
                with self.subTest(sentence):
                    is_chinese = re.search("[一-鿿]", sentence) is not None
                    self.assertEqual(wording is self.chinese, is_chinese)
                    self.assertNotIn("${", sentence)
                    self.assertNotIn("case_", sentence)

    def test_after_a_correction_nobody_is_asked_for_what_was_due_before(self):
        for state, last in (
            ("received", "take_back_silence"),
            ("accepted_conditionally", "take_back_withdrawal"),
            ("accepted_conditionally", "hand_in"),
        ):
            said = self.chinese.next_step(state, GONE, transition=last)
            with self.subTest(last):
                self.assertIn("不用再交", said)
                self.assertNotIn("2026年", said)

    def test_next_step_says_who_does_what_by_when(self):
        self.assertEqual(
            "窗口最迟在2999年2月5日告知您是否受理，或者还缺什么。",
            self.chinese.next_step("received", DueDate(LATER.date, False)),
        )
        self.assertEqual(
            "由办理单位最迟在2999年2月5日（暂估，节假日安排尚未公布）作出决定。",
            self.chinese.next_step("in_progress", LATER),
        )
        self.assertEqual(
            "The unit in charge decides by 5 February 2999 (an estimate: the holidays"
            " are not announced yet).",
            self.english.next_step("accepted", LATER),
        )

    def test_day_that_is_over_is_not_promised_once_more(self):
        for state in ("received", "accepted", "in_progress"):
            with self.subTest(state=state):
                said = self.chinese.next_step(state, GONE)
                self.assertIn("已经超过", said)
                self.assertIn("12345", said)
                self.assertNotIn("最迟在2026年1月22日作出", said)

    def test_day_that_special_procedures_move_says_so_and_is_not_late_for_them(self):
        for due in (GONE, LATER):
            said = self.chinese.next_step("in_progress", due, pauses="公示5天")
            self.assertIn("公示5天", said)
            self.assertIn("顺延", said)
            self.assertNotIn("已经超过", said)

    def test_without_a_promise_no_day_is_named(self):
        self.assertEqual(
            "由办理单位作出决定。", self.chinese.next_step("accepted", None)
        )

    def test_promise_is_counted_from_acceptance_while_no_day_is_known(self):
        self.assertRegex(
            self.chinese.promise(7, "working", ""), "^受理后 ?7 ?个工作日内办结$"
        )
        self.assertRegex(
            self.chinese.promise(7, "working", "公示5天"),
            "^受理后 ?7 ?个工作日内办结，公示5天不计入$",
        )
        self.assertEqual("受理后当场办结", self.chinese.promise(0, "immediate", ""))

    def test_moments_are_those_of_the_citys_clocks(self):
        moment = datetime(2026, 1, 14, 16, 5, tzinfo=UTC)
        self.assertEqual("2026年1月15日 00:05", self.chinese.moment(moment))
        self.assertEqual("15 January 2026 00:05", self.english.moment(moment))

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

ANSWER = DueDate(date(2026, 1, 22), False)
DECISION = DueDate(date(2027, 2, 5), True)


class TestCaseWording(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def setUp(self):
        self.chinese = CaseWording("zh-cn")
        self.english = CaseWording("en")

    def test_every_state_and_event_has_words_in_both_languages(self):
        for wording in (self.chinese, self.english):
            said = [wording.event("register")]
            said += [wording.event(transition.name) for transition in TRANSITIONS]
            said += [wording.desk_event(each.name) for each in TRANSITIONS]
            for state in STATES:
                said += [wording.state(state), wording.meaning(state)]
                said += [wording.next_step(state, ANSWER, DECISION)]
                said += [wording.next_step(state, ANSWER, None)]
            for sentence in said:
                with self.subTest(sentence):
                    is_chinese = re.search("[一-鿿]", sentence) is not None
                    self.assertEqual(wording is self.chinese, is_chinese)
                    self.assertNotIn("${", sentence)
                    self.assertNotIn("case_", sentence)

    def test_next_step_says_who_does_what_by_when(self):
        self.assertEqual(
            "窗口最迟在2026年1月22日告知您是否受理，或者还缺什么。",
            self.chinese.next_step("received", ANSWER, DECISION),
        )
        self.assertEqual(
            "由办理单位最迟在2027年2月5日（暂估，节假日安排尚未公布）作出决定。",
            self.chinese.next_step("in_progress", ANSWER, DECISION),
        )
        self.assertEqual(
            "The unit in charge decides by 5 February 2027 (an estimate: the holidays"
            " are not announced yet).",
            self.english.next_step("accepted", ANSWER, DECISION),
        )

    def test_without_a_promise_no_day_is_named(self):
        self.assertEqual(
            "由办理单位作出决定。", self.chinese.next_step("accepted", ANSWER, None)
        )

    def test_moments_are_those_of_the_citys_clocks(self):
        moment = datetime(2026, 1, 14, 16, 5, tzinfo=UTC)
        self.assertEqual("2026年1月15日 00:05", self.chinese.moment(moment))
        self.assertEqual("15 January 2026 00:05", self.english.moment(moment))

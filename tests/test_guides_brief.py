"""The five answers above a guide are made of its own fields, and papers are told apart."""

from dataclasses import replace
from onewindow_policy.guides.browser.brief import brief_lines
from onewindow_policy.guides.browser.checklist import AGENTS
from onewindow_policy.guides.browser.checklist import EVERYBODY
from onewindow_policy.guides.browser.checklist import SOME
from onewindow_policy.guides.browser.checklist import whose
from onewindow_policy.guides.eligibility import conditions_in_english
from onewindow_policy.guides.resolved import Eligibility
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.resolved import ProcessStep
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.wording import Wording
from types import SimpleNamespace

import unittest


def paper(name, **values):
    return Material(name, name, "证件证照", "原件", **values)


def answers(language="en", apply_url=None, **values):
    """Return the answers of a guide by the part that says more; without a site they are
    those of the messages themselves."""
    source = SimpleNamespace(guide=ResolvedGuide(**values), apply_url=apply_url)
    lines = brief_lines(source, Wording(language))
    return {line.part: line.text for line in lines}


class TestBrief(unittest.TestCase):
    def test_one_condition_is_said_and_more_are_counted(self):
        one = answers(conditions=("满80岁",), standard="x")
        self.assertEqual("满80岁", one["conditions"])
        several = answers(conditions=("满80岁", "本市户籍", "健在"), standard="x")
        self.assertEqual("满80岁 (and 2 more)", several["conditions"])

    def test_guide_without_conditions_does_not_say_that_everybody_can(self):
        self.assertIn("call and ask", answers(standard="50元")["conditions"])

    def test_only_papers_that_everybody_brings_are_named_and_counted(self):
        materials = (
            paper("身份证"),
            paper("户口簿"),
            paper("申请表"),
            paper("授权委托书", required=False, condition="委托他人代办时提供"),
        )
        self.assertEqual(
            "3 papers: 身份证, 户口簿 …", answers(materials=materials)["materials"]
        )
        self.assertEqual(
            "身份证, 户口簿", answers(materials=materials[:2])["materials"]
        )
        self.assertEqual("Nothing", answers(materials=materials[3:])["materials"])

    def test_place_is_the_window_of_the_community_and_other_ways_are_said(self):
        window = {"channel_window": True, "location": "民政局一楼"}
        self.assertEqual("民政局一楼", answers(**window)["where"])
        said = answers(
            **window,
            accepting_unit_role="community",
            channel_home_visit=True,
            apply_url="https://x/apply",
        )["where"]
        self.assertEqual(
            "The window of your community; online; somebody can come to you", said
        )
        self.assertNotIn("where", answers(channel_agent=True))

    def test_time_names_the_steps_that_come_on_top_and_the_visits(self):
        said = answers(
            promised_days=19,
            promised_day_type="working",
            max_visits=1,
            process=(
                ProcessStep(
                    "公示", "community", days=7, day_type="natural", counted=False
                ),
            ),
        )["process"]
        self.assertEqual("19 working days; 公示 7 days; at most one visit", said)

    def test_money_is_what_is_paid_out_and_else_the_fee(self):
        self.assertEqual("每月50元", answers(standard="每月50元")["standard"])
        self.assertNotIn("standard", answers(conditions=("a",)))

    def test_conditions_that_can_be_checked_speak_english_where_each_of_them_does(self):
        rows = (
            Eligibility(
                "a", "年满60周岁", "applicant", "age", sentence_en="60 or older"
            ),
            Eligibility(
                "b", "失能", "applicant", "care", group="x", sentence_en="Frail"
            ),
            Eligibility("c", "满80", "applicant", "age", group="x", sentence_en="80"),
        )
        guide = ResolvedGuide(eligibility=rows, conditions=("年满60周岁", "失能或满80"))
        self.assertEqual(("60 or older", "Frail or: 80"), conditions_in_english(guide))
        chinese = replace(rows[1], sentence_en=None)
        guide = replace(guide, eligibility=(*rows, chinese))
        self.assertEqual((), conditions_in_english(guide))
        guide = replace(guide, conditions_en=("Be old",))
        self.assertEqual(("Be old",), conditions_in_english(guide))

    def test_english_answers_are_those_that_editors_wrote_in_english(self):
        guide = {
            "conditions": ("满80岁",),
            "conditions_en": ("You are 80",),
            "materials": (paper("身份证"),),
            "materials_en": ("Identity card",),
            "standard": "50元",
        }
        english = answers(**guide)
        self.assertEqual("You are 80", english["conditions"])
        self.assertEqual("Identity card", english["materials"])
        chinese = answers("zh-cn", **guide)
        self.assertEqual("满80岁", chinese["conditions"])
        self.assertEqual("身份证", chinese["materials"])


class TestWhose(unittest.TestCase):
    def test_papers_of_agents_are_told_by_the_words_of_their_condition(self):
        self.assertEqual(EVERYBODY, whose(paper("身份证")))
        for condition in ("委托他人代办时提供", "由他人代办的"):
            with self.subTest(condition=condition):
                one = paper("委托书", required=False, condition=condition)
                self.assertEqual(AGENTS, whose(one))
        married = paper("结婚证", required=False, condition="已婚的提供")
        self.assertEqual(SOME, whose(married))

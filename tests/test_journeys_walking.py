"""Answers lead through a journey; papers of its steps are named once."""

from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.journeys.asking import query_of
from onewindow_policy.journeys.conditions import read_condition
from onewindow_policy.journeys.conditions import UnreadableCondition
from onewindow_policy.journeys.consistency import find_faults
from onewindow_policy.journeys.papers import gather
from onewindow_policy.journeys.walking import plan_of
from onewindow_policy.journeys.walking import SamePaper
from onewindow_policy.journeys.walking import walk
from types import SimpleNamespace

import unittest


def rows(**changes):
    """Return a journey of two questions, the second of which depends on the first."""
    journey = {
        "questions": [
            {"key": "place", "text": "在哪里？"},
            {"key": "pension", "text": "哪一种？", "asked_if": "place=home"},
        ],
        "answers": [
            {"question": "place", "key": "home", "text": "家里"},
            {"question": "place", "key": "hospital", "text": "医院"},
            {"question": "pension", "key": "yes", "text": "有"},
            {"question": "pension", "key": "no", "text": "没有"},
        ],
        "steps": [
            {"key": "proof", "title": "开证明", "office": "医院"},
            {"key": "money", "item_code": "SQ-A", "shown_if": "pension=yes"},
            {
                "key": "end",
                "item_code": "SQ-B",
                "shown_if": "place=home,hospital",
                "after": "proof, money",
            },
        ],
        "papers": [],
    }
    return SimpleNamespace(**journey | changes)


def with_row(field, number, **columns):
    """Return the journey with some columns of a row changed."""
    journey = rows()
    getattr(journey, field)[number] |= columns
    return journey


def material(name, **more):
    facts = {"code": name, "material_type": "证件证照", "form": "原件核验"}
    return Material(name=name, **facts | {"originals": 1, "copies": 1} | more)


class TestConditions(unittest.TestCase):
    def test_condition_holds_with_one_of_the_answers_to_each_question(self):
        condition = read_condition("place=home,hospital; pension=yes")
        self.assertTrue(condition.holds({"place": "hospital", "pension": "yes"}))
        self.assertFalse(condition.holds({"place": "hospital", "pension": "no"}))
        self.assertFalse(condition.holds({"place": "hospital"}))

    def test_empty_condition_always_holds(self):
        for text in (None, "", " ; "):
            self.assertTrue(read_condition(text).holds({}))

    def test_full_width_marks_are_read_as_half_width_ones(self):
        self.assertEqual(
            read_condition("place=home,hospital;pension=yes"),
            read_condition("place＝home，hospital；pension＝yes"),
        )

    def test_what_is_no_condition_is_refused_with_its_text(self):
        for text in ("place", "place=", "=home", "地点=家里", "place=home,,x"):
            with (
                self.subTest(text=text),
                self.assertRaises(UnreadableCondition) as refused,
            ):
                read_condition(text)
            self.assertEqual(text, str(refused.exception))


class TestWalking(unittest.TestCase):
    def setUp(self):
        self.plan = plan_of(rows())

    def test_first_question_without_an_answer_is_next(self):
        self.assertEqual("place", walk(self.plan, {}).next_question.key)
        way = walk(self.plan, {"place": "home"})
        self.assertEqual("pension", way.next_question.key)
        self.assertEqual((), way.steps)

    def test_question_whose_condition_does_not_hold_is_not_asked(self):
        way = walk(self.plan, {"place": "hospital", "pension": "yes"})
        self.assertIsNone(way.next_question)
        self.assertEqual({"place": "hospital"}, way.given)
        self.assertEqual(["proof", "end"], [step.key for step in way.steps])

    def test_steps_are_those_whose_conditions_hold(self):
        way = walk(self.plan, {"place": "home", "pension": "yes"})
        self.assertEqual(["proof", "money", "end"], [step.key for step in way.steps])

    def test_answer_that_is_none_is_asked_again_and_what_follows_forgotten(self):
        for wrong in ("nowhere", "", ["home"], None):
            way = walk(self.plan, {"place": wrong, "pension": "yes"})
            self.assertEqual(({}, "place"), (way.given, way.next_question.key))

    def test_address_has_the_answers_in_the_order_of_the_questions(self):
        way = walk(self.plan, {"pension": "no", "place": "home"})
        self.assertEqual(
            "place=home&pension=no&district=990102", query_of(way.given, "990102")
        )


class TestConsistency(unittest.TestCase):
    def assertFault(self, name, journey):
        faults = [str(fault) for fault in find_faults(journey)]
        self.assertIn(name, faults)

    def test_rows_that_fit_have_no_fault(self):
        self.assertEqual([], list(find_faults(rows())))

    def test_keys_can_stand_in_addresses_and_stand_once(self):
        for key in ("Place", "地点", "district", "", "1st"):
            self.assertFault("error_journey_key", with_row("questions", 0, key=key))
        self.assertFault(
            "error_journey_key_twice", with_row("questions", 1, key="place")
        )
        self.assertFault("error_journey_key_twice", with_row("steps", 1, key="proof"))
        self.assertFault("error_journey_answer_key", with_row("answers", 0, key="家"))
        self.assertFault(
            "error_journey_answer_twice", with_row("answers", 0, key="hospital")
        )

    def test_answers_are_to_questions_and_two_at_least(self):
        self.assertFault(
            "error_journey_answer_to_none", with_row("answers", 0, question="other")
        )
        self.assertFault("error_journey_answers", rows(answers=rows().answers[:3]))

    def test_conditions_are_about_answers_to_questions_that_were_asked_before(self):
        for field, number, column, text, fault in (
            ("steps", 1, "shown_if", "pension", "error_journey_condition"),
            ("steps", 1, "shown_if", "age=old", "error_journey_condition_question"),
            ("steps", 1, "shown_if", "pension=x", "error_journey_condition_answer"),
            ("questions", 0, "asked_if", "pension=no", "error_journey_condition_later"),
            ("questions", 0, "asked_if", "place=home", "error_journey_condition_later"),
        ):
            with self.subTest(text=text):
                self.assertFault(fault, with_row(field, number, **{column: text}))

    def test_step_is_a_service_or_something_at_an_office_that_is_named(self):
        self.assertFault("error_journey_step_empty", with_row("steps", 0, office=""))

    def test_steps_that_come_first_stand_above(self):
        for key in ("end", "other", "proof"):
            self.assertFault("error_journey_after", with_row("steps", 0, after=key))

    def test_question_that_nothing_depends_on_is_a_fault(self):
        self.assertFault(
            "error_journey_question_unused", with_row("steps", 1, shown_if=None)
        )


class TestPapers(unittest.TestCase):
    def gather(self, *guides, same=()):
        steps = plan_of(rows()).steps
        return gather(zip(steps, guides, strict=True), same)

    def guide(self, *materials):
        return ResolvedGuide(materials=materials)

    def test_paper_of_several_services_is_named_once_with_its_copies_in_all(self):
        papers = self.gather(
            None,
            self.guide(material("申请人居民身份证"), material("户口簿")),
            self.guide(material("居民身份证", copies=2)),
        )
        self.assertEqual(["居民身份证", "户口簿"], [each.name for each in papers.own])
        card = papers.own[0]
        self.assertEqual(((2, 3), 3), (card.steps, card.copies))
        self.assertTrue(card.needs_original)

    def test_papers_that_the_journey_calls_the_same_are_one(self):
        same = [SamePaper("父母的身份证", ("监护人居民身份证", "夫妻双方居民身份证"))]
        papers = self.gather(
            None,
            self.guide(material("监护人居民身份证")),
            self.guide(material("夫妻双方居民身份证")),
            same=same,
        )
        self.assertEqual(["父母的身份证"], [each.name for each in papers.own])

    def test_other_people_s_papers_are_not_the_reader_s(self):
        papers = self.gather(
            None,
            self.guide(material("申请人居民身份证")),
            self.guide(material("监护人居民身份证")),
        )
        self.assertEqual(2, len(papers.own))

    def test_condition_is_told_only_where_every_step_has_one(self):
        some = material("离婚证", required=False, condition="离过婚的")
        papers = self.gather(None, self.guide(some), self.guide())
        self.assertEqual(("离过婚的",), papers.own[0].conditions)
        papers = self.gather(None, self.guide(some), self.guide(material("离婚证")))
        self.assertEqual((), papers.own[0].conditions)

    def test_what_a_step_gives_and_forms_and_papers_of_agents_stand_apart(self):
        journey = with_row("steps", 0, gives="死亡证明", brings="户口簿")
        form = material("申请表", material_type="申请表单")
        steps = zip(
            plan_of(journey).steps,
            (
                None,
                self.guide(material("死亡证明"), form),
                self.guide(material("授权委托书", material_type="申请表单")),
            ),
            strict=True,
        )
        papers = gather(steps, ())
        self.assertEqual(["户口簿"], [each.name for each in papers.own])
        self.assertEqual(
            [("死亡证明", 1, (2,))],
            [(each.name, each.given_by, each.steps) for each in papers.received],
        )
        self.assertEqual(["申请表"], [each.name for each in papers.forms])
        self.assertEqual(["授权委托书"], [each.name for each in papers.agents])

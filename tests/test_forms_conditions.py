"""Conditions of fields, on the server as in the browser."""

from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.forms.conditions import Comparison
from onewindow_policy.forms.conditions import parse_condition
from onewindow_policy.forms.conditions import unasked_fields
from onewindow_policy.forms.exceptions import UnreadableCondition

import unittest


class TestParsing(unittest.TestCase):
    def holds(self, text, **answers):
        return parse_condition(text).holds(answers)

    def test_comparison_names_a_field_or_its_input(self):
        for text in (
            "acting=agent",
            "acting = agent",
            "form.widgets.acting = agent",
            "form.widgets.acting:list=agent",
            "condition: acting=agent; action: show",
            "action: show; condition: acting=agent",
        ):
            with self.subTest(text=text):
                self.assertEqual(
                    Comparison("acting", "=", "agent"), parse_condition(text)
                )

    def test_rules_compare_as_the_browser_does(self):
        for text, answer, expected in (
            ("a", "x", True),
            ("a", "", False),
            ("not a", "", True),
            ("a != x", "y", True),
            ("a != x", "x", False),
            ("a < 5", "4", True),
            ("a < 5", "5", False),
            ("a <= 5", "5", True),
            ("a > 5", "10", True),
            ("a >= 5", "", False),
            ("a >= 5", "many", False),
            ("a ~= bc", "abcd", True),
            ("a ~= bc", "", False),
            ("a =~ abcd", "bc", True),
            ("a =~ abcd", "", False),
            ("a = 代办", "代办", True),
        ):
            with self.subTest(text=text, answer=answer):
                self.assertIs(expected, self.holds(text, a=answer))

    def test_and_and_or_bind_to_the_right_as_in_patternslib(self):
        self.assertTrue(self.holds("a or b and c", a="1"))
        self.assertFalse(self.holds("a and b or c", c="1"))
        self.assertTrue(self.holds("(a and b) or c", c="1"))
        self.assertTrue(self.holds("not (a and b)", a="1"))

    def test_what_cannot_be_read_is_refused(self):
        # Patternslib reads nothing after “not x” either.
        for text in (
            "not a or b",
            "",
            "=",
            "a =",
            "a = = b",
            "(a",
            "a)",
            "a b",
            "a and",
            "not",
            "名",
        ):
            with self.subTest(text=text), self.assertRaises(UnreadableCondition):
                parse_condition(text)

    def test_endless_nesting_is_refused(self):
        with self.assertRaises(UnreadableCondition):
            parse_condition("(" * 5000 + "a" + ")" * 5000)

    @given(st.text(alphabet="ab=!<>~()  notandor.,0", max_size=60))
    def test_any_text_is_read_or_refused(self, text):
        try:
            condition = parse_condition(text)
        except UnreadableCondition:
            return
        self.assertIsInstance(condition.holds({"a": "1"}), bool)
        self.assertIsInstance(condition.as_lists(), list)

    def test_script_gets_the_same_as_lists(self):
        self.assertEqual(
            ["or", ["=", "a", "1"], ["not", ["answered", "b", ""]]],
            parse_condition("a=1 or not b").as_lists(),
        )


class TestUnasked(unittest.TestCase):
    def test_fields_are_asked_by_the_answers_before_them(self):
        conditions = {
            "acting": None,
            "agent": parse_condition("acting=agent"),
            "letter": parse_condition("agent"),
        }
        answers = {"acting": "agent", "agent": "某人"}
        self.assertEqual(frozenset(), unasked_fields(conditions, answers))

    def test_answer_to_what_is_not_asked_does_not_count(self):
        conditions = {
            "acting": None,
            "agent": parse_condition("acting=agent"),
            "letter": parse_condition("agent"),
        }
        answers = {"acting": "self", "agent": "某人"}
        self.assertEqual({"agent", "letter"}, unasked_fields(conditions, answers))

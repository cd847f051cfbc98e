"""The forms by which staff lead a case on: one button is the one to press."""

from onewindow_policy.cases import states
from onewindow_policy.cases.browser.steps import step_forms
from onewindow_policy.cases.states import BY_NAME
from types import SimpleNamespace

import unittest


def forms(*names, case=None, wanted="", has_main=False):
    """Return the forms of transitions, in their order, by name."""
    found = step_forms(
        [BY_NAME[each] for each in names],
        case=case,
        wanted=wanted,
        given={},
        papers={},
        say=str,
        has_main=has_main,
    )
    return {each["name"]: each for each in found}


def main_buttons(*names, **context):
    return [
        name
        for name, form in forms(*names, **context).items()
        if "btn-primary" in form["button_class"]
    ]


def fields(name):
    return {each["fact"]: each for each in forms(name)[name]["fields"]}


class TestStepForms(unittest.TestCase):
    def test_first_step_that_asks_for_nothing_is_the_one_to_press(self):
        self.assertEqual(
            ["receive"], main_buttons("return", "receive", "accept", "take")
        )

    def test_nothing_is_to_be_pressed_before_what_the_page_has_already(self):
        self.assertEqual([], main_buttons("receive", "accept", has_main=True))

    def test_step_back_is_never_the_one_to_press(self):
        names = (states.TAKE_BACK_COMMITMENT, "accept")
        self.assertEqual(["accept"], main_buttons(*names))
        self.assertEqual([], main_buttons(states.UNDO))

    def test_nobody_is_asked_to_choose_among_nobody(self):
        nobody = SimpleNamespace(colleagues={}, away={})
        self.assertEqual({}, forms("hand_over", "assign", case=nobody))
        # What was typed comes back all the same.
        self.assertIn("hand_over", forms("hand_over", wanted="hand_over"))

    def test_check_of_a_commitment_takes_a_remark_and_a_parcel_says_why_it_came_back(
        self,
    ):
        remark = fields(states.CHECK_COMMITMENT)[states.NOTE]["label"]
        why = fields(states.COME_BACK)[states.NOTE]["label"]
        self.assertEqual(("label_check_remark", "label_case_come_back"), (remark, why))
        self.assertNotIn(states.NOTE, fields("supplement"))

    def test_form_stands_open_for_what_is_done_all_day_only(self):
        for name, is_open in (("approve", True), (states.COME_BACK, False)):
            with self.subTest(name):
                self.assertEqual(is_open, forms(name)[name]["is_open"])

"""What is left of what a browser sent, before anything reads it."""

from onewindow_policy.forms.submitted import MAX_ANSWER_LENGTH
from onewindow_policy.forms.submitted import tidy_submission

import unittest


class TestSubmission(unittest.TestCase):
    def test_only_texts_and_files_are_left(self):
        sent = {
            "form.widgets.name": ["one", "two"],
            "form.widgets.number": 5,
            "form.widgets.record": {"a": 1},
            "form.widgets.many": "one",
            "form.widgets.half": "a\udc80b",
            "form.buttons.submit": 1,
        }
        tidy_submission(sent, ["form.widgets.many"])
        self.assertEqual(
            {
                "form.widgets.name": "two",
                "form.widgets.many": ["one"],
                "form.widgets.half": "ab",
                "form.buttons.submit": 1,
            },
            sent,
        )

    def test_endless_text_is_cut_one_character_beyond_the_limit(self):
        sent = {"form.widgets.text": "长" * 10**6}
        lengths = tidy_submission(sent)
        self.assertEqual(MAX_ANSWER_LENGTH + 1, len(sent["form.widgets.text"]))
        self.assertEqual({"form.widgets.text": 10**6}, lengths)

    def test_end_of_a_line_counts_as_one_character(self):
        sent = {"form.widgets.text": "甲\r\n乙\r丙 "}
        self.assertEqual({}, tidy_submission(sent))
        self.assertEqual({"form.widgets.text": "甲\n乙\n丙"}, sent)
